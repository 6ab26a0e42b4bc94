/**
 * Application permissions granted to principals: the way in which a managed identity comes to use Microsoft Graph.
 *
 * Rules: "Grant an appRoleAssignment to a service principal" (v1.0).
 */
import { defaultAppRoleId, findAppRole } from '../../domain/directory/app-roles.js'
import { missingProperty } from '../../domain/directory/check-body.js'
import type { AppRoleAssignment, Principal, ServicePrincipal } from '../../domain/directory/directory-objects.js'
import { graphClientId } from '../../domain/directory/first-party-permissions.js'
import { graphTime } from '../../domain/directory/graph-time.js'
import { appRoleAssignmentType } from '../../domain/directory/graph-types.js'
import { opaqueId } from '../../domain/directory/opaque-id.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { ReadStores, Tx } from '../../ports/store.js'
import { changeDirectory, type DirectoryCall, requireRight } from './directory-call.js'
import { notFound, requirePrincipal, requireServicePrincipal } from './find-objects.js'

export interface GrantedRole {
  readonly assignment: AppRoleAssignment
  readonly principal: Principal
  readonly resource: ServicePrincipal
}

export const renderAppRoleAssignment = ({ assignment, principal, resource }: GrantedRole): JsonObject => ({
  id: assignment.assignmentId,
  deletedDateTime: null,
  appRoleId: assignment.appRoleId,
  createdDateTime: graphTime(assignment.createdAt),
  principalDisplayName: principal.displayName,
  principalId: principal.principalId,
  principalType: principal.kind,
  resourceDisplayName: resource.displayName,
  resourceId: resource.principalId,
})

/** @throws GraphError `RequestDenied`, `PropertyMissing`, `ResourceNotFound`, `AppRoleNotFound`, `AssignmentExists` */
export async function assignAppRole(call: DirectoryCall, body: JsonObject): Promise<GrantedRole> {
  const { ports } = call
  requireRight(call, { area: 'appRoleAssignment', verb: 'create' })
  requireRight(call, { area: 'application', verb: 'read' })
  const [principalId, resourceId, appRoleId] = ['principalId', 'resourceId', 'appRoleId'].map((name) => {
    const value = body[name]
    if (typeof value !== 'string' || value === '') throw missingProperty(appRoleAssignmentType, name)
    return value.toLowerCase()
  }) as [string, string, string] // three names give three values
  const nonce = ports.ids.guid('appRoleAssignment')
  const createdAt = ports.clock.nowMillis()
  const change = { operation: 'Add app role assignment', subject: principalId, facts: { resourceId, appRoleId } }
  return changeDirectory(call, change, async (tx) => {
    const principal = await requirePrincipal(tx, { value: principalId })
    const resource = await requireServicePrincipal(tx, { value: resourceId })
    const isOfGraph = resource.clientId === graphClientId
    requireRight(call, { area: 'appRoleAssignment', verb: 'create', isOfGraph })
    requireOffered(resource, appRoleId, principal)
    const before = principal.appRoleAssignments ?? []
    if (before.some((one) => one.appRoleId === appRoleId && one.resourcePrincipalId === resource.principalId)) {
      throw new GraphError('AssignmentExists', { property: 'appRoleAssignment' })
    }
    const assignment: AppRoleAssignment = {
      assignmentId: opaqueId([principal.principalId, nonce]),
      appRoleId,
      resourcePrincipalId: resource.principalId,
      createdAt,
    }
    await tx.principals.update({ ...principal, appRoleAssignments: [...before, assignment] })
    return { assignment, principal, resource }
  })
}

/** @param of  object id of either end @throws GraphError `ResourceNotFound` */
export async function removeAppRole(
  call: DirectoryCall,
  { assignmentId, of }: { readonly assignmentId: string; readonly of: string },
): Promise<void> {
  requireRight(call, { area: 'appRoleAssignment', verb: 'delete' })
  const change = { operation: 'Remove app role assignment', subject: of, facts: { assignmentId } }
  await changeDirectory(call, change, async (tx) => {
    const { principal } = await requireGrantedRole(tx, { assignmentId, of })
    const appRoleAssignments = (principal.appRoleAssignments ?? []).filter((one) => one.assignmentId !== assignmentId)
    await tx.principals.update({ ...principal, appRoleAssignments })
  })
}

/** @throws GraphError `ResourceNotFound` */
export async function requireGrantedRole(
  tx: Pick<Tx | ReadStores, 'principals'>,
  { assignmentId, of }: { readonly assignmentId: string; readonly of: string },
): Promise<GrantedRole> {
  const granted = [...(await rolesGrantedTo(tx, of)), ...(await rolesGrantedOn(tx, of))]
  return granted.find(({ assignment }) => assignment.assignmentId === assignmentId) ?? notFound(assignmentId)
}

/** Assignments on resources that are gone are gone as well. */
export async function rolesGrantedTo(
  { principals }: Pick<ReadStores, 'principals'>,
  principalId: string,
): Promise<readonly GrantedRole[]> {
  const principal = await principals.get(principalId)
  const assignments = principal?.appRoleAssignments ?? []
  if (principal === undefined || assignments.length === 0) return []
  const resources = await principals.getMany(assignments.map((one) => one.resourcePrincipalId))
  return assignments.flatMap((assignment) => {
    const resource = resources.find((one) => one.principalId === assignment.resourcePrincipalId)
    return resource?.kind === 'ServicePrincipal' ? [{ assignment, principal, resource }] : []
  })
}

export async function rolesGrantedOn(
  { principals }: Pick<ReadStores, 'principals'>,
  resourcePrincipalId: string,
): Promise<readonly GrantedRole[]> {
  const resource = await principals.get(resourcePrincipalId)
  if (resource?.kind !== 'ServicePrincipal') return []
  return (await principals.list()).flatMap((principal) =>
    (principal.appRoleAssignments ?? [])
      .filter((assignment) => assignment.resourcePrincipalId === resource.principalId)
      .map((assignment) => ({ assignment, principal, resource })),
  )
}

/** @throws GraphError `AppRoleNotFound` when the resource offers no such role to principals of this kind */
function requireOffered(resource: ServicePrincipal, appRoleId: string, principal: Principal): void {
  const role = findAppRole(resource, appRoleId)
  const memberType = principal.kind === 'ServicePrincipal' ? 'Application' : 'User'
  const types = role?.allowedMemberTypes
  const isOffered =
    role === undefined
      ? appRoleId === defaultAppRoleId
      : role.isEnabled !== false && Array.isArray(types) && types.includes(memberType)
  if (!isOffered) throw new GraphError('AppRoleNotFound', { application: resource.clientId })
}
