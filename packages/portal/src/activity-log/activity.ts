/**
 * Activity log events, the question that is asked for them, and what the page says of each.
 *
 * Shape and filter: "Activity Logs - List" (Microsoft.Insights eventtypes/management/values, 2015-04-01). `properties` say
 * more here than in Azure: the decision of access control, and what it rests on.
 */

export interface Localized {
  readonly value: string
  readonly localizedValue?: string
}

export interface Activity {
  readonly eventDataId: string
  readonly eventTimestamp: string
  readonly caller?: string
  readonly operationName: Localized
  readonly status?: Localized
  readonly subStatus?: Localized
  readonly category?: Localized
  readonly level?: string
  readonly correlationId?: string
  readonly resourceId?: string
  readonly resourceGroupName?: string
  readonly authorization?: { readonly action?: string; readonly scope?: string; readonly role?: string }
  readonly claims?: Readonly<Record<string, string>>
  readonly httpRequest?: { readonly clientIpAddress?: string; readonly method?: string }
  readonly properties?: Readonly<Record<string, unknown>>
}

/** `0`: all time is not offered, as in Azure. Hours. */
export const timespans = [
  { id: '1h', label: 'Last hour', hours: 1 },
  { id: '6h', label: 'Last 6 hours', hours: 6 },
  { id: '24h', label: 'Last 24 hours', hours: 24 },
  { id: '7d', label: 'Last week', hours: 7 * 24 },
  { id: '30d', label: 'Last month', hours: 30 * 24 },
  { id: '90d', label: 'Last 90 days', hours: 90 * 24 },
] as const

export type TimespanId = (typeof timespans)[number]['id']
/** As Azure's portal opens. */
export const usualTimespan: TimespanId = '6h'

export const severities = ['Critical', 'Error', 'Warning', 'Informational'] as const

export interface ActivityScope {
  readonly subscriptionId: string
  /** A group's or a resource's own events; without it those of the whole subscription. */
  readonly resourceGroup?: string
  readonly resourceUri?: string
}

/** @param since milliseconds since the epoch, as is `until` */
export function activityPath(
  scope: ActivityScope,
  { since, until }: { readonly since: number; readonly until: number },
) {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
  const terms = [
    `eventTimestamp ge ${quoted(new Date(since).toISOString())}`,
    `eventTimestamp le ${quoted(new Date(until).toISOString())}`,
    ...(scope.resourceUri !== undefined
      ? [`resourceUri eq ${quoted(scope.resourceUri)}`]
      : scope.resourceGroup !== undefined
        ? [`resourceGroupName eq ${quoted(scope.resourceGroup)}`]
        : []),
  ]
  const filter = encodeURIComponent(terms.join(' and '))
  return `/subscriptions/${scope.subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values?$filter=${filter}`
}

/** "Create or Update Resource Group" where the service says it; else the action. */
export const operationText = ({ operationName }: Activity): string =>
  operationName.localizedValue || operationName.value

export const statusText = ({ status, subStatus }: Activity): string =>
  status?.localizedValue || status?.value || subStatus?.value || '-'

export type Decision = 'allowed' | 'denied' | 'unenforced'

export function decisionOf({ properties }: Activity): Decision | undefined {
  const decision = properties?.decision
  return decision === 'allowed' || decision === 'denied' || decision === 'unenforced' ? decision : undefined
}

const textAt = (properties: Activity['properties'], name: string): string | undefined => {
  const value = properties?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Who: a name where the service has one, else the object id. */
export const callerText = ({ caller }: Activity): string => caller ?? '-'

const objectIdClaim = 'http://schemas.microsoft.com/identity/claims/objectidentifier'

/** Object id of the caller, for explaining a refusal. */
export function principalIdOf({ claims, properties, caller }: Activity): string | undefined {
  const found = claims?.[objectIdClaim] ?? claims?.oid ?? textAt(properties, 'principalId')
  if (found !== undefined) return found
  return caller !== undefined && /^[\da-f]{8}-[\da-f-]{27}$/i.test(caller) ? caller : undefined
}

const reasons: Readonly<Record<string, string>> = {
  denyAssignment: 'a deny assignment forbids it',
  noApplicableAssignment: 'no role assignment that applies grants the action',
  noAssignment: 'no role is assigned there',
  notEnforced: 'access control was not enforced',
  filtered: 'the list shows only what may be seen',
}

/** The decision and its cause, as a sentence for people. */
export function causeOf(activity: Activity): string | undefined {
  const decision = decisionOf(activity)
  if (decision === undefined) return undefined
  const { properties, authorization } = activity
  const reason = textAt(properties, 'reason')
  const role = textAt(properties, 'role') ?? authorization?.role
  const why =
    decision === 'allowed' && role !== undefined
      ? `the role ${role} grants it`
      : reason === undefined
        ? undefined
        : (reasons[reason] ?? reason)
  const word = { allowed: 'Allowed', denied: 'Denied', unenforced: 'Not enforced' }[decision]
  return why === undefined ? word : `${word}: ${why}`
}

/** Ids of what decided, where the service says; the role assignment may be written as a name or a whole id. */
export const deciding = ({ properties }: Activity) => ({
  roleAssignment: textAt(properties, 'roleAssignmentId') ?? textAt(properties, 'roleAssignment'),
  denyAssignment: textAt(properties, 'denyAssignmentId') ?? textAt(properties, 'denyAssignment'),
})

export interface ActivityFilter {
  readonly severity?: string | undefined
  readonly operation?: string | undefined
  readonly caller?: string | undefined
}

/** What the filters leave, newest first. */
export function arrangeActivities(activities: readonly Activity[], filter: ActivityFilter): readonly Activity[] {
  return activities
    .filter(
      (activity) =>
        (filter.severity === undefined || activity.level === filter.severity) &&
        (filter.operation === undefined || operationText(activity) === filter.operation) &&
        (filter.caller === undefined || callerText(activity) === filter.caller),
    )
    .toSorted((a, b) => b.eventTimestamp.localeCompare(a.eventTimestamp))
}

/** The different texts that a filter can choose from. */
export const choices = (activities: readonly Activity[], text: (activity: Activity) => string): readonly string[] =>
  [...new Set(activities.map(text))].toSorted((a, b) => a.localeCompare(b))
