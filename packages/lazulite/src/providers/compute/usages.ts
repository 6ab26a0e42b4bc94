/**
 * `locations/{location}/usages`: how much of Compute's quotas a subscription uses there.
 *
 * Shape: the public specification and its examples. Limits: Azure's default ones; they are shown and not enforced.
 */

import { findLocation, normalizeLocation } from '../../domain/arm-resource/location.js'
import { diskType } from '../../domain/compute/disk-type.js'
import { virtualMachineType } from '../../domain/compute/machine-types.js'
import { type JsonObject, textAt } from '../../domain/json.js'
import { subscriptionScope } from '../../domain/resource-id/resource-id.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { computeApiVersions } from './api-versions.js'
import { familyOf } from './size-families.js'
import { vmRecordOf } from './vm-record.js'
import { sizeNamed, sizeNames } from './vm-sizes.js'

export const computeUsages = defineResourceType({
  type: 'Microsoft.Compute/locations/usages',
  apiVersions: computeApiVersions,
  scopes: ['subscription'],
  list: { action: 'Microsoft.Compute/locations/usages/read', run: listUsages },
})

const families: readonly string[] = [...new Set(sizeNames.map(familyOf))].sort()

async function listUsages({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const scope = subscriptionScope(target.subscriptionId ?? '')
  const location = findLocation(target.names[0] ?? '')?.name ?? normalizeLocation(target.names[0] ?? '')
  const inLocation = async (type: string) =>
    (await ports.store.read.resources.list({ scope, type })).filter((resource) => resource.location === location)
  const machines = await inLocation(virtualMachineType)
  const disks = await inLocation(diskType)
  const sizes = machines.map((machine) => textAt(vmRecordOf(machine).properties, 'hardwareProfile', 'vmSize') ?? '')
  const cores = (of: readonly string[]): number => of.reduce((sum, size) => sum + (sizeNamed(size)?.cores ?? 0), 0)
  return {
    status: 200,
    body: {
      value: [
        usage('availabilitySets', 'Availability Sets', 0, 2500),
        usage('cores', 'Total Regional vCPUs', cores(sizes), 100),
        usage('virtualMachines', 'Virtual Machines', machines.length, 25_000),
        usage('virtualMachineScaleSets', 'Virtual Machine Scale Sets', 0, 2500),
        ...families.map((family) =>
          usage(family, `${family} vCPUs`, cores(sizes.filter((size) => familyOf(size) === family)), 100),
        ),
        ...diskKinds.map(([sku, name, text]) =>
          usage(name, text, disks.filter(({ body }) => textAt(body, 'sku', 'name') === sku).length, 50_000),
        ),
      ],
    },
  }
}

const diskKinds = [
  ['Standard_LRS', 'StandardDiskCount', 'Standard Storage Managed Disks'],
  ['StandardSSD_LRS', 'StandardSSDDiskCount', 'Standard SSD Storage Managed Disks'],
  ['Premium_LRS', 'PremiumDiskCount', 'Premium Storage Managed Disks'],
] as const

const usage = (value: string, localizedValue: string, currentValue: number, limit: number): JsonObject => ({
  limit,
  unit: 'Count',
  currentValue,
  name: { value, localizedValue },
})
