/**
 * The unmodified Azure CLI against a built server: `npm run test:az [-- options of vitest]`.
 *
 * Installs az (kept in AZURE_CLI_CACHE, else for this run only), starts one server on a fresh data folder, runs the tests
 * beside this file and asks the server's log at the end for requests that it could not answer.
 *
 * Options of its own: `--report FILE` (counts, as JSON), `--record` (writes what az asks for into
 * `contract/clients/azure-cli.json`, see `recorded-requests.ts`), `--keep` (keeps data, log and scratch folder). Everything else
 * is vitest's: a file, `-t title`, `--update` after answers were looked at.
 */
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startServer } from '../support/start-server.ts'
import { type Installed, installAzureCli } from './install.ts'
import { recordRequests } from './recorded-requests.ts'
import { readServerLog, unansweredIn } from './server-log.ts'
import { builtLazulite, type SuiteEnvironment, toVariables } from './suite-environment.ts'

interface Counts {
  readonly numPassedTests: number
  readonly numFailedTests: number
}

const checkout = resolve(import.meta.dirname, '../..')
const { values, tokens } = parseArgs({
  options: { report: { type: 'string' }, record: { type: 'boolean' }, keep: { type: 'boolean' } },
  ...{ strict: false, allowPositionals: true, tokens: true },
})
const own = new Set(['report', 'record', 'keep'])
const ownIndexes = new Set(
  tokens.flatMap((token) => (token.kind === 'option' && own.has(token.name) ? spanOf(token) : [])),
)
const forVitest = process.argv.slice(2).filter((_argument, index) => !ownIndexes.has(index))

const work = mkdtempSync(join(tmpdir(), 'lazulite-az-'))
const tell = (line: string): void => console.log(`az suite: ${line}`)
try {
  const installed = await installAzureCli(process.env.AZURE_CLI_CACHE ?? join(work, 'azure-cli'), tell)
  process.exitCode = await runSuite(installed)
} finally {
  if (values.keep === true) tell(`kept ${work}`)
  else rmSync(work, { recursive: true, force: true, maxRetries: 3 })
}

/** @returns exit status */
async function runSuite(installed: Installed): Promise<number> {
  const environment: SuiteEnvironment = {
    ...{ lazulite: builtLazulite, data: join(work, 'data'), scratch: join(work, 'scratch') },
    log: join(work, 'server.log'),
    bins: { current: installed.current.bin, oldest: installed.oldest.bin },
  }
  mkdirSync(environment.scratch)
  const log = openSync(environment.log, 'a')
  const args = ['--log-format', 'json', '--log-level', 'debug']
  const { child, exit } = await startServer({ bin: builtLazulite, data: environment.data, args, log })
  let report: Counts
  try {
    report = await runTests(environment)
  } finally {
    child.kill('SIGTERM')
    await exit
    closeSync(log)
  }
  const requests = readServerLog(environment.log)
  const unanswered = unansweredIn(requests)
  for (const line of unanswered) tell(`not answered: ${line}`)
  tell(`${requests.length} requests, ${unanswered.length} of them not answered`)
  const isPartial = forVitest.some((argument) => !argument.startsWith('--'))
  if (values.record === true) recordRequests(requests, { release: installed.current.release, isPartial })
  const counts: Counts = {
    numPassedTests: report.numPassedTests + (unanswered.length === 0 ? 1 : 0),
    numFailedTests: report.numFailedTests + (unanswered.length === 0 ? 0 : 1),
  }
  if (typeof values.report === 'string') writeFileSync(values.report, JSON.stringify(counts))
  return counts.numFailedTests === 0 ? 0 : 1
}

async function runTests(environment: SuiteEnvironment): Promise<Counts> {
  const report = join(work, 'report.json')
  const config = join(import.meta.dirname, 'vitest.config.ts')
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`]
  const vitest = join(checkout, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', '--config', config, ...reporters, ...forVitest], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...toVariables(environment) },
  })
  const status = await new Promise<number>((done) => child.once('close', (code) => done(code ?? 1)))
  const counts = JSON.parse(readFileSync(report, 'utf8')) as Counts
  return status !== 0 && counts.numFailedTests === 0 ? { ...counts, numFailedTests: 1 } : counts
}

function spanOf(token: {
  readonly index: number
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}): number[] {
  return token.value !== undefined && token.inlineValue !== true ? [token.index, token.index + 1] : [token.index]
}
