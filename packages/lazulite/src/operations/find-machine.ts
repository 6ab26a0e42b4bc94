/** Machines by `properties.vmId`, and whose identity a machine has. */

import type { Resource } from '../domain/arm-resource/resource.js'
import { machineTypes, scaleSetInstanceType } from '../domain/compute/machine-types.js'
import type { ResourceIdentity } from '../domain/identity/resource-identity.js'
import type { Store } from '../ports/store.js'

/** Where a machine was last seen is tried first, so that a token costs no list of all machines. */
export function machineFinder(store: Pick<Store, 'read'>): (vmId: string) => Promise<Resource | undefined> {
  const lastSeen = new Map<string, string>()
  return async (vmId) => {
    const id = lastSeen.get(vmId)
    const remembered = id === undefined ? undefined : await store.read.resources.get(id)
    if (remembered?.body.vmId === vmId) return remembered
    lastSeen.delete(vmId)
    for (const type of machineTypes) {
      const machines = await store.read.resources.list({ scope: '/', type })
      const found = machines.find(({ body }) => body.vmId === vmId)
      if (found === undefined) continue
      lastSeen.set(vmId, found.id)
      return found
    }
    return undefined
  }
}

/**
 * The machine as the token service sees it: a Uniform set's instance stands for its set, with the identity that the set
 * had when the instance last took over its model.
 */
export function identityHost(machine: Resource): Resource {
  if (machine.type !== scaleSetInstanceType) return machine
  const { identity: _, ...rest } = machine
  const identity = modelIdentityOf(machine)
  const setId = machine.id.split('/').slice(0, -2).join('/')
  return { ...rest, id: setId, ...(identity === undefined ? {} : { identity }) }
}

/** Of a Uniform set's instance: `body.modelIdentity`, written by the set's own provider. */
export const modelIdentityOf = ({ body }: Pick<Resource, 'body'>): ResourceIdentity | undefined =>
  // stored by us as a ResourceIdentity, which is plain data
  body.modelIdentity as unknown as ResourceIdentity | undefined
