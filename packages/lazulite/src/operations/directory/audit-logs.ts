/** Sign-ins and changes of the directory, from the audit log, newest first, with the names of those they are about. */
import type { Principal } from '../../domain/directory/directory-objects.js'
import {
  renderDirectoryAudit,
  renderSignIn,
  type SignInNames,
  signInKinds,
} from '../../domain/directory/sign-in-log.js'
import { readEventId } from '../../domain/event-id.js'
import { type JsonObject, textAt } from '../../domain/json.js'
import type { ReadStores, StoredEvent } from '../../ports/store.js'

/** Decision: so many events of each kind are looked through, and 30 days, as in Azure's. */
const mostEvents = 10_000
const keptFor = 30 * 86_400_000

type LogStores = Pick<ReadStores, 'events' | 'principals'>

interface LogQuestion {
  readonly now: number
  readonly isBeta: boolean
  /** Object id: then only its events are read. */
  readonly principalId?: string
}

export async function listSignIns(read: LogStores, question: LogQuestion): Promise<JsonObject[]> {
  const events = await newest(read, signInKinds, question)
  return describe(read, events, question)
}

export async function listDirectoryAudits(
  read: LogStores,
  question: Omit<LogQuestion, 'isBeta'>,
): Promise<JsonObject[]> {
  return describeAudits(read, await newest(read, ['directory.written'], question))
}

export async function findSignIn(
  read: LogStores,
  id: string,
  how: Pick<LogQuestion, 'isBeta'>,
): Promise<JsonObject | undefined> {
  const event = await findEvent(read, id)
  return event === undefined ? undefined : (await describe(read, [event], how))[0]
}

export async function findDirectoryAudit(read: LogStores, id: string): Promise<JsonObject | undefined> {
  const event = await findEvent(read, id)
  return event?.kind === 'directory.written' ? (await describeAudits(read, [event]))[0] : undefined
}

async function findEvent({ events }: LogStores, id: string): Promise<StoredEvent | undefined> {
  const place = readEventId(id)
  if (place === undefined) return undefined
  const [event] = await events.list({ limit: 1, before: place.sequence + 1 })
  return event?.sequence === place.sequence && event.time === place.time ? event : undefined
}

async function newest(
  { events }: LogStores,
  kinds: readonly string[],
  { now, principalId }: Omit<LogQuestion, 'isBeta'>,
): Promise<StoredEvent[]> {
  const of = principalId === undefined ? {} : { principalId }
  const lists = await Promise.all(kinds.map((kind) => events.list({ limit: mostEvents, kind, ...of })))
  return lists
    .flat()
    .filter(({ time }) => time >= now - keptFor)
    .sort((a, b) => b.time - a.time || b.sequence - a.sequence)
}

async function describe(
  read: LogStores,
  events: readonly StoredEvent[],
  how: Pick<LogQuestion, 'isBeta'>,
): Promise<JsonObject[]> {
  const byId = await principalsOf(read, events)
  const byClientId = remembered((name) => read.principals.findByClientId(name))
  const byName = remembered((name) => read.principals.findByServicePrincipalName(name))
  const found: JsonObject[] = []
  for (const event of events) {
    const principal = byId.get(event.principalId?.toLowerCase() ?? '')
    const application = await byClientId(textAt(event.facts, 'clientId'))
    const resource = await byName(textAt(event.facts, 'resource'))
    const names: SignInNames = {
      ...(principal === undefined ? {} : { principal: named(principal) }),
      ...(application === undefined ? {} : { application }),
      ...(resource?.kind === 'ServicePrincipal' ? { resource } : {}),
    }
    const signIn = renderSignIn(event, names, how)
    if (signIn !== undefined) found.push(signIn)
  }
  return found
}

async function describeAudits(read: LogStores, events: readonly StoredEvent[]): Promise<JsonObject[]> {
  const byId = await principalsOf(read, events)
  const of = (id: string | undefined): Principal | undefined => byId.get(id?.toLowerCase() ?? '')
  return events.map((event) => {
    const initiator = of(event.principalId)
    return renderDirectoryAudit(event, {
      initiator: initiator === undefined ? undefined : named(initiator),
      target: of(event.subject)?.displayName,
    })
  })
}

async function principalsOf(
  { principals }: LogStores,
  events: readonly StoredEvent[],
): Promise<ReadonlyMap<string, Principal>> {
  const ids = new Set(events.flatMap(({ principalId, subject }) => [principalId ?? [], subject ?? []].flat()))
  const known = await principals.getMany([...ids].filter((id) => !id.includes('/')))
  return new Map(known.map((one) => [one.principalId.toLowerCase(), one]))
}

const named = (principal: Principal): NonNullable<SignInNames['principal']> => ({
  displayName: principal.displayName,
  ...(principal.kind === 'User' ? { userPrincipalName: principal.userPrincipalName } : {}),
  ...(principal.kind === 'ServicePrincipal' ? { clientId: principal.clientId } : {}),
  ...(principal.kind === 'ServicePrincipal' && principal.managedIdentity !== undefined
    ? { managedIdentityId: principal.managedIdentity.resourceId }
    : {}),
})

/** Each name is looked up once. */
function remembered(
  find: (name: string) => Promise<Principal | undefined>,
): (name: string | undefined) => Promise<Principal | undefined> {
  const found = new Map<string, Promise<Principal | undefined>>()
  return async (name) => {
    if (name === undefined) return undefined
    const known = found.get(name) ?? find(name)
    found.set(name, known)
    return known
  }
}
