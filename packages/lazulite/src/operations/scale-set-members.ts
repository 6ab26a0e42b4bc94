/**
 * The machines of a scale set. A Uniform set owns its instances, records below its own; a Flexible set has ordinary
 * virtual machines of its group that name it (`properties.virtualMachineScaleSet.id`).
 */

import type { Resource } from '../domain/arm-resource/resource.js'
import { scaleSetInstanceType, virtualMachineType } from '../domain/compute/machine-types.js'
import { textAt } from '../domain/json.js'
import { isSameResource, resourceGroupScope } from '../domain/resource-id/resource-id.js'
import type { ReadStores } from '../ports/store.js'

export const scaleSetType = 'Microsoft.Compute/virtualMachineScaleSets'

export const isFlexible = (set: Pick<Resource, 'body'>): boolean =>
  textAt(set.body, 'properties', 'orchestrationMode')?.toLowerCase() === 'flexible'

/** In the order in which they were numbered; Flexible ones by name. */
export async function scaleSetMembers(
  stores: Pick<ReadStores, 'resources'>,
  set: Pick<Resource, 'id' | 'body' | 'subscriptionId' | 'resourceGroup'>,
): Promise<Resource[]> {
  if (isFlexible(set)) {
    const scope = resourceGroupScope(set.subscriptionId, set.resourceGroup ?? '')
    const machines = await stores.resources.list({ scope, type: virtualMachineType })
    return machines.filter((machine) =>
      isSameResource(textAt(machine.body, 'properties', 'virtualMachineScaleSet', 'id') ?? '', set.id),
    )
  }
  const instances = await stores.resources.list({ scope: set.id, type: scaleSetInstanceType })
  return instances.sort((a, b) => instanceNumber(a) - instanceNumber(b))
}

/** Of a Uniform set's instance, from its id. */
export const instanceNumber = ({ id }: Pick<Resource, 'id'>): number => Number(id.split('/').at(-1))
