/**
 * A managed disk as its answers show it: order and members recorded 2020-09-30 (Azure SDK for Java), later members from
 * the public specification. Performance by size: Azure's page on disk types, shown and not enforced.
 */
import { isFrom } from '../../domain/arm-resource/api-version.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { type JsonObject, objectAt, textAt } from '../../domain/json.js'
import { computeTime } from './compute-time.js'

export function renderDisk(disk: Resource, apiVersion: string): JsonObject {
  const { name, id, type, location, tags, body } = disk
  const { managedBy, zones } = body
  const skuName = textAt(body, 'sku', 'name') ?? 'Standard_LRS'
  return {
    name,
    id,
    type,
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined ? {} : { tags }),
    ...(zones === undefined ? {} : { zones }),
    ...(managedBy === undefined ? {} : { managedBy }),
    sku: { name: skuName, tier: skuName.split('_')[0] ?? '' },
    properties: renderProperties(disk, skuName, apiVersion),
  }
}

function renderProperties({ body, createdAt }: Resource, skuName: string, apiVersion: string): JsonObject {
  const { osType, hyperVGeneration, creationData, diskSizeGB, ...rest } = objectAt(body, 'properties') ?? {}
  const size = typeof diskSizeGB === 'number' ? diskSizeGB : 0
  const performance = performanceOf(skuName, size)
  const isLater = (date: string, members: JsonObject): JsonObject => (isFrom(date, apiVersion) ? members : {})
  return {
    ...(osType === undefined ? {} : { osType }),
    ...(hyperVGeneration === undefined ? {} : isLater('2018-06-01', { hyperVGeneration })),
    ...(creationData === undefined ? {} : { creationData }),
    diskSizeGB: size,
    ...isLater('2018-09-30', { diskIOPSReadWrite: performance.iops, diskMBpsReadWrite: performance.megabytes }),
    ...isLater('2019-07-01', { encryption: { type: 'EncryptionAtRestWithPlatformKey' } }),
    ...rest,
    timeCreated: computeTime(createdAt),
    provisioningState: 'Succeeded',
    ...isLater('2018-09-30', { diskState: body.managedBy === undefined ? 'Unattached' : 'Attached' }),
    ...isLater('2019-03-01', {
      diskSizeBytes: size * 1024 ** 3,
      ...(body.uniqueId === undefined ? {} : { uniqueId: body.uniqueId }),
    }),
    ...isLater('2020-05-01', { networkAccessPolicy: rest.networkAccessPolicy ?? 'AllowAll' }),
    ...isLater('2020-06-30', performance.tier === undefined ? {} : { tier: performance.tier }),
    ...isLater('2021-08-01', { publicNetworkAccess: rest.publicNetworkAccess ?? 'Enabled' }),
  }
}

interface Performance {
  readonly iops: number
  readonly megabytes: number
  readonly tier?: string
}

/** Premium disks up to so many GB: tier, operations and megabytes per second. */
const premium: readonly (readonly [size: number, tier: string, iops: number, megabytes: number])[] = [
  [4, 'P1', 120, 25],
  [8, 'P2', 120, 25],
  [16, 'P3', 120, 25],
  [32, 'P4', 120, 25],
  [64, 'P6', 240, 50],
  [128, 'P10', 500, 100],
  [256, 'P15', 1100, 125],
  [512, 'P20', 2300, 150],
  [1024, 'P30', 5000, 200],
  [2048, 'P40', 7500, 250],
  [4096, 'P50', 7500, 250],
  [8192, 'P60', 16_000, 500],
  [16_384, 'P70', 18_000, 750],
  [32_767, 'P80', 20_000, 900],
]

function performanceOf(skuName: string, sizeGB: number): Performance {
  if (!skuName.startsWith('Premium_')) return { iops: 500, megabytes: 60 }
  const [, tier, iops, megabytes] = premium.find(([size]) => sizeGB <= size) ?? [0, 'P80', 20_000, 900]
  return { iops, megabytes, tier }
}
