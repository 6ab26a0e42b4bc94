/** What the tool found of each answer, as scores and in words. */
export interface Verdict {
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
  [/\.virtualMachines\[\]\.id: /, "a group's name in capitals, which the tool does not rename"],
  [/\.lineNumber: /, 'a place in a body that the tool writes in one line'],
  [/\.internalDomainNameSuffix: /, "the network's own name"],
  [/\.(displayName|subscriptionPolicies\.\w+|authorizationSource): "/, "the recorder's own subscription"],
  [/registrationState: /, 'what the recorder had registered'],
]

export interface Score {
  readonly exchanges: number
  /** Share of answers equal in status and error code, percent. */
  readonly statusAndCode: number
  /** Share of answers whose body matches too, percent. */
  readonly body: number
  /** The same without what cannot be compared. */
  readonly comparableBody: number
}

export function inWords({ exchanges, statusAndCode, body, comparableBody }: Score): string {
  const bodies = `${body.toFixed(1)} % in body (${comparableBody.toFixed(1)} % without what cannot be compared)`
  return `${exchanges} answers, ${statusAndCode.toFixed(1)} % equal in status and code, ${bodies}`
}

export function scoreOf(verdicts: readonly Verdict[]): Score {
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

export function printDeviations(verdicts: readonly Verdict[]): void {
  const deviating = verdicts.filter(({ statusOk, codeOk }) => !statusOk || !codeOk)
  printCounts(
    deviating.map((v) => {
      const answers = `${v.expected} ${v.expCode ?? ''} <> ${v.actual} ${v.actCode ?? ''}`
      return `${v.area} ${v.method} ${plainPath(v)}: ${answers}`
    }),
  )
}

export function printBodyDeviations(verdicts: readonly Verdict[]): void {
  const deviating = verdicts.filter((verdict) => verdict.statusOk && bodyDeviations(verdict).length > 0)
  printCounts(
    deviating.map((v) => {
      return `${v.area} ${v.method} ${v.expected} ${typeOf(v)} ${/api-version=[^&]*/.exec(v.url)?.[0]}: ${bodyDeviations(v).join(' | ').slice(0, 500)}`
    }),
  )
}

/** How many answers each reason of what cannot be compared concerns. */
export function printIncomparable(verdicts: readonly Verdict[]): void {
  const reasons = verdicts
    .filter((verdict) => verdict.statusOk && !verdict.bodyOk)
    .flatMap(({ missing, type, value }) => {
      const all = [...missing, ...type, ...value]
      return incomparable.filter(([pattern]) => all.some((at) => pattern.test(at))).map(([, reason]) => reason)
    })
  console.log('not comparable, in answers:')
  printCounts(reasons)
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

export function printAreas(verdicts: readonly Verdict[]): void {
  for (const area of new Set(verdicts.map((verdict) => verdict.area))) {
    console.log(`  ${area}: ${inWords(scoreOf(verdicts.filter((verdict) => verdict.area === area)))}`)
  }
}

function printCounts(keys: readonly string[]): void {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const [key, count] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`  ${count}x ${key}`)
}
