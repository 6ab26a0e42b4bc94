import { expect, signIn, subscriptionId, test } from './support/portal-test.ts'

test('signing in leads to the page that was asked for', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: '#browse/Microsoft.Resources%2FresourceGroups' })
  await expect(page.getByRole('heading', { name: 'Resource groups' })).toBeVisible()
  expect(new URL(page.url()).hash).toBe('#browse/Microsoft.Resources%2FresourceGroups')
})

const roles = `#resource/subscriptions/${subscriptionId}/users?tab=roles&roleview=acdd72a7-3385-48ef-bd42-f606fba81ae7`

for (const [title, leave] of [
  ['is left open', ''],
  ['closes in the same moment', `document.querySelector('[role=dialog] button[aria-label=Close]').click();`],
] as const) {
  test(`a page is there for screen readers when a panel over the one before ${title}`, async ({ page, cloud }) => {
    await signIn(page, cloud, { link: roles })
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.evaluate(`${leave} location.hash = '#home'`)
    await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.locator('#root[aria-hidden]')).toHaveCount(0)
  })
}
