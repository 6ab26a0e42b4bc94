/** The portal in the system's Chromium, against a server of each worker's own. Run: `npm run test:portal [-- FILE …]`. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { chromiumFlags, chromiumMissing, findChromium } from './support/chromium.ts'

const executablePath = findChromium()
if (executablePath === undefined) throw new Error(chromiumMissing)

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  outputDir: process.env.PORTAL_TEST_RESULTS ?? join(tmpdir(), `lazulite-portal-results-${process.pid}`),
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list']],
  use: {
    // the server's own authority, which this browser does not know; where the public names are, it is known
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    locale: 'en-GB',
    launchOptions: { executablePath, args: [...chromiumFlags] },
    screenshot: 'only-on-failure',
    // recording every step makes the suite half as fast: on request
    trace: process.env.PORTAL_TRACE === undefined ? 'off' : 'retain-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
  },
})
