/**
 * Holds the portal against `budget.json`, in the system's Chromium: what a first visit loads until the shell is there,
 * how long a signed-in person waits until the page is there and answers, and how far pages move while they load.
 * Run: `node bench/portal.mjs`, with nothing beside it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumFlags, chromiumMissing, findChromium } from '../e2e/portal/support/chromium.ts'
import { signIn } from '../e2e/portal/support/sign-in.ts'
import { startTestCloud, subscriptionId } from '../e2e/portal/support/test-cloud.ts'

const budget = JSON.parse(readFileSync(join(import.meta.dirname, 'budget.json'), 'utf8'))
const runs = 5
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const group = `/subscriptions/${subscriptionId}/resourceGroups/bench`
const pages = [
  '#home',
  '#browse/Microsoft.Resources%2FresourceGroups',
  '#browse/Microsoft.Compute%2FvirtualMachines',
  `#resource${group}/overview`,
  `#resource${group}/users`,
]

const executablePath = findChromium()
if (executablePath === undefined) {
  console.log(chromiumMissing)
  process.exit(1)
}
const cloud = await startTestCloud()
const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] })
try {
  await cloud.arm('PUT', `${group}?api-version=2024-11-01`, { location: 'westus2' })
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const firstLoad = await measureFirstLoad(page)
  const interactive = []
  for (let run = 0; run < runs; run++) interactive.push(await measureInteractive(page))
  const shifts = []
  for (const link of pages) shifts.push({ link, shift: await measureShift(context, link) })
  const worst = shifts.reduce((one, other) => (other.shift > one.shift ? other : one))
  for (const { name, kilobytes } of firstLoad.files.slice(0, 8)) console.log(`     ${kilobytes.toFixed(1)} kB ${name}`)
  console.log(`     interactive: ${interactive.map(Math.round).join(', ')} ms; most shift on ${worst.link}`)
  report({
    portalFirstLoadKilobytes: Math.round(firstLoad.kilobytes),
    portalInteractiveMs: Math.round(median(interactive)),
    portalLayoutShift: Number(worst.shift.toFixed(3)),
  })
} finally {
  await browser.close()
  await cloud.close()
}

/** Bodies as they travel, of scripts and styles of the portal, from an empty cache to the shell after sign-in. */
async function measureFirstLoad(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const named = new Map()
  const sizes = new Map()
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    const isOfPage = ['Script', 'Stylesheet', 'Document'].includes(type) && !/oauth2|\/common\//.test(response.url)
    if (isOfPage) named.set(requestId, new URL(response.url).pathname)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const name = named.get(requestId)
    // a file that comes a second time comes from the cache; the page itself is counted once
    if (name !== undefined) sizes.set(name, Math.max(sizes.get(name) ?? 0, encodedDataLength))
  })
  await signIn(page, cloud)
  await page.getByRole('heading', { level: 1 }).waitFor()
  // the first page is a file of its own, and what is fetched ahead counts too
  await page.waitForTimeout(1000)
  await session.detach()
  const files = [...sizes]
    .map(([name, bytes]) => ({ name, kilobytes: bytes / 1000 }))
    .sort((one, other) => other.kilobytes - one.kilobytes)
  return { files, kilobytes: files.reduce((sum, { kilobytes }) => sum + kilobytes, 0) }
}

/** From the start of a signed-in reload until a click on a link has led somewhere; measured in the page. */
async function measureInteractive(page) {
  await page.goto(`${cloud.origin}/#home`)
  await page.reload({ waitUntil: 'commit' })
  return page.evaluate(async () => {
    const until = async (find) => {
      for (;;) {
        const found = find()
        if (found) return found
        await new Promise((done) => requestAnimationFrame(done))
      }
    }
    const link = await until(() =>
      [...document.querySelectorAll('main a')].find(({ textContent }) => textContent === 'Resource groups'),
    )
    link.click()
    await until(() => document.querySelector('h1')?.textContent === 'Resource groups')
    return performance.now()
  })
}

/** Cumulative layout shift of a page from its load until nothing has moved for a while. */
async function measureShift(context, link) {
  const page = await context.newPage()
  await page.addInitScript(() => {
    globalThis.shift = 0
    globalThis.lastChange = performance.now()
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await signIn(page, cloud, { link })
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForFunction(() => document.querySelector('[role=progressbar], .fui-Skeleton') === null)
  // what comes late counts too
  await page.evaluate(() => new Promise((done) => setTimeout(done, 500)))
  const shift = await page.evaluate(() => globalThis.shift)
  await page.close()
  return shift
}

function report(figures) {
  for (const [name, figure] of Object.entries(figures)) {
    const ok = figure <= budget[name]
    console.log(`${ok ? 'ok  ' : 'OVER'} ${name}: ${figure} (budget ${budget[name]})`)
    if (!ok) process.exitCode = 1
  }
}
