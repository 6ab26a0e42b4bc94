/** Runs the suites, two at a time on two cores where they do not measure, and prints one line of sums at the end. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const scratch = mkdtempSync(join(tmpdir(), 'lazulite-ci-'))
const vitestReport = join(scratch, 'unit.json')
const azReport = join(scratch, 'az.json')
const portalReport = join(scratch, 'portal.json')
const timedReport = join(scratch, 'portal-timed.json')
const npm = (...args) => ['npm', args]
const node = (...args) => [process.execPath, args]

/** Suites of one stage run side by side; stages follow one another. A suite counts as one unless it reports its tests. */
const stages = [
  [
    {
      name: 'npm test',
      command: npm('test', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`),
      report: vitestReport,
    },
    { name: 'types and lint', command: npm('run', 'check') },
  ],
  [
    { name: 'packed tarball', command: node('e2e/pack/smoke.mjs') },
    { name: 'replay of recorded answers', command: node('e2e/replay/run.ts') },
  ],
  [{ name: 'Azure CLI', command: node('e2e/az/run.ts', '--report', azReport), report: azReport }],
  [
    {
      name: 'portal',
      command: node('e2e/portal/run.ts', '--report', portalReport, '--grep-invert', '@timed'),
      report: portalReport,
    },
  ],
  [
    {
      name: 'portal, by the clock',
      command: node('e2e/portal/run.ts', '--report', timedReport, '--grep', '@timed', '--workers=1'),
      report: timedReport,
    },
  ],
  [{ name: 'budgets', command: node('bench/budgets.mjs') }],
  [{ name: 'budgets of the portal', command: node('bench/portal.mjs') }],
  [{ name: 'requests', command: node('bench/requests.mjs') }],
  [{ name: 'access at scale', command: node('bench/access.mjs') }],
]

let passed = 0
let failed = 0
for (const stage of stages) await Promise.all(stage.map(runSuite))
rmSync(scratch, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function runSuite({ name, command: [file, args], report }) {
  const started = Date.now()
  const { status, output } = await collect(file, args)
  console.log(`\n=== ${name} (${((Date.now() - started) / 1000).toFixed(1)} s, exit ${status})\n${output}`)
  const counts = report === undefined ? undefined : countsOf(report)
  passed += counts?.passed ?? (status === 0 ? 1 : 0)
  failed += counts?.failed ?? (status === 0 ? 0 : 1)
  if (counts !== undefined && status !== 0 && counts.failed === 0) failed++
}

function collect(file, args) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => resolve({ status: 1, output: `${output}${error.message}` }))
    child.once('close', (status) => resolve({ status: status ?? 1, output }))
  })
}

/** Vitest's report, or Playwright's, in which a test that passed at a second try has failed. */
function countsOf(report) {
  try {
    const { numPassedTests, numFailedTests, stats } = JSON.parse(readFileSync(report, 'utf8'))
    if (stats !== undefined) return { passed: stats.expected, failed: stats.unexpected + stats.flaky }
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return undefined
  }
}
