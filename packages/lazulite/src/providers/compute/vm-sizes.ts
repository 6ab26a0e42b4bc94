/**
 * Machine sizes, as `locations/{location}/vmSizes` and `virtualMachines/{vm}/vmSizes` list them.
 * The list is a recorded answer (westus, api-version 2022-11-01, Azure CLI test recordings, 2023); every region has it.
 */
import recorded from '../../data/vm-sizes.json' with { type: 'json' }
import { findLocation, regions } from '../../domain/arm-resource/location.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { computeApiVersions } from './api-versions.js'

/** One line of the file: name, cores, OS disk MB, temporary disk MB, memory MB, data disks. */
type SizeRow = readonly [string, number, number, number, number, number]

// The cast names the shape of the checked-in file's rows.
const rows = recorded as unknown as readonly SizeRow[]

const sizes: readonly JsonObject[] = rows.map(
  ([name, numberOfCores, osDiskSizeInMB, resourceDiskSizeInMB, memoryInMB, maxDataDiskCount]) => ({
    name,
    numberOfCores,
    osDiskSizeInMB,
    resourceDiskSizeInMB,
    memoryInMB,
    maxDataDiskCount,
  }),
)

export interface MachineSize {
  readonly cores: number
  readonly osDiskMB: number
  readonly temporaryDiskMB: number
  readonly memoryMB: number
  readonly dataDisks: number
}

const byName: ReadonlyMap<string, MachineSize> = new Map(
  rows.map(([name, cores, osDiskMB, temporaryDiskMB, memoryMB, dataDisks]) => [
    name,
    { cores, osDiskMB, temporaryDiskMB, memoryMB, dataDisks },
  ]),
)

export const sizeNames: readonly string[] = [...byName.keys()]
export const sizeNamed = (name: string): MachineSize | undefined => byName.get(name)

export const vmSizesAnswer: ArmResponse = { status: 200, body: { value: sizes } }

export const vmSizes = defineResourceType({
  type: 'Microsoft.Compute/locations/vmSizes',
  apiVersions: computeApiVersions,
  scopes: ['subscription'],
  list: { action: 'Microsoft.Compute/locations/vmSizes/read', run: listSizes },
})

async function listSizes({ target, apiVersion }: ArmRequest): Promise<ArmResponse> {
  const location = target.names[0] ?? ''
  if (findLocation(location)?.metadata.regionType === 'Physical') return vmSizesAnswer
  throw new ArmError('NoRegisteredProviderFound', {
    location,
    apiVersion,
    type: 'locations/vmSizes',
    supported: computeApiVersions.join(', '),
    locations: regions.map(({ name }) => name).join(', '),
  })
}
