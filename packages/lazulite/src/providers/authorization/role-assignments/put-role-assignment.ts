/**
 * `PUT {scope}/providers/Microsoft.Authorization/roleAssignments/{guid}`: create, or change condition, description and
 * delegation.
 *
 * Always 201 (recorded for new assignments in every api-version, and for a PUT that changed the description, 2020);
 * the OpenAPI also allows 200. Decision: a PUT that changes nothing answers 201 with the stored object and writes nothing.
 * Decision, the order of refusals: name, form of the body, scope in the body, condition, role, assignable scopes, same
 * name, principal, same assignment under another name, limit.
 */
import { z } from 'zod'
import type { WrittenCondition } from '../../../domain/conditions/written-condition.js'
import type { PrincipalKind } from '../../../domain/directory/directory-objects.js'
import { principalKindNamed } from '../../../domain/directory/principal-kind-named.js'
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isGuid } from '../../../domain/guid.js'
import type { RoleAssignment, RoleDefinition } from '../../../domain/rbac/role.js'
import { isSameResource } from '../../../domain/resource-id/resource-id.js'
import { requireWritableGroup } from '../../../operations/require-writable-group.js'
import type { Tx } from '../../../ports/store.js'
import type { ArmRequest, ArmResponse } from '../../define.js'
import { showsConditions } from '../api-versions.js'
import { findRole } from '../find-role.js'
import { asJustWritten, renderRoleAssignment } from '../render.js'
import { withoutDashes } from '../without-dashes.js'
import { parseAssignmentCondition } from '../written-condition.js'
import { requireAssignable } from './require-assignable.js'
import { requireRoomFor } from './role-assignment-limits.js'
import { roleGuidIn } from './role-assignment-names.js'

/** Characters; Azure RBAC conditions FAQ says 2 KB. */
const descriptionLimit = 2048

const requestBody = z.object({
  properties: z.object({
    roleDefinitionId: z.string(),
    principalId: z.string(),
    principalType: z.string().nullish(),
    scope: z.string().nullish(),
    description: z.string().max(descriptionLimit).nullish(),
    condition: z.string().nullish(),
    conditionVersion: z.string().nullish(),
    delegatedManagedIdentityResourceId: z.string().nullish(),
  }),
})

interface Wanted extends WrittenCondition {
  readonly name: string
  readonly scope: string
  /** GUID, lower case. */
  readonly roleDefinitionId: string
  /** Lower case. */
  readonly principalId: string
  readonly principalType?: PrincipalKind
  readonly description?: string
  readonly delegatedManagedIdentityResourceId?: string
}

export async function putRoleAssignment(request: ArmRequest): Promise<ArmResponse> {
  const wanted = parseWanted(request)
  const written = await request.ports.store.transaction((tx) => write(tx, request, wanted))
  return {
    status: 201,
    body: renderRoleAssignment(written, {
      apiVersion: request.apiVersion,
      subscriptionId: request.target.subscriptionId,
    }),
  }
}

function parseWanted({ target, body, apiVersion }: ArmRequest): Wanted {
  if (!isGuid(target.name)) throw new ArmError('InvalidRoleAssignmentId', { name: target.name })
  const parsed = requestBody.safeParse(body)
  if (!parsed.success) throw new ArmError('BadRequestFormat', {}, { cause: parsed.error })
  const { properties } = parsed.data
  const roleDefinitionId = roleGuidOf(properties.roleDefinitionId)
  const principalType = parsePrincipalType(properties.principalType)
  if (!isGuid(properties.principalId)) {
    throw new ArmError('InvalidPrincipalId', { principalId: properties.principalId })
  }
  if (properties.scope && !isSameResource(properties.scope, target.scope)) {
    throw new ArmError('InvalidCreateRoleAssignmentRequest', {
      name: target.name,
      scope: properties.scope,
      uriScope: target.scope,
    })
  }
  const condition = parseAssignmentCondition(properties, apiVersion)
  return {
    name: target.name,
    scope: target.scope,
    roleDefinitionId,
    principalId: properties.principalId.toLowerCase(),
    ...(principalType === undefined ? {} : { principalType }),
    ...condition,
    ...(properties.description ? { description: properties.description } : {}),
    ...(properties.delegatedManagedIdentityResourceId
      ? { delegatedManagedIdentityResourceId: properties.delegatedManagedIdentityResourceId }
      : {}),
  }
}

function roleGuidOf(id: string): string {
  const guid = roleGuidIn(id)
  if (guid === undefined) throw new ArmError('BadRequestFormat')
  if (!isGuid(guid)) throw new ArmError('InvalidRoleDefinitionId', { name: guid })
  return guid.toLowerCase()
}

/** Decision: `ForeignGroup` and `Device`, which Azure knows too, are refused; no such principal exists here. */
function parsePrincipalType(text: string | null | undefined): PrincipalKind | undefined {
  if (!text) return undefined
  const kind = principalKindNamed(text)
  if (kind === undefined) throw new ArmError('BadRequestFormat')
  return kind
}

