/**
 * Replays recordings of real Azure against a fresh server and scores the answers: `node e2e/replay/run.ts`.
 *
 * The recordings and the tool that replays them are not part of this repository: AZURE_RECORDINGS names their folder
 * (`<folder>/recordings/<set>`, `<folder>/tools/replay.mjs`); without it, and without a `shared` folder beside the
 * checkout, there is nothing to do. Each set is prepared (see `prepare.ts`) and has a server and a floor of its own;
 * the floors in `floor.json` only rise. `--as-recorded` scores the sets without preparation too, `--verbose` lists what deviates, `--bodies` where bodies do.
 */
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '../support/start-server.ts'
import { type Exchange, prepare } from './prepare.ts'
import { type MakePrincipal, withPrincipals } from './principals.ts'
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

interface Verdict {
  readonly area: string
  readonly statusOk: boolean
  readonly codeOk: boolean
  readonly bodyOk: boolean
  readonly method: string
  readonly url: string
  readonly expected: number
  readonly actual: number
  readonly expCode?: string
  readonly actCode?: string
  /** Where the recorded body has a member that ours lacks, another type, another value. */
  readonly missing: readonly string[]
  readonly type: readonly string[]
  readonly value: readonly string[]
}

/**
 * Deviations that say nothing about a server: the comparison takes items without id or name for one another, and some
 * members are the recorder's own or made at random. A second figure leaves them out.
 */
const incomparable: readonly (readonly [RegExp, string])[] = [
  [/\.(statuses|dataDisks|resourceTypes)\[\]/, 'items without an id, compared by position'],
  [/\.properties\.providers\[\]\.namespace: /, 'items without an id, compared by position'],
  [/\.dependsOn\[\]\.apiVersion$/, 'two items of the same id, the second compared to the first'],
  [/^\.(value\[\]\.)?authorization$/, 'a member whose name the recorder masked'],
  [/osDisk\.(name|managedDisk\.id)|instanceView\.disks\[\]\.name/, 'a generated name'],
  [/\.timeCreated: /, 'a time'],
  [/\.lineNumber: /, 'a place in a body that the tool writes in one line'],
  [/\.internalDomainNameSuffix: /, "the network's own name"],
  [/\.(displayName|subscriptionPolicies\.\w+|authorizationSource): "/, "the recorder's own subscription"],
  [/registrationState: /, 'what the recorder had registered'],
]

interface Score {
  readonly exchanges: number
  /** Share of answers equal in status and error code, percent. */
  readonly statusAndCode: number
  /** Share of answers whose body matches too, percent. */
  readonly body: number
  /** The same without what cannot be compared. */
  readonly comparableBody: number
}

const source = process.env.AZURE_RECORDINGS ?? resolve(checkout, '../shared')
const tool = join(source, 'tools/replay.mjs')
if (!existsSync(tool)) {
  console.log('replay: no recordings on this machine, nothing to compare with')
  process.exit(0)
}

const work = mkdtempSync(join(tmpdir(), 'lazulite-replay-'))
const floors: Record<string, number> = JSON.parse(readFileSync(join(import.meta.dirname, 'floor.json'), 'utf8'))
let failures = 0
try {
  const kinds = process.argv.includes('--as-recorded')
    ? (['as recorded', 'prepared'] as const)
    : (['prepared'] as const)
  for (const kind of kinds) {
    const everything: Verdict[] = []
    for (const set of sets) {
      const label = `${kind} ${set}`
      const verdicts = await replay(set, kind === 'prepared', label)
      everything.push(...verdicts)
      const floor = kind === 'prepared' ? (floors[set] ?? 0) : 0
      const ok = scoreOf(verdicts).statusAndCode >= floor
      if (!ok) failures++
      console.log(`replay ${label}: ${inWords(scoreOf(verdicts))}, floor ${floor}${ok ? '' : '  BELOW THE FLOOR'}`)
      if (process.argv.includes('--verbose')) printDeviations(verdicts)
      if (process.argv.includes('--bodies')) printBodyDeviations(verdicts)
    }
    console.log(`replay ${kind}: ${inWords(scoreOf(everything))}`)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.exitCode = failures === 0 ? 0 : 1

function inWords({ exchanges, statusAndCode, body, comparableBody }: Score): string {
  const bodies = `${body.toFixed(1)} % in body (${comparableBody.toFixed(1)} % without what cannot be compared)`
  return `${exchanges} answers, ${statusAndCode.toFixed(1)} % equal in status and code, ${bodies}`
}

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

function scoreOf(verdicts: readonly Verdict[]): Score {
  const share = (good: (verdict: Verdict) => boolean): number =>
    (100 * verdicts.filter(good).length) / Math.max(1, verdicts.length)
  return {
    exchanges: verdicts.length,
    statusAndCode: share(({ statusOk, codeOk }) => statusOk && codeOk),
    body: share(({ bodyOk }) => bodyOk),
    comparableBody: share((verdict) => verdict.statusOk && bodyDeviations(verdict).length === 0),
  }
}

function bodyDeviations({ missing, type, value }: Verdict): readonly string[] {
  const all = [...missing, ...type, ...value].filter((at) => !incomparable.some(([pattern]) => pattern.test(at)))
  return [...new Set(all)]
}

function printDeviations(verdicts: readonly Verdict[]): void {
  const deviating = verdicts.filter(({ statusOk, codeOk }) => !statusOk || !codeOk)
  printCounts(
    deviating.map((v) => {
      const answers = `${v.expected} ${v.expCode ?? ''} <> ${v.actual} ${v.actCode ?? ''}`
      return `${v.area} ${v.method} ${plainPath(v)}: ${answers}`
    }),
  )
}

function printBodyDeviations(verdicts: readonly Verdict[]): void {
  const deviating = verdicts.filter((verdict) => verdict.statusOk && bodyDeviations(verdict).length > 0)
  printCounts(
    deviating.map((v) => {
      return `${v.area} ${v.method} ${v.expected} ${typeOf(v)} ${/api-version=[^&]*/.exec(v.url)?.[0]}: ${bodyDeviations(v).join(' | ').slice(0, 500)}`
    }),
  )
}

function plainPath({ url }: Verdict): string {
  return url
    .replace(/^https?:\/\/[^/]+/, '')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, 'G')
    .replace(/(resourcegroups)\/[^/?]+/i, '$1/R')
    .replace(/\?.*$/s, '')
}

/** The path without names. */
function typeOf(verdict: Verdict): string {
  return plainPath(verdict)
    .replace(/^.*\/providers(?=\/)/i, '')
    .replace(/^(\/[^/]+\/[^/]+)\/[^/]+/, '$1/*')
}

function printCounts(keys: readonly string[]): void {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const [key, count] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`  ${count}x ${key}`)
}
