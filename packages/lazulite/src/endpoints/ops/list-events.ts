/** `GET /_lazulite/events`: the audit log, newest first, as far as the caller may see it. */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { EventFilter } from '../../operations/access/visible-events.js'
import type { AuditLog } from '../../operations/audit-log.js'
import type { Ports } from '../../ports/ports.js'

/** Decision: an answer is at most so long, and looks through at most so many events for those that may be shown. */
const mostEvents = 1000
const mostLookedAt = 20_000

/** @throws ArmError `BadRequest` */
export async function listEvents(
  { ports: { store }, audit }: { readonly ports: Pick<Ports, 'store'>; readonly audit: AuditLog },
  query: URLSearchParams,
  show: EventFilter,
): Promise<JsonObject> {
  const limit = Math.min(wholeNumber(query, 'limit') ?? 100, mostEvents)
  const kind = query.get('kind')
  const principalId = query.get('principalId')
  const question = { ...(kind === null ? {} : { kind }), ...(principalId === null ? {} : { principalId }) }
  await audit.flush()
  const found: JsonObject[] = []
  let before = wholeNumber(query, 'before')
  for (let lookedAt = 0; lookedAt < mostLookedAt; ) {
    const size = lookedAt === 0 ? limit : mostEvents // most callers need one look
    const from = before === undefined ? {} : { before }
    const events = await store.read.events.list({ limit: size, ...question, ...from })
    const shown = await show(events)
    found.push(...shown.slice(0, limit - found.length).map((event): JsonObject => ({ ...event })))
    lookedAt += events.length
    before = events.at(-1)?.sequence
    if (events.length < size || found.length === limit || before === undefined) return { value: found }
  }
  return { value: found, ...(before === undefined ? {} : { nextBefore: before }) }
}

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new ArmError('BadRequest', { detail: `'${name}' must be a whole number above 0.` })
  return value
}
