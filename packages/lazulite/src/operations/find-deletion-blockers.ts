/**
 * Resources of a group that resources elsewhere depend on: subnets with foreign interfaces, interfaces and disks of
 * foreign machines. Azure refuses to delete those one by one, and so the group (`ResourceGroupDeletionBlocked`).
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import { diskType } from '../domain/compute/disk-type.js'
import { textAt } from '../domain/json.js'
import { networkTypes, scaleSetType } from '../domain/network/network-types.js'
import { ReferenceIndex } from '../domain/network/references.js'
import { isWithinScope } from '../domain/resource-id/resource-id.js'
import type { Tx } from '../ports/store.js'

const types: readonly string[] = Object.values(networkTypes)

/** @param inside  what is in the group with id `scope` */
export async function findDeletionBlockers(tx: Tx, scope: string, inside: readonly Resource[]): Promise<Resource[]> {
  const candidates = inside.filter(({ type }) => type === diskType || types.includes(type))
  if (candidates.length === 0) return []
  const outside: Resource[] = []
  for (const type of [...types, scaleSetType]) {
    const all = await tx.resources.list({ scope: '/', type })
    outside.push(...all.filter(({ id }) => !isWithinScope(id, scope)))
  }
  const references = new ReferenceIndex(outside)
  return candidates.filter((resource) => {
    const machine = textAt(resource.body, 'virtualMachine', 'id') ?? textAt(resource.body, 'managedBy')
    if (machine !== undefined && !isWithinScope(machine, scope)) return true
    return references.outsideUsersWithin(resource.id).length > 0
  })
}
