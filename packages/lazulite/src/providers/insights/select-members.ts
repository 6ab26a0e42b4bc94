/** `$select` of an activity log: names of members, separated by commas, in any case (the REST reference lists them). */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'

const members: ReadonlySet<string> = new Set(
  [
    ...['authorization', 'caller', 'category', 'channels', 'claims', 'correlationId', 'description', 'eventDataId'],
    ...['eventName', 'eventTimestamp', 'httpRequest', 'id', 'level', 'operationId', 'operationName', 'properties'],
    ...['resourceGroupName', 'resourceId', 'resourceProviderName', 'resourceType', 'status', 'submissionTimestamp'],
    ...['subscriptionId', 'subStatus', 'tenantId'],
  ].map((name) => name.toLowerCase()),
)

/** @throws ArmError `BadRequest` for a name that no event has */
export function selectMembers(text: string | undefined): (event: JsonObject) => JsonObject {
  const names = new Set((text ?? '').split(',').map((name) => name.trim().toLowerCase()))
  names.delete('')
  for (const name of names) {
    if (!members.has(name)) throw new ArmError('BadRequest', { detail: `Events have no '${name}' to $select.` })
  }
  if (names.size === 0) return (event) => event
  return (event) => Object.fromEntries(Object.entries(event).filter(([name]) => names.has(name.toLowerCase())))
}
