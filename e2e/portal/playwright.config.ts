/** The portal in the system's Chromium, against a server of each worker's own. Run: `node_modules/.bin/playwright test -c e2e/portal`. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

/** Debian's; another one by `CHROMIUM`. */
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  outputDir: join(tmpdir(), `lazulite-portal-results-${process.pid}`),
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list']],
  use: {
    // the server's own authority, which this browser does not know; the tutorials run where it is known
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: chromium, args: flags },
    screenshot: 'only-on-failure',
  },
})
