/** The fixtures of the portal's tests: a cloud for each worker, its clients, and a browser that has signed in. */
import { test as base, expect, type Page } from '@playwright/test'
import { collectComplaints, reportedViolations } from './complaints.ts'
import { openPublicBrowser, type PublicBrowser } from './public-browser.ts'
import { signIn } from './sign-in.ts'
import { startTestCloud, type TestCloud } from './test-cloud.ts'

export { type Account, subscriptionId, type TestCloud, tenantId } from './test-cloud.ts'

interface TestFixtures {
  readonly violations: readonly string[]
  /** A page of a browser that reaches the cloud by Azure's public names and trusts its authority. */
  readonly publicPage: Page
}

interface WorkerFixtures {
  /** Files that name one of their own have a cloud to themselves: they count on nothing else being there. */
  readonly cloudOf: string
  readonly cloud: TestCloud
  readonly publicBrowser: PublicBrowser
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  cloudOf: ['everybody', { option: true, scope: 'worker' }],
  cloud: [
    // biome-ignore lint/correctness/noEmptyPattern: how Playwright knows that a fixture needs no other
    async ({}, use) => {
      const cloud = await startTestCloud()
      await use(cloud)
      await cloud.close()
    },
    { scope: 'worker' },
  ],
  publicBrowser: [
    async ({ cloud }, use) => {
      const opened = await openPublicBrowser(cloud)
      await use(opened)
      await opened.close()
    },
    { scope: 'worker' },
  ],
  async publicPage({ publicBrowser, contextOptions, viewport, colorScheme, locale }, use) {
    const context = await publicBrowser.browser.newContext({
      ...contextOptions,
      ...{ viewport, colorScheme },
      ...(locale === undefined ? {} : { locale }),
      // the point is that nothing has to be overlooked
      ignoreHTTPSErrors: false,
    })
    const page = await context.newPage()
    const found = await collectComplaints(page)
    await use(page)
    await context.close()
    expect(found, 'what the browser complained about').toEqual([])
  },
  /** What the browser complained about; every test ends with none. Further pages: `collectComplaints`. */
  violations: [
    async ({ page, cloud }, use, testInfo) => {
      const logged = cloud.log().length
      const found = await collectComplaints(page)
      await use(found)
      const log = cloud.log().slice(logged)
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('server log', { body: log, contentType: 'text/plain' })
      }
      expect(found, 'what the browser complained about').toEqual([])
      expect(reportedViolations(log), 'what browsers reported to the server').toEqual([])
    },
    { auto: true },
  ],
})

export { expect, signIn }
