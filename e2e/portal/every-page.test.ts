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

/** Calls `open` for each page that there is: those to begin with, and those that they lead to. */
async function walk(page: Page, open: (link: string) => Promise<unknown>): Promise<readonly string[]> {
  const waiting = [...starts]
  const walked: string[] = []
  const known = new Set<string>(waiting.map(keyOf))
  for (let link = waiting.shift(); link !== undefined; link = waiting.shift()) {
    await open(link)
    walked.push(link)
    for (const next of await linksOf(page)) {
      if (known.has(keyOf(next))) continue
      known.add(keyOf(next))
      waiting.push(next)
    }
  }
  return walked
}

/** Pages of the same kind count once: the walk is over pages, not over things. */
const keyOf = (link: string): string =>
  link
    .replace(/\?.*$/, '')
    .toLowerCase()
    .replace(/\/overview$/, '')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')

// each worker has a cloud of its own
test.describe.configure({ mode: 'parallel' })

async function prepare(cloud: TestCloud) {
  await cloud.cli('vm', 'create', '-g', 'every-page', '-n', 'every-machine', '--assign-identity')
  const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/every-identity`
  await cloud.arm('PUT', `${identity}?api-version=2024-11-30`, { location: 'westus2' })
}

const preferences = 'lazulite-portal-preferences'
const wide = { width: 1280, height: 800 }
const narrow = { width: 360, height: 800 }

/** Pixels by which a page is wider than its window. */
const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() =>
    [document.documentElement, document.querySelector('main')]
      .map((element) => (element === null ? 0 : element.scrollWidth - element.clientWidth))
      .reduce((one, other) => Math.max(one, other)),
  )

/** Requests that leave this cloud. */
function watchRequests(page: Page, { origin }: TestCloud): readonly string[] {
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== origin && /^(http|ws)/.test(url.protocol)) elsewhere.push(request.url())
  })
  return elsewhere
}

async function conclude(walked: readonly string[], wrong: readonly string[], elsewhere: readonly string[]) {
  await test.info().attach('pages', { body: walked.join('\n') })
  expect(wrong, `${walked.length} pages`).toEqual([])
  expect(elsewhere, 'requests to other origins').toEqual([])
  expect(walked.length).toBeGreaterThan(40)
}

test('every page has a heading and a title, fits a phone, and satisfies axe, light and dark', async ({
  page,
  cloud,
}) => {
  test.setTimeout(480_000)
  await prepare(cloud)
  const elsewhere = watchRequests(page, cloud)
  await signIn(page, cloud)
  const wrong: string[] = []
  const walked = await walk(page, async (link) => {
    const heading = await visit(page, link)
    const title = await page.title()
    if (heading === '' || !title.startsWith(heading)) wrong.push(`${link}: titled "${title}", headed "${heading}"`)
    wrong.push(...(await axeFindings(page)).map((finding) => `${link} light: ${finding}`))
    await page.emulateMedia({ colorScheme: 'dark' })
    // the other rules do not look at colours
    const inDark = await axeFindings(page, { rules: ['color-contrast'] })
    wrong.push(...inDark.map((finding) => `${link} dark: ${finding}`))
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(narrow)
    const overflow = await overflowOf(page)
    if (overflow > 0) wrong.push(`${link}: ${overflow} px too wide for a phone`)
    await page.setViewportSize(wide)
  })
  await conclude(walked, wrong, elsewhere)
})

test('every page opens by its link alone, and satisfies axe from right to left', async ({ page, cloud }) => {
  test.setTimeout(480_000)
  await prepare(cloud)
  const elsewhere = watchRequests(page, cloud)
  await signIn(page, cloud)
  const rightToLeft = JSON.stringify({ theme: 'light', direction: 'rtl' })
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [preferences, rightToLeft] as const)
  await page.reload()
  const wrong: string[] = []
  const walked = await walk(page, async (link) => {
    const heading = await visit(page, link)
    await page.reload()
    const again = await settled(page)
    if (again !== heading) wrong.push(`${link}: "${heading}" is "${again}" after a reload`)
    if ((await page.locator('.fui-FluentProvider').first().getAttribute('dir')) !== 'rtl') {
      wrong.push(`${link}: not from right to left`)
    }
    wrong.push(...(await axeFindings(page)).map((finding) => `${link} from right to left: ${finding}`))
    const overflow = await overflowOf(page)
    if (overflow > 0) wrong.push(`${link}: ${overflow} px too wide from right to left`)
  })
  await conclude(walked, wrong, elsewhere)
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
