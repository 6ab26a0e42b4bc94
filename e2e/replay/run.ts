/**
 * Replays recordings of real Azure against a fresh server and scores the answers: `node e2e/replay/run.ts`.
 *
 * The recordings and the tool that replays them are not part of this repository: AZURE_RECORDINGS names their folder
 * (`<folder>/recordings/<set>`, `<folder>/tools/replay.mjs`); without it, and without a `shared` folder beside the
 * checkout, there is nothing to do. Each set is prepared (see `prepare.ts`) and has a server and a floor of its own;
 * the floors in `floor.json` only rise. `--as-recorded` scores the sets without preparation too, `--verbose` lists what deviates, `--bodies` where bodies do,
 * `--set=NAME` replays one set alone.
 */
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '../support/start-server.ts'
import { type Exchange, prepare } from './prepare.ts'
import { type MakePrincipal, withPrincipals } from './principals.ts'
import {
  inWords,
  printAreas,
  printBodyDeviations,
  printDeviations,
  printIncomparable,
  scoreOf,
  type Verdict,
} from './score.ts'
import { SignedIn } from './signed-in.ts'

const run = promisify(execFile)
const checkout = resolve(import.meta.dirname, '../..')
const cli = join(checkout, 'packages/lazulite/bin/lazulite.mjs')
const sets = ['azcli-2018-10', 'azcli-2021-01', 'azcli-history', 'c7n-azure', 'fluent-java', 'powershell-2016']
const areas = [
  'identity',
  'rbac',
  'rg',
  'vm',
  'resources',
  'subscriptions',
  'provider',
  'tags',
  'network',
  'compute-other',
  'deployment',
  'mgmtgroup',
  'locks',
  'compute-catalog',
]
/** The oldest version that this cloud accepts. */
const since = '2014-04-01'

/** What has been reached, rounded down, percent. */
interface Floor {
  readonly statusAndCode: number
  readonly comparableBody: number
}

const source = process.env.AZURE_RECORDINGS ?? resolve(checkout, '../shared')
const tool = join(source, 'tools/replay.mjs')
if (!existsSync(tool)) {
  console.log('replay: no recordings on this machine, nothing to compare with')
  process.exit(0)
}

const only = process.argv.find((argument) => argument.startsWith('--set='))?.slice('--set='.length)
const work = mkdtempSync(join(tmpdir(), 'lazulite-replay-'))
const floors: Record<string, Floor> = JSON.parse(readFileSync(join(import.meta.dirname, 'floor.json'), 'utf8'))
let failures = 0
try {
  const kinds = process.argv.includes('--as-recorded')
    ? (['as recorded', 'prepared'] as const)
    : (['prepared'] as const)
  for (const kind of kinds) {
    const everything: Verdict[] = []
    for (const set of sets.filter((name) => only === undefined || name === only)) {
      const label = `${kind} ${set}`
      const verdicts = await replay(set, kind === 'prepared', label)
      everything.push(...verdicts)
      const score = scoreOf(verdicts)
      const floor = kind === 'prepared' ? floors[set] : undefined
      const { statusAndCode = 0, comparableBody = 0 } = floor ?? {}
      const ok = score.statusAndCode >= statusAndCode && score.comparableBody >= comparableBody
      if (!ok) failures++
      const told = ok ? '' : '  BELOW THE FLOOR'
      console.log(`replay ${label}: ${inWords(score)}, floors ${statusAndCode} and ${comparableBody}${told}`)
      if (process.argv.includes('--verbose')) printDeviations(verdicts)
      if (process.argv.includes('--bodies')) printBodyDeviations(verdicts)
    }
    if (process.argv.includes('--bodies')) printIncomparable(everything)
    if (process.argv.includes('--verbose')) printAreas(everything)
    console.log(`replay ${kind}: ${inWords(scoreOf(everything))}`)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.exitCode = failures === 0 ? 0 : 1

async function copySet(set: string, folder: string, make: MakePrincipal): Promise<void> {
  const from = join(source, 'recordings', set)
  for (const file of readdirSync(from).filter((name) => name.endsWith('.jsonl'))) {
    const lines = readFileSync(join(from, file), 'utf8').split('\n').filter(Boolean)
    const recorded = lines.map((line) => JSON.parse(line) as Exchange)
    const exchanges = await withPrincipals(prepare(recorded, file), make)
    writeFileSync(join(folder, file), exchanges.map((exchange) => JSON.stringify(exchange)).join('\n'))
  }
}

async function replay(set: string, isPrepared: boolean, label: string): Promise<Verdict[]> {
  const name = label.replaceAll(' ', '-')
  const data = join(work, `data-${name}`)
  const environment = { LAZULITE_COMPUTE_DRIVER: 'metadata-only' }
  const { child, ready, exit } = await startServer({ bin: cli, data, args: ['--memory'], environment })
  try {
    const operator = await SignedIn.operator({ cli, data, origin: ready.origin })
    const folder = join(work, name, set)
    mkdirSync(folder, { recursive: true })
    if (isPrepared) await copySet(set, folder, (type) => operator.makePrincipal(type))
    else cpSync(join(source, 'recordings', set), folder, { recursive: true })
    const report = join(work, `${name}.jsonl`)
    const options = {
      arm: ready.origin, token: operator.armToken, since, out: report,
      graph: ready.origin, 'graph-token': operator.graphToken,
      // Unprepared, every principal of a recording becomes this one.
      ...(isPrepared ? {} : { principal: await operator.makePrincipal('ServicePrincipal') }),
      sub: operator.subscriptionId, tenant: operator.tenantId, areas: [...areas, 'prepare'].join(','),
    } // biome-ignore format: pairs
    await run(
      process.execPath,
      [tool, ...Object.entries(options).flatMap(([key, value]) => [`--${key}`, value]), folder],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: operator.ca }, maxBuffer: 64 * 1024 * 1024 },
    )
    const verdicts = readFileSync(report, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Verdict)
    return verdicts.filter(({ area }) => areas.includes(area))
  } finally {
    child.kill('SIGTERM')
    await exit
  }
}
