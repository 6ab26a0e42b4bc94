/** Directory roles of the tenant and who holds them. Holders are users and service principals. */
import { createHash } from 'node:crypto'
import type { Principal } from '../../domain/directory/directory-objects.js'
import { type DirectoryRole, directoryRoles } from '../../domain/directory/directory-roles.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { ReadStores } from '../../ports/store.js'
import { changeDirectory, type DirectoryCall, requireRight } from './directory-call.js'
import { notFound, type ObjectKey } from './find-objects.js'

/** Every tenant's own: here made from tenant and template, so that nothing has to be kept. */
export function directoryRoleId(tenantId: string, templateId: string): string {
  const digest = createHash('sha256').update(`${tenantId}\n${templateId}`.toLowerCase()).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

export const renderDirectoryRole = (role: DirectoryRole, tenantId: string): JsonObject => ({
  id: directoryRoleId(tenantId, role.templateId),
  deletedDateTime: null,
  description: role.description,
  displayName: role.displayName,
  roleTemplateId: role.templateId,
})

/** By object id, or by `roleTemplateId`. @throws GraphError `ResourceNotFound` */
export function requireDirectoryRole(tenantId: string, key: ObjectKey): DirectoryRole {
  const wanted = key.value.toLowerCase()
  const isMeant = ({ templateId }: DirectoryRole): boolean =>
    key.property === undefined ? directoryRoleId(tenantId, templateId) === wanted : templateId === wanted
  return directoryRoles.find(isMeant) ?? notFound(key.value)
}

export const directoryRolesOf = (principal: Principal): readonly DirectoryRole[] => {
  const held = principal.kind === 'Group' ? [] : (principal.directoryRoles ?? [])
  return directoryRoles.filter(({ templateId }) => held.includes(templateId))
}

export async function directoryRoleHolders(
  { principals }: Pick<ReadStores, 'principals'>,
  role: DirectoryRole,
): Promise<readonly Principal[]> {
  return (await principals.list()).filter((principal) => directoryRolesOf(principal).includes(role))
}

/** @throws GraphError `ReferenceExists`, `ResourceNotFound`, `NotImplemented` for groups */
export async function addDirectoryRoleMember(call: DirectoryCall, key: ObjectKey, memberId: string): Promise<void> {
  await changeHolder(call, { key, memberId, operation: 'Add member to role' }, (held, templateId) => {
    if (held.includes(templateId)) throw new GraphError('ReferenceExists', { property: 'members' })
    return [...held, templateId]
  })
}

/** @throws GraphError `ResourceNotFound` */
export async function removeDirectoryRoleMember(call: DirectoryCall, key: ObjectKey, memberId: string): Promise<void> {
  await changeHolder(call, { key, memberId, operation: 'Remove member from role' }, (held, templateId) => {
    if (!held.includes(templateId)) notFound(memberId)
    return held.filter((one) => one !== templateId)
  })
}

async function changeHolder(
  call: DirectoryCall,
  what: { readonly key: ObjectKey; readonly memberId: string; readonly operation: string },
  change: (held: readonly string[], templateId: string) => readonly string[],
): Promise<void> {
  requireRight(call, { area: 'directoryRole', verb: 'write' })
  const { templateId } = requireDirectoryRole(call.tenant.tenantId, what.key)
  const facts = { roleTemplateId: templateId }
  await changeDirectory(call, { operation: what.operation, subject: what.memberId, facts }, async (tx) => {
    const holder = (await tx.principals.get(what.memberId)) ?? notFound(what.memberId)
    if (holder.kind === 'Group') throw new GraphError('NotImplemented', { what: 'directory roles of groups' })
    await tx.principals.update({ ...holder, directoryRoles: change(holder.directoryRoles ?? [], templateId) })
  })
}
