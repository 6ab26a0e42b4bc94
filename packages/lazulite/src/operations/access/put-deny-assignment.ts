/**
 * Keeps a deny assignment: whom it names is looked up, its name is unique.
 *
 * Names are unique at a scope, the GUID in the tenant (Azure deny assignments). Decision: the directory's word on what a
 * principal is counts more than the request's, since `az role deny-assignment create` calls every excluded principal a
 * ServicePrincipal unless told otherwise; one that the directory does not know is taken as it is called, as role
 * assignments do with new principals.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { type DenyAssignment, type DenyPrincipal, everyone } from '../../domain/rbac/deny-assignment.js'
import { isSameResource } from '../../domain/resource-id/resource-id.js'
import type { EpochMillis } from '../../domain/time.js'
import type { Tx } from '../../ports/store.js'
import type { DescribedDeny, NamedPrincipal } from './read-deny-assignment.js'

export interface WantedDeny {
  /** GUID, as asked. */
  readonly name: string
  readonly scope: string
  readonly described: DescribedDeny
  readonly isSystemProtected: boolean
  readonly tenantId: string
  readonly now: EpochMillis
  /** Object id of whoever asks for it; absent: the platform. */
  readonly by?: string
}

export interface WrittenDeny {
  readonly deny: DenyAssignment
  readonly isNew: boolean
}

/**
 * @param require  refuses what the asker may not have; called before anything is written
 * @throws ArmError `DenyAssignmentUpdateNotPermitted`, `DenyAssignmentExists`, `PrincipalNotFound`, `ApplicationInDenyAssignment`
 */
export async function putDenyAssignment(
  tx: Tx,
  wanted: WantedDeny,
  require: (deny: DenyAssignment, existing: DenyAssignment | undefined) => void = () => {},
): Promise<WrittenDeny> {
  const { name, scope, described, isSystemProtected, now, by } = wanted
  const existing = await tx.denyAssignments.findByName(name)
  const { principals, excludePrincipals, scope: _, ...rest } = described
  const deny: DenyAssignment = {
    name: existing?.name ?? name,
    ...rest,
    scope: existing?.scope ?? scope,
    principals: await resolveAll(tx, principals, wanted),
    excludePrincipals: await resolveAll(tx, excludePrincipals, wanted),
    isSystemProtected,
    createdAt: existing?.createdAt ?? now,
    ...authorOf(existing === undefined ? by : existing.createdBy),
    updatedAt: now,
    ...(by === undefined ? {} : { updatedBy: by }),
  }
  require(deny, existing)
  if (existing !== undefined && !isSameResource(existing.scope, scope)) {
    throw new ArmError('DenyAssignmentUpdateNotPermitted', { name })
  }
  const beside = await tx.denyAssignments.listAtScope(scope, { covering: false, below: false })
  const isTaken = beside.some(
    (other) =>
      other.name.toLowerCase() !== name.toLowerCase() &&
      other.displayName.toLowerCase() === deny.displayName.toLowerCase(),
  )
  if (isTaken) throw new ArmError('DenyAssignmentExists', { displayName: deny.displayName })
  if (existing === undefined) await tx.denyAssignments.insert(deny)
  else await tx.denyAssignments.update(deny)
  return { deny, isNew: existing === undefined }
}

const authorOf = (createdBy: string | undefined): Pick<DenyAssignment, 'createdBy'> =>
  createdBy === undefined ? {} : { createdBy }

async function resolveAll(
  tx: Tx,
  principals: readonly NamedPrincipal[],
  wanted: WantedDeny,
): Promise<readonly DenyPrincipal[]> {
  const resolved: DenyPrincipal[] = []
  for (const principal of principals) resolved.push(await resolve(tx, principal, wanted))
  return resolved
}

async function resolve(tx: Tx, { id, type }: NamedPrincipal, { tenantId }: WantedDeny): Promise<DenyPrincipal> {
  if (id === everyone.id) return everyone
  const kind = (await tx.principals.get(id))?.kind
  if (kind !== undefined) return { id, type: kind }
  if ((await tx.applications.get(id)) !== undefined) {
    throw new ArmError('ApplicationInDenyAssignment', { objectId: id, tenantId })
  }
  if (type === undefined) {
    throw new ArmError('PrincipalNotFound', { principalId: id.replaceAll('-', ''), tenantId })
  }
  return { id, type }
}
