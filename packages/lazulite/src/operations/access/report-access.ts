/**
 * What somebody did with its access, from the audit log: the actions it used and those it was refused, the smallest
 * roles that would have been enough, and a custom role that is exactly enough.
 *
 * Decision: a list that was answered with what its caller may see is a use of the action; so is what was let through for
 * a principal that is not enforced, because that is how people find out what a program needs.
 */
import { builtInRoles } from '../../domain/rbac/built-in-roles.js'
import { customRoleFor, type ExactRole, type UsedAction } from '../../domain/rbac/least-privilege/custom-role-for.js'
import {
  type RankedRole,
  smallestGeneralRole,
  smallestRoles,
} from '../../domain/rbac/least-privilege/smallest-roles.js'
import { resourceKey } from '../../domain/resource-id/resource-id.js'
import type { EpochMillis } from '../../domain/time.js'
import type { Ports } from '../../ports/ports.js'
import type { AuditEvent, ReadStores } from '../../ports/store.js'
import { readAccessSnapshot } from './access-snapshot.js'

export interface ReportQuestion {
  readonly principalId: string
  /** Only what happened then or later. */
  readonly since?: EpochMillis
}

export interface ActionUse {
  readonly action: string
  readonly isDataAction: boolean
  readonly count: number
  /** How many of them were lists that showed only a part. */
  readonly filtered: number
  /** How many of them were let through, since the principal is not enforced. */
  readonly letThrough: number
  /** Why it was refused; none for what was used. */
  readonly reasons: readonly string[]
  /** Where, each once. */
  readonly scopes: readonly { readonly scope: string; readonly isFiltered: boolean }[]
  readonly firstTime: EpochMillis
  readonly lastTime: EpochMillis
}

export interface AccessReport {
  readonly principalId: string
  /** Absent when the directory does not know the principal, or not any more. */
  readonly displayName?: string
  readonly since?: EpochMillis
  /** By action. */
  readonly used: readonly ActionUse[]
  readonly refused: readonly ActionUse[]
  /** Built-in roles that grant all that was used, smallest first. */
  readonly smallestRoles: readonly RankedRole[]
  readonly generalRole?: RankedRole
  /** The custom role, and what none can grant. */
  readonly exact: ExactRole
}

export async function reportAccess(
  { store }: Pick<Ports, 'store'>,
  { principalId, since }: ReportQuestion,
): Promise<AccessReport> {
  const [used, refused] = [
    await usesOf(store.read, { kinds: ['access.allowed', 'access.unenforced'], principalId, since }),
    await usesOf(store.read, { kinds: ['access.denied'], principalId, since }),
  ]
  const principal = await store.read.principals.get(principalId)
  const { scopesAbove } = await readAccessSnapshot(store)
  const generalRole = smallestGeneralRole(used)
  return {
    principalId,
    ...(principal === undefined ? {} : { displayName: principal.displayName }),
    ...(since === undefined ? {} : { since }),
    used,
    refused,
    smallestRoles: smallestRoles(used, builtInRoles()),
    ...(generalRole === undefined ? {} : { generalRole }),
    exact: customRoleFor(used.flatMap(inEachScope), {
      ...textsFor(used, { principalId, displayName: principal?.displayName ?? 'a deleted principal' }),
      scopesAbove,
    }),
  }
}

const inEachScope = ({ action, isDataAction, scopes }: ActionUse): readonly UsedAction[] =>
  scopes.map((where) => ({ action, isDataAction, ...where }))

/** The start of the object id keeps the name unique: names of roles are, names of principals are not. */
function textsFor(
  used: readonly ActionUse[],
  { principalId, displayName }: { readonly principalId: string; readonly displayName: string },
): { readonly name: string; readonly description: string } {
  const day = (time: number): string => (Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : 'never')
  const first = day(Math.min(...used.map(({ firstTime }) => firstTime)))
  const last = day(Math.max(...used.map(({ lastTime }) => lastTime)))
  return {
    name: `Exactly what ${displayName} uses (${principalId.slice(0, 8)})`,
    description: `The actions that ${displayName} (object id ${principalId}) used ${first === last ? `on ${first}` : `from ${first} to ${last}`}.`,
  }
}

interface EventQuery {
  readonly kinds: readonly ('access.allowed' | 'access.unenforced' | 'access.denied')[]
  readonly principalId: string
  readonly since: EpochMillis | undefined
}

async function usesOf(read: Pick<ReadStores, 'events'>, query: EventQuery): Promise<readonly ActionUse[]> {
  const uses = new Map<string, Tally>()
  for await (const event of eventsOf(read, query)) {
    const { action } = event.facts
    if (typeof action !== 'string') continue
    const isDataAction = event.facts.isDataAction === true
    const key = `${action.toLowerCase()} ${isDataAction}`
    const tally = uses.get(key) ?? newTally(action, isDataAction, event.time)
    uses.set(key, tally)
    count(tally, event)
  }
  return [...uses]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { scopes, reasons, ...tally }]) => ({
      ...tally,
      reasons: [...reasons].sort(),
      scopes: [...scopes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, where]) => where),
    }))
}

/** All of them, of each kind newest first, a page at a time. Events are numbered in the order of their times. */
async function* eventsOf(
  { events }: Pick<ReadStores, 'events'>,
  { kinds, principalId, since }: EventQuery,
): AsyncGenerator<AuditEvent> {
  for (const kind of kinds) yield* eventsOfKind({ events }, { kind, principalId, since })
}

async function* eventsOfKind(
  { events }: Pick<ReadStores, 'events'>,
  { kind, principalId, since }: Omit<EventQuery, 'kinds'> & { readonly kind: string },
): AsyncGenerator<AuditEvent> {
  for (let before: number | undefined; ; ) {
    const page = await events.list({ limit: pageSize, kind, principalId, ...(before === undefined ? {} : { before }) })
    for (const event of page) {
      if (since !== undefined && event.time < since) return
      yield event
    }
    before = page.at(-1)?.sequence
    if (before === undefined || page.length < pageSize) return
  }
}

const pageSize = 1000

interface Tally {
  readonly action: string
  readonly isDataAction: boolean
  count: number
  filtered: number
  letThrough: number
  firstTime: EpochMillis
  lastTime: EpochMillis
  readonly reasons: Set<string>
  readonly scopes: Map<string, { readonly scope: string; readonly isFiltered: boolean }>
}

const newTally = (action: string, isDataAction: boolean, time: EpochMillis): Tally => ({
  ...{ action, isDataAction, count: 0, filtered: 0, letThrough: 0, firstTime: time, lastTime: time },
  reasons: new Set(),
  scopes: new Map(),
})

function count(tally: Tally, { kind, time, subject, facts }: AuditEvent): void {
  const isFiltered = facts.reason === 'filtered'
  tally.count++
  if (isFiltered) tally.filtered++
  if (kind === 'access.unenforced') tally.letThrough++
  if (kind === 'access.denied' && typeof facts.reason === 'string') tally.reasons.add(facts.reason)
  tally.firstTime = Math.min(tally.firstTime, time)
  tally.lastTime = Math.max(tally.lastTime, time)
  if (subject === undefined) return
  const key = resourceKey(subject)
  const known = tally.scopes.get(key)
  if (known === undefined || (known.isFiltered && !isFiltered)) tally.scopes.set(key, { scope: subject, isFiltered })
}
