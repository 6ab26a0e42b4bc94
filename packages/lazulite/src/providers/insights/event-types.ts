/**
 * Activity logs: `GET /subscriptions/{id}/providers/Microsoft.Insights/eventtypes/management/values`, and without the
 * subscription what happened at the tenant and its management groups.
 *
 * Rules: Azure Monitor's REST reference (a start time is needed at a subscription, 90 days are kept, newest first); the
 * refusal names the place of the log (observed: Azure/azure-rest-api-specs#899). Decisions (docs/decisions/0023): who
 * lacks the right at the subscription sees the events of scopes at which it is held; refused reads are events; a page has
 * 200 events, and its token names the last one.
 */
import { type ActivityFacts, activityFacts } from '../../domain/activity-log/activity-facts.js'
import {
  type ActivityFilter,
  matchesActivityFilter,
  parseActivityFilter,
} from '../../domain/activity-log/activity-filter.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { isWithinScope, resourceGroupScope } from '../../domain/resource-id/resource-id.js'
import { readEventsAction } from '../../operations/access/visible-events.js'
import type { ActivityQuery, StoredEvent } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { readPage, skipToken } from './event-pages.js'
import { type EventNames, renderEvent } from './render-event.js'
import { selectMembers } from './select-members.js'

const keptFor = 90 * 86_400_000
/** How many events are looked at together. */
const batchSize = 500

export const eventTypeValues = defineResourceType({
  type: 'Microsoft.Insights/eventtypes/values',
  apiVersions: ['2015-04-01', '2017-03-01-preview'],
  scopes: ['subscription', 'tenant'],
  isGlobal: true,
  list: { action: readEventsAction, filtersItself: true, checkedAt: askedScope, run: listValues },
})

/** The group or resource that the filter names, else the subscription or the tenant. */
function askedScope({ target, query }: ArmRequest): string {
  const { scope, subscriptionId } = target
  const wanted = filterOrNothing(query.get('$filter'))?.wanted
  const [resourceId] = wanted?.get('resourceId') ?? []
  if (resourceId?.startsWith('/') === true && isWithinScope(resourceId, scope)) return resourceId
  const [group] = wanted?.get('resourceGroupName') ?? []
  return group === undefined || group.includes('/') || subscriptionId === undefined
    ? scope
    : resourceGroupScope(subscriptionId, group)
}

/** Who may not ask is not told what is wrong with the question. */
function filterOrNothing(text: string | undefined): ActivityFilter | undefined {
  try {
    return text === undefined ? undefined : parseActivityFilter(text)
  } catch {
    return undefined
  }
}

async function listValues(request: ArmRequest): Promise<ArmResponse> {
  const { target, query, ports } = request
  if (target.names[0]?.toLowerCase() !== 'management') {
    throw new ArmError('NotImplemented', { what: `GET Microsoft.Insights/eventtypes/${target.names[0] ?? ''}/values` })
  }
  const filter = parseActivityFilter(query.get('$filter') ?? '')
  if (filter.from === undefined && target.subscriptionId !== undefined) {
    throw new ArmError('BadRequest', { detail: "The $filter has to say from when: eventTimestamp ge '…'." })
  }
  const select = selectMembers(query.get('$select'))
  const { limit, after } = readPage(query)
  await ports.auditStored?.()
  const now = ports.clock.nowMillis()
  const found = await find(request, {
    filter,
    limit,
    question: {
      activityLog: target.scope,
      from: Math.max(filter.from ?? 0, now - keptFor),
      until: filter.until ?? now,
      ...(after === undefined ? {} : { after }),
    },
  })
  const page = found.slice(0, limit)
  const names = await namesFor(request, page)
  const last = page.at(-1)
  const isMore = found.length > limit && last !== undefined && !query.has('$top')
  return {
    status: 200,
    body: {
      value: page.map((facts) => select(renderEvent(facts, names))),
      ...(isMore ? { nextLink: nextLink(request, skipToken(last)) } : {}),
    },
  }
}

/** One more than `limit` when there are more. */
async function find(
  { ports, onlyReadable }: ArmRequest,
  asked: { readonly filter: ActivityFilter; readonly limit: number; readonly question: Omit<ActivityQuery, 'limit'> },
): Promise<ActivityFacts[]> {
  const { filter, limit } = asked
  const found: ActivityFacts[] = []
  let question = asked.question
  for (;;) {
    const events = await ports.store.read.events.listActivity({ ...question, limit: batchSize })
    const wanted = events.flatMap(factsOf).filter((facts) => matchesActivityFilter(facts, filter))
    found.push(...(await onlyReadable(wanted, readEventsAction, ({ resourceId }) => resourceId)))
    const after = events.at(-1)
    if (after === undefined || events.length < batchSize || found.length > limit) return found
    question = { ...question, after }
  }
}

const factsOf = (event: StoredEvent): ActivityFacts[] => {
  const facts = activityFacts(event)
  return facts === undefined ? [] : [facts]
}

async function namesFor({ ports, caller, target }: ArmRequest, page: readonly ActivityFacts[]): Promise<EventNames> {
  const { read } = ports.store
  const principals = await read.principals.getMany([...new Set(page.map(({ principalId }) => principalId))])
  const assignmentIds = new Map<string, string>()
  const note = (type: string, name: string, scope: string | undefined): void => {
    const at = scope === '/' ? '' : scope
    if (at !== undefined)
      assignmentIds.set(name.toLowerCase(), `${at}/providers/Microsoft.Authorization/${type}/${name}`)
  }
  for (const name of new Set(page.flatMap(({ roleAssignment }) => roleAssignment ?? [])))
    note('roleAssignments', name, (await read.roleAssignments.findByName(name))?.scope)
  for (const name of new Set(page.flatMap(({ denyAssignment }) => denyAssignment ?? [])))
    note('denyAssignments', name, (await read.denyAssignments.findByName(name))?.scope)
  return {
    tenantId: caller.tenantId,
    ...(target.subscriptionId === undefined ? {} : { subscriptionId: target.subscriptionId }),
    displayNames: new Map(principals.map((one) => [one.principalId.toLowerCase(), one.displayName])),
    assignmentIds,
  }
}

function nextLink({ origin, target, apiVersion, query }: ArmRequest, token: string): string {
  const kept = ['$filter', '$select'].flatMap((name) => {
    const value = query.get(name)
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]
  })
  const parameters = [`api-version=${apiVersion}`, ...kept, `$skiptoken=${token}`]
  const at = target.scope === '/' ? '' : target.scope
  return `${origin}${at}/providers/microsoft.insights/eventtypes/management/values?${parameters.join('&')}`
}

/** `GET /providers/Microsoft.Insights/eventcategories`: open to every caller, as in Azure. Source: the REST reference. */
export const eventCategories = defineResourceType({
  type: 'Microsoft.Insights/eventCategories',
  apiVersions: ['2015-04-01'],
  scopes: ['tenant'],
  isGlobal: true,
  list: {
    action: 'Microsoft.Insights/eventCategories/read',
    openToAnyone: true,
    run: async () => ({ status: 200, body: { value: categories.map(category) } }),
  },
})

const categories = ['Administrative', 'Security', 'ServiceHealth', 'Alert', 'Recommendation', 'Policy'] as const

const category = (value: string): JsonObject => ({
  value,
  localizedValue: value.replace(/([a-z])([A-Z])/g, '$1 $2'),
})