async function write(
  tx: Tx,
  { caller, ports, target, apiVersion }: ArmRequest,
  wanted: Wanted,
): Promise<RoleAssignment> {
  // A group deletion may have begun since the endpoint looked; an assignment that outlived its group would wait for the next of that name.
  if (target.resourceGroup !== undefined) await requireWritableGroup(tx, target)
  const role = await requireRole(tx, wanted.roleDefinitionId)
  await requireAssignable(tx, role, wanted.scope)
  const now = ports.clock.nowMillis()
  const existing = await tx.roleAssignments.findByName(wanted.name)
  if (existing !== undefined) {
    requireSameAssignment(existing, wanted)
    await principalTypeOf(tx, wanted, { tenantId: caller.tenantId, known: existing.principalType })
    const replaced = withTexts(existing, showsConditions(apiVersion) ? wanted : withConditionOf(existing, wanted))
    if (isSame(existing, replaced)) return existing
    const changed: RoleAssignment = { ...replaced, updatedAt: now, updatedBy: caller.principalId }
    await tx.roleAssignments.update(changed)
    return asJustWritten(changed)
  }
  const principalType = await principalTypeOf(tx, wanted, { tenantId: caller.tenantId })
  await requireNoDuplicate(tx, wanted)
  await requireRoomFor(tx, wanted.scope)
  const assignment: RoleAssignment = {
    ...wanted,
    principalType,
    createdAt: now,
    createdBy: caller.principalId,
    updatedAt: now,
    updatedBy: caller.principalId,
  }
  await tx.roleAssignments.insert(assignment)
  return asJustWritten(assignment)
}

async function requireRole(tx: Tx, roleDefinitionId: string): Promise<RoleDefinition> {
  const role = await findRole(tx, roleDefinitionId)
  if (role !== undefined) return role
  throw new ArmError('RoleDefinitionDoesNotExist', { roleDefinitionId: withoutDashes(roleDefinitionId) })
}

/** Names are unique in the tenant: the name at another scope would be a move. */
function requireSameAssignment(existing: RoleAssignment, wanted: Wanted): void {
  if (
    isSameResource(existing.scope, wanted.scope) &&
    existing.principalId.toLowerCase() === wanted.principalId &&
    existing.roleDefinitionId.toLowerCase() === wanted.roleDefinitionId
  ) {
    return
  }
  throw new ArmError('RoleAssignmentUpdateNotPermitted')
}

const isSame = (a: RoleAssignment, b: RoleAssignment): boolean =>
  a.condition === b.condition &&
  a.conditionVersion === b.conditionVersion &&
  a.description === b.description &&
  a.delegatedManagedIdentityResourceId === b.delegatedManagedIdentityResourceId

/** Decision: a version that knows no conditions leaves the one there is; without it the assignment would grant more. */
const withConditionOf = ({ condition, conditionVersion }: RoleAssignment, wanted: Wanted): Wanted => ({
  ...wanted,
  ...(condition === undefined ? {} : { condition }),
  ...(conditionVersion === undefined ? {} : { conditionVersion }),
})

/** A PUT replaces: a text that is not sent is gone. */
function withTexts(existing: RoleAssignment, wanted: Wanted): RoleAssignment {
  const {
    description: _,
    delegatedManagedIdentityResourceId: __,
    condition: ___,
    conditionVersion: ____,
    ...rest
  } = existing
  return {
    ...rest,
    ...(wanted.condition === undefined ? {} : { condition: wanted.condition }),
    ...(wanted.conditionVersion === undefined ? {} : { conditionVersion: wanted.conditionVersion }),
    ...(wanted.description === undefined ? {} : { description: wanted.description }),
    ...(wanted.delegatedManagedIdentityResourceId === undefined
      ? {}
      : { delegatedManagedIdentityResourceId: wanted.delegatedManagedIdentityResourceId }),
  }
}

/**
 * A type that is given stands in for a principal that is not found: new principals take time to reach every region
 * (Azure RBAC troubleshooting). `known` is the type that an existing assignment has.
 */
async function principalTypeOf(
  tx: Tx,
  { principalId, principalType }: Wanted,
  { tenantId, known }: { readonly tenantId: string; readonly known?: PrincipalKind },
): Promise<PrincipalKind> {
  const actual = (await tx.principals.get(principalId))?.kind ?? known
  if (actual === undefined && principalType === undefined) {
    throw new ArmError('PrincipalNotFound', { principalId: withoutDashes(principalId), tenantId })
  }
  if (actual !== undefined && principalType !== undefined && actual !== principalType) {
    throw new ArmError('UnmatchedPrincipalType', {
      principalId: withoutDashes(principalId),
      actual,
      requested: principalType,
    })
  }
  return actual ?? principalType ?? 'User'
}

async function requireNoDuplicate(tx: Tx, { principalId, roleDefinitionId, scope }: Wanted): Promise<void> {
  const applicable = await tx.roleAssignments.findApplicable({ principalIds: [principalId], scope })
  const same = applicable.find(
    (other) => isSameResource(other.scope, scope) && other.roleDefinitionId.toLowerCase() === roleDefinitionId,
  )
  if (same !== undefined) throw new ArmError('RoleAssignmentExists', { existingId: withoutDashes(same.name) })
}
