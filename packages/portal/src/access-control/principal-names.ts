/**
 * Principals for people: names from Microsoft Graph, what is known of them when Graph has none, and the resource that a
 * managed identity belongs to (`alternativeNames` of its service principal: `isExplicit=False`, then the resource's id).
 * Wording for principals that are gone: Azure RBAC troubleshooting, "Identity not found".
 */
import { parseResourceReference } from '../api/resource-reference.js'
import { everyoneId } from './rbac-records.js'
import type { NameType } from './scope-words.js'

/** An object of the directory, as `getByIds` and the lists answer; the members that are read here. */
export interface DirectoryObject {
  readonly id: string
  readonly '@odata.type'?: string
  readonly displayName?: string | null
  readonly userPrincipalName?: string | null
  readonly appId?: string | null
  readonly servicePrincipalType?: string | null
  readonly alternativeNames?: readonly string[] | null
}

export type PrincipalType = 'User' | 'Group' | 'Service principal' | 'Managed identity' | 'Everyone' | 'Unknown'

export interface NamedPrincipal {
  readonly principalId: string
  readonly name: string
  readonly type: PrincipalType
  /** User principal name or application id; for what is gone, Azure's words. */
  readonly detail?: string
  /** Of a managed identity: the kind of thing that it belongs to ("Virtual machine"), and that thing's id. */
  readonly resourceKind?: string
  readonly resourceId?: string
}

export const identityNotFound = 'Identity not found'
export const unableToFind = 'Unable to find identity'

/** Object ids are compared in this form. */
export const principalKey = (principalId: string): string => principalId.toLowerCase()

interface Naming {
  readonly principalId: string
  /** `undefined`: the directory does not have it. */
  readonly found: DirectoryObject | undefined
  readonly nameType: NameType
}

export function namePrincipal({ principalId, found, nameType }: Naming): NamedPrincipal {
  if (principalId === everyoneId) return { principalId, name: 'Everyone', type: 'Everyone' }
  if (found === undefined) return { principalId, name: identityNotFound, type: 'Unknown', detail: unableToFind }
  // a name that may not be read is null
  const named = { principalId, name: found.displayName ?? principalId }
  switch (kindOf(found)) {
    case 'user':
      return { ...named, type: 'User', ...detailOf(found.userPrincipalName) }
    case 'group':
      return { ...named, type: 'Group' }
    default:
      return { ...named, ...detailOf(found.appId), ...namePrincipalOfApplication(found, nameType) }
  }
}

const detailOf = (detail: string | null | undefined): Pick<NamedPrincipal, 'detail'> =>
  detail === null || detail === undefined ? {} : { detail }

function namePrincipalOfApplication(
  { servicePrincipalType, alternativeNames }: DirectoryObject,
  nameType: NameType,
): Pick<NamedPrincipal, 'type' | 'resourceId' | 'resourceKind'> {
  if (servicePrincipalType !== 'ManagedIdentity') return { type: 'Service principal' }
  const resourceId = alternativeNames?.find((name) => name.startsWith('/'))
  const type = resourceId === undefined ? undefined : parseResourceReference(resourceId)?.type
  if (resourceId === undefined || type === undefined) return { type: 'Managed identity' }
  const isExplicit = alternativeNames?.some((name) => name.toLowerCase() === 'isexplicit=true') === true
  return {
    type: 'Managed identity',
    resourceId,
    resourceKind: isExplicit ? 'User-assigned managed identity' : nameType(type),
  }
}

/** `@odata.type` is there in mixed lists; lists of one kind tell it by what their objects have. */
function kindOf({ '@odata.type': type, userPrincipalName, appId }: DirectoryObject): 'user' | 'group' | 'application' {
  if (type === '#microsoft.graph.user') return 'user'
  if (type === '#microsoft.graph.group') return 'group'
  if (type !== undefined) return 'application'
  if (userPrincipalName !== undefined) return 'user'
  return appId === undefined ? 'group' : 'application'
}

/** As Resource Manager calls it when the directory does not answer: better than nothing. */
export function nameUnresolved(principalId: string, principalType = ''): NamedPrincipal {
  const types: Readonly<Record<string, PrincipalType>> = {
    user: 'User',
    group: 'Group',
    serviceprincipal: 'Service principal',
  }
  return { principalId, name: principalId, type: types[principalType.toLowerCase()] ?? 'Unknown' }
}
