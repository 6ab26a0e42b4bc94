/** Whom a role is given to, and the request that gives it. Source: REST reference, "Role Assignments - Create", 2022-04-01. */

import type { RoleDefinition } from '../rbac-records.js'
import { conditionVersion, type PrincipalType } from './delegation-condition.js'

export interface Member {
  /** Object id. */
  readonly principalId: string
  readonly name: string
  readonly principalType: PrincipalType
  /** For people: "Virtual machine", "User". */
  readonly kind: string
  /** Tells one from another of the same name: a user principal name, a resource's group. */
  readonly detail?: string
  /** The panel that it was chosen in, where it is shown again. */
  readonly source: 'identity' | 'directory'
}

/** The chosen ones of one panel in place of those that it had; the others stay. */
export function replaceMembers(
  members: readonly Member[],
  { source, chosen }: { readonly source: Member['source']; readonly chosen: readonly Member[] },
): readonly Member[] {
  const ids = new Set(chosen.map(({ principalId }) => principalId))
  return [...members.filter((member) => member.source !== source && !ids.has(member.principalId)), ...chosen]
}

export const toggleMember = (members: readonly Member[], member: Member): readonly Member[] => {
  const others = members.filter(({ principalId }) => principalId !== member.principalId)
  return others.length < members.length ? others : [...members, member]
}

export interface AssignmentTexts {
  readonly description: string
  readonly condition: string | undefined
}

export function assignmentBody(
  { role, member }: { readonly role: RoleDefinition; readonly member: Member },
  { description, condition }: AssignmentTexts,
) {
  const text = description.trim()
  return {
    properties: {
      roleDefinitionId: role.id,
      principalId: member.principalId,
      principalType: member.principalType,
      ...(text === '' ? {} : { description: text }),
      ...(condition === undefined ? {} : { condition, conditionVersion }),
    },
  }
}

/** As Microsoft Graph answers it in mixed lists. */
export interface DirectoryObject {
  readonly '@odata.type'?: string
  readonly id: string
  readonly displayName?: string | null
  readonly userPrincipalName?: string | null
  readonly mail?: string | null
  readonly appId?: string | null
  readonly servicePrincipalType?: string | null
}

/** `undefined` for what no role can be given to. */
export function memberOf(object: DirectoryObject, type = object['@odata.type'] ?? ''): Member | undefined {
  const found = { principalId: object.id, name: object.displayName ?? object.id, source: 'directory' } as const
  switch (type.replace(/^#microsoft\.graph\./, '')) {
    case 'user':
      return { ...found, principalType: 'User', kind: 'User', ...detail(object.userPrincipalName) }
    case 'group':
      return { ...found, principalType: 'Group', kind: 'Group', ...detail(object.mail) }
    case 'servicePrincipal': {
      const kind = object.servicePrincipalType === 'ManagedIdentity' ? 'Managed identity' : 'App'
      return { ...found, principalType: 'ServicePrincipal', kind, ...detail(object.appId) }
    }
    default:
      return undefined
  }
}

const detail = (text: string | null | undefined): { readonly detail?: string } => (text ? { detail: text } : {})
