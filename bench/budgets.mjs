/**
 * Holds the built product against `budget.json`: start-up on a new and on an existing data folder, size of the bundle.
 * Run: `node bench/budgets.mjs`. Medians of several whole-process runs, because machines are noisy.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '../e2e/support/start-server.ts'

const run = promisify(execFile)
const checkout = resolve(import.meta.dirname, '..')
const bin = join(checkout, 'packages/lazulite/bin/lazulite.mjs')
const budget = JSON.parse(readFileSync(join(import.meta.dirname, 'budget.json'), 'utf8'))
const runs = 5

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

async function startOnce(data) {
  const { ready, exit } = await startServer({ bin, data })
  await run(process.execPath, [bin, 'stop', '--data', data])
  await exit
  return ready.startupMs
}

const work = mkdtempSync(join(tmpdir(), 'lazulite-bench-'))
const first = []
const again = []
try {
  for (let index = 0; index < runs; index++) {
    const data = join(work, String(index))
    first.push(await startOnce(data))
    again.push(await startOnce(data))
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
const bytes = readdirSync(join(checkout, 'packages/lazulite/dist'), { recursive: true, encoding: 'utf8' })
  .map((name) => statSync(join(checkout, 'packages/lazulite/dist', name)))
  .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)

const figures = {
  startupFirstMs: median(first),
  startupExistingFolderMs: median(again),
  packedKilobytes: Math.round(bytes / 1024),
}
for (const [name, figure] of Object.entries(figures)) {
  const ok = figure <= budget[name]
  console.log(`${ok ? 'ok  ' : 'OVER'} ${name}: ${figure} (budget ${budget[name]})`)
  if (!ok) process.exitCode = 1
}
