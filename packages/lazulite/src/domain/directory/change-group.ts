/** A group after a body was applied to it. Groups here are security groups ("Create group", "Update group", v1.0). */
import { GraphError } from '../errors/graph-error.js'
import type { JsonObject } from '../json.js'
import {
  invalidProperty,
  mergeGraphProperties,
  requireMembers,
  requireWritableMembers,
  textMember,
} from './check-body.js'
import type { Group } from './directory-objects.js'
import { groupType } from './graph-types.js'

const readOnly = [
  'id',
  'deletedDateTime',
  'createdDateTime',
  'creationOptions',
  'expirationDateTime',
  'mail',
  'membershipRuleProcessingState',
  'onPremisesDomainName',
  'onPremisesLastSyncDateTime',
  'onPremisesNetBiosName',
  'onPremisesSamAccountName',
  'onPremisesSecurityIdentifier',
  'onPremisesSyncEnabled',
  'proxyAddresses',
  'renewedDateTime',
  'securityIdentifier',
  'onPremisesProvisioningErrors',
  'serviceProvisioningErrors',
]

const keptMembers = [
  'classification',
  'description',
  'mailNickname',
  'preferredLanguage',
  'theme',
  'uniqueName',
  'visibility',
] as const

/** In the order in which their absence is told. */
const requiredOfGroup = ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled']

/** @throws GraphError `PropertyMissing` */
export const requireNewGroup = (body: JsonObject): void => requireMembers(body, groupType, requiredOfGroup)

/** @throws GraphError of the body family; `NotImplemented` for groups with a mailbox, dynamic and role-assignable ones */
export function changeGroup(group: Group, body: JsonObject): Group {
  requireWritableMembers(body, { entity: groupType, readOnly })
  requireSecurityGroup(body)
  const displayName = textMember(body, 'displayName', groupType)
  const nickname = textMember(body, 'mailNickname', groupType, 64)
  if (nickname !== undefined && /[@()\\[\]";:<>,\s]/.test(nickname)) throw invalidProperty(groupType, 'mailNickname')
  return {
    ...group,
    ...(displayName === undefined ? {} : { displayName }),
    graphProperties: mergeGraphProperties(group.graphProperties, body, keptMembers),
  }
}

function requireSecurityGroup(body: JsonObject): void {
  const missing = (what: string) => new GraphError('NotImplemented', { what: `groups with ${what}` })
  if (Array.isArray(body.groupTypes) && body.groupTypes.length > 0)
    throw missing(`groupTypes ${body.groupTypes.join(', ')}`)
  if (body.mailEnabled === true) throw missing('mailEnabled')
  if (body.securityEnabled === false) throw missing('securityEnabled=false')
  if (body.isAssignableToRole === true) throw missing('isAssignableToRole')
  if (typeof body.membershipRule === 'string') throw missing('a membershipRule')
}
