/**
 * A session that ends before its page does: the service no longer takes a token whose time is not over by the browser's
 * clock (the cloud's clock went ahead, the keys are new, the password is another).
 */
import type { Page, Route } from '@playwright/test'
import { expect, signIn, subscriptionId, test } from './support/portal-test.ts'

const group = `/subscriptions/${subscriptionId}/resourceGroups/of-sessions`
const link = `#resource${group}/tags`

test.beforeAll(async ({ cloud }) => {
  await cloud.arm('PUT', `${group}?api-version=2024-11-01`, { location: 'westus2', tags: { team: 'blue' } })
})

/** From now on Resource Manager and the operations API refuse every token that they have seen. */
async function refuseKnownTokens(page: Page): Promise<void> {
  const stored = await page.evaluate(() => JSON.stringify(sessionStorage))
  await page.route(/\/(subscriptions|_lazulite)/, async (route) => {
    const token = (route.request().headers().authorization ?? '').replace('Bearer ', '')
    if (!stored.includes(token)) return route.continue()
    const error = { code: 'ExpiredAuthenticationToken', message: 'The access token has expired.' }
    return route.fulfill({ status: 401, json: { error } })
  })
}

test('a token that is refused is renewed, and nobody sees it', async ({ page, cloud }) => {
  await signIn(page, cloud)
  await refuseKnownTokens(page)
  await page.evaluate((hash) => {
    location.hash = hash
  }, link)
  await expect(page.getByRole('textbox', { name: /name/i }).first()).toHaveValue('team')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('a session that is over leads to the sign-in page, and back to the same link', async ({ page, cloud }) => {
  const user = await cloud.addUser('whose-session-ends')
  await signIn(page, cloud, { as: user })
  await refuseKnownTokens(page)
  const password = 'Password-of-a-user-2'
  await cloud.graph('PATCH', `/users/${user.id}`, {
    passwordProfile: { password, forceChangePasswordNextSignIn: false },
  })
  await page.evaluate((hash) => {
    location.hash = hash
  }, link)
  await page.getByLabel(/user name/i).fill(user.userPrincipalName)
  await page.getByLabel(/password/i).fill(password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await expect(page.getByRole('button', { name: /^Account of/ })).toBeVisible()
  expect(page.url()).toBe(`${cloud.origin}/${link}`)
})

test('a link that leads nowhere is no failure of the portal', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: '#nonsense' })
  await expect(page.getByRole('alert')).toContainText('Page not found')
  await expect(page.getByRole('alert')).not.toContainText('failed')
})

test('who sees no subscription is told so by the activity log', async ({ page, cloud }) => {
  const user = await cloud.addUser('without-subscriptions')
  await signIn(page, cloud, { as: user, link: '#view/activity-log' })
  await expect(page.getByText(/No subscriptions to display/)).toBeVisible()
})

test('a page whose code cannot be had says so, and opens once it can', async ({ browser, cloud }) => {
  // of its own: the browser is right to complain
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await signIn(page, cloud)
  const refuse = (route: Route) => route.fulfill({ status: 404, body: '' })
  await page.route('**/assets/**', refuse)
  const open = (hash: string) =>
    page.evaluate((to) => {
      location.hash = to
    }, hash)
  await open('#view/explain')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page could not be loaded')
  await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Account of/ })).toBeVisible()
  await page.unroute('**/assets/**', refuse)
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Explain access')
  await context.close()
})

test('who leaves the choice of another account stays signed in; who switched and signs out is nobody', async ({
  page,
  cloud,
}) => {
  const user = await cloud.addUser('who-takes-over')
  const account = page.getByRole('button', { name: /^Account of/ })
  const choose = async () => {
    await account.click()
    await page.getByText('Sign in with a different account').click()
  }
  await signIn(page, cloud, { link })
  await choose()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(account).toHaveAccessibleName(/Administrator/)
  expect(page.url()).toBe(`${cloud.origin}/${link}`)

  await choose()
  await page.getByRole('button', { name: /another account/i }).click()
  await page.getByLabel(/user name/i).fill(user.userPrincipalName)
  await page.getByLabel(/password/i).fill(user.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await expect(account).toHaveAccessibleName(/who-takes-over/)
  await account.click()
  await page.getByText('Sign out').click()
  await expect(page.getByText('You are signed out')).toBeVisible()
  await page.goto(`${cloud.origin}/${link}`)
  await expect(page.getByLabel(/user name/i)).toBeVisible()
})
