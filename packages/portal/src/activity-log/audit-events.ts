/**
 * Reads, as rows of the activity log. Azure's log has none; the operations API of this cloud keeps every decision, and
 * shows them to its administrators.
 */
import { isWithin, parseResourceReference } from '../api/resource-reference.js'
import type { Activity, ActivityScope } from './activity.js'

/** As `GET /_lazulite/events` answers; the members that are read here. */
export interface AuditEvent {
  readonly sequence: number
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly kind: string
  readonly principalId?: string
  readonly subject?: string
  readonly correlationId?: string
  readonly facts?: Readonly<Record<string, unknown>>
}

/** As many as the operations API gives at once. */
export const mostEvents = 1000

const decisions: Readonly<Record<string, string>> = {
  'access.allowed': 'allowed',
  'access.denied': 'denied',
  'access.unenforced': 'unenforced',
}

/** Decisions about reading within the scope since then; refusals are in the log itself already. */
export function readsOf(
  events: readonly AuditEvent[],
  { scope, since }: { readonly scope: ActivityScope; readonly since: number },
): readonly Activity[] {
  return events.flatMap((event) => {
    const decision = decisions[event.kind]
    const action = event.facts?.action
    const { subject = '' } = event
    if (decision === undefined || decision === 'denied' || typeof action !== 'string') return []
    if (!/\/read$/i.test(action) || event.time < since || !isWithin(subject, scopeIdOf(scope))) return []
    return [activityOf(event, { decision, action, subject })]
  })
}

interface ReadFacts {
  readonly decision: string
  readonly action: string
  readonly subject: string
}

function activityOf(event: AuditEvent, { decision, action, subject }: ReadFacts): Activity {
  const { principalId, correlationId, facts = {} } = event
  const resourceGroupName = parseResourceReference(subject)?.resourceGroup
  return {
    eventDataId: `event-${event.sequence}`,
    eventTimestamp: new Date(event.time).toISOString(),
    ...(principalId === undefined ? {} : { caller: principalId }),
    operationName: { value: action },
    status: { value: 'Succeeded' },
    category: { value: 'Administrative' },
    level: 'Informational',
    ...(correlationId === undefined ? {} : { correlationId }),
    resourceId: subject,
    ...(resourceGroupName === undefined ? {} : { resourceGroupName }),
    authorization: { action, scope: subject },
    properties: { ...facts, decision },
  }
}

const scopeIdOf = ({ subscriptionId, resourceGroup, resourceUri }: ActivityScope): string =>
  resourceUri ??
  `/subscriptions/${subscriptionId}${resourceGroup === undefined ? '' : `/resourceGroups/${resourceGroup}`}`
