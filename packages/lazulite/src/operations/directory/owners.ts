/**
 * Owners of applications, service principals and groups: users and service principals.
 *
 * The last person who owns a group stays its owner ("Remove group owner", v1.0).
 */
import type { Principal } from '../../domain/directory/directory-objects.js'
import type { DirectoryArea } from '../../domain/directory/rights.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { Tx } from '../../ports/store.js'
import { changeDirectory, type DirectoryCall, requireRight } from './directory-call.js'
import { notFound, type ObjectKey, requireApplication, requireGroup, requireServicePrincipal } from './find-objects.js'

export type OwnedKind = 'application' | 'servicePrincipal' | 'group'

export interface Owned {
  readonly kind: OwnedKind
  readonly key: ObjectKey
}

/** @throws GraphError `ReferenceExists`, `ReferenceInvalid`, `ResourceNotFound` */
export async function addOwner(call: DirectoryCall, owned: Owned, ownerId: string): Promise<void> {
  await changeOwners(call, { owned, ownerId, verb: 'Add owner to' }, async (tx, owners) => {
    const owner: Principal = (await tx.principals.get(ownerId)) ?? notFound(ownerId)
    if (owner.kind === 'Group') throw new GraphError('ReferenceInvalid', { type: 'Group', property: 'owners' })
    if (owners.includes(owner.principalId)) throw new GraphError('ReferenceExists', { property: 'owners' })
    return [...owners, owner.principalId]
  })
}

/** @throws GraphError `LastOwner`, `ResourceNotFound` */
export async function removeOwner(call: DirectoryCall, owned: Owned, ownerId: string): Promise<void> {
  await changeOwners(call, { owned, ownerId, verb: 'Remove owner from' }, async (tx, owners) => {
    const gone = ownerId.toLowerCase()
    if (!owners.includes(gone)) notFound(ownerId)
    if (owned.kind === 'group') {
      const people = (await tx.principals.getMany(owners)).filter(({ kind }) => kind === 'User')
      if (people.length === 1 && people[0]?.principalId === gone) throw new GraphError('LastOwner')
    }
    return owners.filter((owner) => owner !== gone)
  })
}

type ChangeOwners = (tx: Tx, owners: readonly string[]) => Promise<readonly string[]>

const nouns: Readonly<Record<OwnedKind, string>> = {
  application: 'application',
  servicePrincipal: 'service principal',
  group: 'group',
}

async function changeOwners(
  call: DirectoryCall,
  { owned, ownerId, verb }: { readonly owned: Owned; readonly ownerId: string; readonly verb: string },
  change: ChangeOwners,
): Promise<void> {
  const area: DirectoryArea = owned.kind === 'group' ? 'group' : 'application'
  requireRight(call, { area, verb: 'write', isOwner: true })
  const objectId = await objectIdOf(call, owned)
  const operation = `${verb} ${nouns[owned.kind]}`
  await changeDirectory(call, { operation, subject: objectId, facts: { ownerId } }, async (tx) => {
    const requireMine = (owners: readonly string[]): void =>
      requireRight(call, { area, verb: 'write', isOwner: owners.includes(call.caller.principalId) })
    if (owned.kind === 'application') {
      const application = await requireApplication(tx, { value: objectId })
      requireMine(application.owners ?? [])
      await tx.applications.update({ ...application, owners: await change(tx, application.owners ?? []) })
      return
    }
    const find = owned.kind === 'group' ? requireGroup : requireServicePrincipal
    const principal = await find(tx, { value: objectId })
    requireMine(principal.owners ?? [])
    await tx.principals.update({ ...principal, owners: await change(tx, principal.owners ?? []) })
  })
}

async function objectIdOf({ ports }: DirectoryCall, { kind, key }: Owned): Promise<string> {
  if (kind === 'application') return (await requireApplication(ports.store.read, key)).objectId
  const find = kind === 'group' ? requireGroup : requireServicePrincipal
  return (await find(ports.store.read, key)).principalId
}
