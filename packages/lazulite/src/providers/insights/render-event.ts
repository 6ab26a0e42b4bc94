/**
 * An event as Azure's activity log shows it (`EventData`, 2015-04-01).
 *
 * Shape: the specification of Microsoft.Insights, and samples in Azure Monitor's description of the schema. Names of HTTP
 * statuses are those of .NET, as there. `properties` says, beside Azure's, what was decided and why.
 */
import type { ActivityFacts } from '../../domain/activity-log/activity-facts.js'
import { statusName } from '../../domain/errors/status-name.js'
import { eventIdOf } from '../../domain/event-id.js'
import type { JsonObject } from '../../domain/json.js'
import { calledOperation } from '../../domain/rbac/called-operation.js'
import type { EpochMillis } from '../../domain/time.js'
import { v1Issuer } from '../../domain/token/claims.js'

/** What the directory and the stores say of those that an event names. */
export interface EventNames {
  readonly tenantId: string
  readonly subscriptionId?: string
  /** Display name by object id in lower case. */
  readonly displayNames: ReadonlyMap<string, string>
  /** Full ids by name; of those that are still there. */
  readonly assignmentIds: ReadonlyMap<string, string>
}

export function renderEvent(facts: ActivityFacts, names: EventNames): JsonObject {
  const { operation, resourceId, correlationId, time, status } = facts
  const eventDataId = eventIdOf(facts)
  const timestamp = preciseInstant(time)
  const { subscriptionId, tenantId } = names
  return {
    authorization: { action: operation, ...(facts.role === undefined ? {} : { role: facts.role }), scope: resourceId },
    caller: facts.caller,
    channels: 'Operation',
    claims: claimsOf(facts, names),
    correlationId,
    description: '',
    eventDataId,
    eventName: { value: 'EndRequest', localizedValue: 'End request' },
    category: same('Administrative'),
    eventTimestamp: timestamp,
    id: `${resourceId === '/' ? '' : resourceId}/events/${eventDataId}/ticks/${ticksOf(time)}`,
    level: facts.level,
    operationId: facts.operationId,
    operationName: { value: operation, localizedValue: calledOperation(operation) },
    resourceGroupName: facts.resourceGroupName ?? '',
    resourceProviderName: same(facts.resourceProvider),
    resourceType: same(facts.resourceType),
    resourceId,
    status: same(status),
    subStatus: subStatusOf(facts.httpStatus),
    submissionTimestamp: timestamp,
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    tenantId,
    properties: propertiesOf(facts, names),
    httpRequest: {
      clientRequestId: facts.clientRequestId ?? '',
      clientIpAddress: facts.address ?? '',
      method: facts.method,
    },
  }
}

const same = (value: string): JsonObject => ({ value, localizedValue: value })

/** Texts all of them: clients read a dictionary of texts. */
function propertiesOf(facts: ActivityFacts, { assignmentIds }: EventNames): JsonObject {
  const { code, message, decision, reason, role, roleAssignment, denyAssignment } = facts
  const idOf = (name: string): string => assignmentIds.get(name.toLowerCase()) ?? name
  return {
    statusCode: statusName(facts.httpStatus),
    serviceRequestId: '',
    ...(code === undefined ? {} : { statusMessage: JSON.stringify({ error: { code, message: message ?? '' } }) }),
    eventCategory: 'Administrative',
    entity: facts.resourceId,
    message: facts.operation,
    ...(decision === undefined ? {} : { decision }),
    ...(reason === undefined ? {} : { reason }),
    ...(role === undefined ? {} : { role }),
    ...(roleAssignment === undefined ? {} : { roleAssignmentId: idOf(roleAssignment) }),
    ...(denyAssignment === undefined ? {} : { denyAssignmentId: idOf(denyAssignment) }),
  }
}

/** The claims by which people look for somebody; under the names that Resource Manager gives them. */
function claimsOf(facts: ActivityFacts, { tenantId, displayNames }: EventNames): JsonObject {
  const name = displayNames.get(facts.principalId.toLowerCase())
  return {
    aud: 'https://management.azure.com/',
    iss: v1Issuer(tenantId),
    ...(facts.clientId === undefined ? {} : { appid: facts.clientId }),
    ...(facts.address === undefined ? {} : { ipaddr: facts.address }),
    ...(name === undefined ? {} : { name }),
    idtyp: facts.isUser ? 'user' : 'app',
    'http://schemas.microsoft.com/identity/claims/objectidentifier': facts.principalId,
    'http://schemas.microsoft.com/identity/claims/tenantid': tenantId,
    ...(facts.isUser ? { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': facts.caller } : {}),
    ver: '1.0',
  }
}

function subStatusOf(httpStatus: number): JsonObject {
  const value = statusName(httpStatus)
  const words = value.replace(/([a-z])([A-Z])/g, '$1 $2')
  return { value, localizedValue: `${words} (HTTP Status Code: ${httpStatus})` }
}

/** With seven digits of the second, as .NET prints it. */
const preciseInstant = (time: EpochMillis): string => new Date(time).toISOString().replace('Z', '0000Z')

/** Tenths of a microsecond since the year 1, as .NET counts. */
const ticksOf = (time: EpochMillis): string => String((BigInt(time) + 62_135_596_800_000n) * 10_000n)
