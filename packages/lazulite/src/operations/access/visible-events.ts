/**
 * Which audit events somebody sees who does not run the cloud: those of Resource Manager scopes at which they may read
 * the activity log, judged by what they may do at that moment.
 *
 * Decision (docs/decisions/0020): events of tokens, sign-ins, the directory, modes, machines' SSH and the clock belong to
 * no scope of Resource Manager, and are for administrators.
 */
import type { EpochSeconds } from '../../domain/time.js'
import type { Caller } from '../../domain/token/caller.js'
import type { Ports } from '../../ports/ports.js'
import type { AuditEvent } from '../../ports/store.js'
import { type AccessLens, createAccessLens } from './check-access.js'

/** What Azure asks for at its activity log; Reader has it by the star of reading. */
export const readEventsAction = 'Microsoft.Insights/eventtypes/values/read'

type EventPorts = Pick<Ports, 'store' | 'clock' | 'rules'>

/** Keeps the events that may be shown, in their order. */
export type EventFilter = <Event extends AuditEvent>(events: readonly Event[]) => Promise<Event[]>

export const everyEvent: EventFilter = async (events) => [...events]

/** The scope of Resource Manager that an event is about. */
export const scopeOfEvent = ({ kind, subject, facts }: AuditEvent): string | undefined =>
  scopedKinds.has(kind) && facts.service === undefined && subject?.startsWith('/') === true ? subject : undefined

const scopedKinds: ReadonlySet<string> = new Set([
  'access.allowed',
  'access.denied',
  'access.unenforced',
  'operation.ended',
])

/** For one caller, as often as needed: what the caller may do is read again after every change. */
export function visibleEvents(ports: EventPorts, caller: Caller): EventFilter {
  const lens = currentLens(ports, caller)
  return async (events) => {
    const scoped = events.filter((event) => scopeOfEvent(event) !== undefined)
    if (scoped.length === 0) return []
    const { check } = await lens()
    return scoped.filter((event) => {
      const scope = scopeOfEvent(event)
      return scope !== undefined && check({ action: readEventsAction, scope }).allowed
    })
  }
}

/** Where changes take time, what is in effect changes while nothing is written: then it is read for every batch. */
function currentLens(ports: EventPorts, caller: Caller): () => Promise<AccessLens> {
  const { store, rules } = ports
  const isKept = rules.rolePropagationDelay === 0 && rules.groupMembershipDelay === 0
  let kept: { readonly change: number; readonly lens: AccessLens } | undefined
  return async () => {
    const change = await store.read.changes.latest() // before the rest: what overtakes it is read next time
    if (isKept && kept?.change === change) return kept.lens
    const lens = await createAccessLens(ports, caller)
    kept = { change, lens }
    return lens
  }
}

/** Is the token that the caller came with still good? */
export const isStillValid = ({ expiresOn }: Pick<Caller, 'expiresOn'>, now: EpochSeconds): boolean =>
  expiresOn === undefined || now < expiresOn
