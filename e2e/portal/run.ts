/**
 * The portal in a real browser: `npm run test:portal [-- options of Playwright]`.
 *
 * Needs Chromium and nothing else. Traces and pictures of what failed stay in a folder that is named at the end.
 * Options of its own: `--report FILE` (Playwright's JSON report), `--tour` (makes the pictures and texts of `docs/tour`
 * anew). Everything else is Playwright's: a file, `-g title`, `--headed`.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromiumMissing, findChromium } from './support/chromium.ts'

const checkout = resolve(import.meta.dirname, '../..')
const given = process.argv.slice(2)
const report = takeOption('--report', { hasValue: true })
const isTour = takeOption('--tour', { hasValue: false }) !== undefined
const tell = (line: string): void => console.log(`portal suite: ${line}`)

if (findChromium() === undefined) {
  tell(chromiumMissing)
  process.exitCode = 1
} else if (!existsSync(join(checkout, 'packages/lazulite/dist/portal/index.html'))) {
  tell('the portal is not built: npm run build')
  process.exitCode = 1
} else {
  process.exitCode = await runPlaywright()
}

async function runPlaywright(): Promise<number> {
  const results = mkdtempSync(join(tmpdir(), 'lazulite-portal-results-'))
  const playwright = join(checkout, 'node_modules/@playwright/test/cli.js')
  const reporters = report === undefined ? 'list' : 'list,json'
  const chosen = isTour && given.length === 0 ? ['tutorials'] : given
  const args = ['test', '-c', import.meta.dirname, `--reporter=${reporters}`, ...chosen]
  const child = spawn(process.execPath, [playwright, ...args], {
    cwd: checkout,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PORTAL_TEST_RESULTS: results,
      ...(report === undefined ? {} : { PLAYWRIGHT_JSON_OUTPUT_FILE: report, PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
      ...(isTour ? { PORTAL_TOUR: '1' } : {}),
    },
  })
  const status = await new Promise<number>((done) => child.once('close', (code) => done(code ?? 1)))
  if (status === 0) rmSync(results, { recursive: true, force: true, maxRetries: 3 })
  else tell(`traces, pictures and server logs of what failed: ${results}`)
  return status
}

/** Takes an option out of `given`. @returns its value, or the option itself */
function takeOption(name: string, { hasValue }: { readonly hasValue: boolean }): string | undefined {
  const at = given.indexOf(name)
  if (at < 0) return undefined
  const taken = given.splice(at, hasValue ? 2 : 1)
  return resolve(taken.at(-1) ?? name)
}
