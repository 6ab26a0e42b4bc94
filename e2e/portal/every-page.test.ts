/**
 * A walk over every page that the portal's own menus and lists name: each has one heading and a title, fits 360 px,
 * satisfies axe in light, dark and from right to left, opens by its link alone, and nothing is asked of any other origin.
 */
import type { Page } from '@playwright/test'
import { axeFindings } from './support/axe.ts'
import { expect, signIn, subscriptionId, type TestCloud, tenantId, test } from './support/portal-test.ts'

const subscription = `/subscriptions/${subscriptionId}`
const group = `${subscription}/resourceGroups/every-page`

/** Where the walk begins; what is found from there is followed. */
const starts = [
  '#home',
  `#resource${subscription}/overview`,
  `#resource${group}/overview`,
  `#resource${group}/providers/Microsoft.Compute/virtualMachines/every-machine/overview`,
  `#resource${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/every-identity/overview`,
  `#resource${group}/addroleassignment`,
  '#create/Microsoft.Compute%2FvirtualMachines',
  '#create/Microsoft.ManagedIdentity%2FuserAssignedIdentities',
  '#create/Microsoft.Resources%2FresourceGroups',
]

interface Visit {
  readonly link: string
  readonly heading: string
}

/** Links of menus, of the first page and of tabs: the pages that the portal's registries name. */
const linksOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main nav a[href^="#"], main ul a[href^="#"]')]
      .filter((anchor) => anchor.closest('table') === null)
      .map((anchor) => anchor.getAttribute('href') ?? ''),
  )

/** Opens a page as a click on a link does, and waits until it has settled. @returns its heading */
async function visit(page: Page, link: string): Promise<string> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, link)
  return settled(page)
}

async function settled(page: Page): Promise<string> {
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveCount(1)
  const busy = page.locator('main').locator('.fui-Spinner, .fui-Skeleton')
  await expect(busy).toHaveCount(0, { timeout: 20_000 })
  return (await heading.textContent()) ?? ''
}

async function walk(page: Page): Promise<readonly Visit[]> {
  const visits: Visit[] = []
  const waiting = [...starts]
  const known = new Set<string>(waiting.map(keyOf))
  for (let link = waiting.shift(); link !== undefined; link = waiting.shift()) {
    const heading = await visit(page, link)
    visits.push({ link, heading })
    for (const next of await linksOf(page)) {
      if (known.has(keyOf(next))) continue
      known.add(keyOf(next))
      waiting.push(next)
    }
  }
  return visits
}

/** Pages of the same kind count once: the walk is over pages, not over things. */
const keyOf = (link: string): string =>
  link
    .replace(/\?.*$/, '')
    .toLowerCase()
    .replace(/\/overview$/, '')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')

async function prepare(cloud: TestCloud) {
  await cloud.cli('vm', 'create', '-g', 'every-page', '-n', 'every-machine', '--assign-identity')
  const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/every-identity`
  await cloud.arm('PUT', `${identity}?api-version=2024-11-30`, { location: 'westus2' })
}

const preferences = 'lazulite-portal-preferences'

test('every page is in order', async ({ page, cloud }) => {
  test.setTimeout(600_000)
  await prepare(cloud)
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== cloud.origin && protocol !== 'data:' && protocol !== 'blob:') elsewhere.push(request.url())
  })
  await signIn(page, cloud)
  const wrong: string[] = []
  const visits = await test.step('light, and at 360 px', async () => {
    const found = await walk(page)
    for (const { link, heading } of found) {
      await visit(page, link)
      const title = await page.title()
      if (heading === '' || !title.startsWith(heading)) wrong.push(`${link}: titled "${title}", headed "${heading}"`)
      wrong.push(...(await axeFindings(page)).map((finding) => `${link} light: ${finding}`))
      await page.setViewportSize({ width: 360, height: 800 })
      const overflow = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement
        const main = document.querySelector('main')
        return Math.max(scrollWidth - clientWidth, main === null ? 0 : main.scrollWidth - main.clientWidth)
      })
      if (overflow > 0) wrong.push(`${link}: ${overflow} px wider than 360 px`)
      await page.setViewportSize({ width: 1280, height: 800 })
    }
    return found
  })
  await test.step('dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    for (const { link } of visits) {
      await visit(page, link)
      wrong.push(...(await axeFindings(page)).map((finding) => `${link} dark: ${finding}`))
    }
    await page.emulateMedia({ colorScheme: 'light' })
  })
  await test.step('from right to left, opened by its link alone', async () => {
    const rightToLeft = JSON.stringify({ theme: 'light', direction: 'rtl' })
    await page.evaluate(([key, value]) => localStorage.setItem(key, value), [preferences, rightToLeft] as const)
    for (const { link, heading } of visits) {
      await page.goto(`${cloud.origin}/${link}`)
      await page.reload()
      const again = await settled(page)
      if (again !== heading) wrong.push(`${link}: "${heading}" is "${again}" after a reload`)
      if ((await page.getAttribute('.fui-FluentProvider', 'dir')) !== 'rtl')
        wrong.push(`${link}: not from right to left`)
      wrong.push(...(await axeFindings(page)).map((finding) => `${link} rtl: ${finding}`))
    }
  })
  test.info().annotations.push({ type: 'pages', description: String(visits.length) })
  await test.info().attach('pages', { body: visits.map(({ link, heading }) => `${heading}\t${link}`).join('\n') })
  expect(wrong, `${visits.length} pages`).toEqual([])
  expect(elsewhere, 'requests to other origins').toEqual([])
  expect(visits.length).toBeGreaterThan(20)
})

test('the way back is the way that was come', async ({ page, cloud }) => {
  await signIn(page, cloud)
  const way = ['#browse/Microsoft.Resources%2FresourceGroups', `#resource${subscription}/overview`, '#view/explain']
  const seen = [await settled(page)]
  for (const link of way) seen.push(await visit(page, link))
  const back: string[] = []
  for (let step = way.length; step > 0; step--) {
    await page.goBack()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(seen[step - 1] ?? '')
    back.unshift(await settled(page))
  }
  expect(back).toEqual(seen.slice(0, -1))
  await page.goForward()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(seen[1] ?? '')
})

test("a link as Azure's portal copies it leads to the same page", async ({ page, cloud }) => {
  await signIn(page, cloud, { link: `#@${tenantId}/resource${subscription}/overview` })
  expect(await settled(page)).not.toBe('')
  await expect(page.getByRole('navigation', { name: 'Breadcrumb' })).toBeVisible()
})

test('what belongs to nobody says so and keeps the shell', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: '#resource/nothing' })
  await expect(
    page
      .getByRole('alert')
      .or(page.getByRole('heading', { level: 1 }))
      .first(),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: /^Account of/ })).toBeVisible()
})
