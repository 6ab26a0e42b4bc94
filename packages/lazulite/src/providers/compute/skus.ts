/**
 * `GET /subscriptions/{id}/providers/Microsoft.Compute/skus`: machine sizes and disk kinds with what they can do.
 *
 * Shape: the public specification and its examples; the machine sizes are those of `vmSizes`. Decision: every region has
 * every size, unrestricted; without a location in the filter each size is listed once, with all regions.
 */
import { findLocation, type Location, regions } from '../../domain/arm-resource/location.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { familyOf } from './size-families.js'
import { type MachineSize, sizeNamed, sizeNames } from './vm-sizes.js'

export const computeSkus = defineResourceType({
  type: 'Microsoft.Compute/skus',
  apiVersions: ['2017-03-30', '2017-09-01', '2019-04-01', '2021-07-01'],
  scopes: ['subscription'],
  isGlobal: true,
  list: { action: 'Microsoft.Compute/skus/read', run: listSkus },
})

async function listSkus({ query }: ArmRequest): Promise<ArmResponse> {
  const places = readFilter(query.get('$filter'))
  const machines = sizeNames.map((name) => machineSku(name, sizeNamed(name), places))
  const disks = diskKinds.map(([name, tier]) => ({
    resourceType: 'disks',
    name,
    tier,
    ...placed(places),
    restrictions: [],
  }))
  return { status: 200, body: { value: [...disks, ...machines] } }
}

/** @throws ArmError `InvalidFilterInQueryString` (400): only a location can be asked for */
function readFilter(filter: string | undefined): readonly Location[] {
  if (filter === undefined || filter.trim() === '') return regions
  const asked = /^\s*location\s+eq\s+'([^']*)'\s*$/i.exec(filter)?.[1]
  if (asked === undefined) throw new ArmError('InvalidFilterInQueryString', { filter })
  const location = findLocation(asked)
  return location?.metadata.regionType === 'Physical' ? [location] : []
}

const placed = (places: readonly Location[]): JsonObject => ({
  locations: places.map(({ name }) => name),
  locationInfo: places.map(({ name, metadata }) => ({
    location: name,
    zones: metadata.regionCategory === 'Recommended' ? ['1', '2', '3'] : [],
    zoneDetails: [],
  })),
})

const diskKinds = [
  ['Standard_LRS', 'Standard'],
  ['StandardSSD_LRS', 'Standard'],
  ['Premium_LRS', 'Premium'],
  ['UltraSSD_LRS', 'Ultra'],
] as const

function machineSku(name: string, size: MachineSize | undefined, places: readonly Location[]): JsonObject {
  const [tier = '', ...rest] = name.split('_')
  const isArm = /^[A-Z]+\d+[a-z]*p[a-z]*$/.test(rest[0] ?? '')
  const capabilities: readonly (readonly [string, string | number])[] = [
    ['MaxResourceVolumeMB', size?.temporaryDiskMB ?? 0],
    ['OSVhdSizeMB', size?.osDiskMB ?? 0],
    ['vCPUs', size?.cores ?? 0],
    ['MemoryPreservingMaintenanceSupported', 'True'],
    ['HyperVGenerations', isArm ? 'V2' : 'V1,V2'],
    ['CpuArchitectureType', isArm ? 'Arm64' : 'x64'],
    ['MemoryGB', (size?.memoryMB ?? 0) / 1024],
    ['MaxDataDiskCount', size?.dataDisks ?? 0],
    ['PremiumIO', /s(_|$)|S\d/.test(rest.join('_')) ? 'True' : 'False'],
    ['EncryptionAtHostSupported', 'True'],
    ['AcceleratedNetworkingEnabled', (size?.cores ?? 0) > 1 ? 'True' : 'False'],
    ['MaxNetworkInterfaces', Math.min(8, Math.max(2, size?.cores ?? 2))],
  ]
  return {
    resourceType: 'virtualMachines',
    name,
    tier,
    size: rest.join('_'),
    family: familyOf(name),
    ...placed(places),
    capabilities: capabilities.map(([capability, value]) => ({ name: capability, value: String(value) })),
    restrictions: [],
  }
}
