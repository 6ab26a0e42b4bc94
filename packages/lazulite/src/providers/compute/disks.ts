/**
 * `Microsoft.Compute/disks`: managed disks, made on their own or with a virtual machine.
 *
 * Statuses, headers and the first answer's few members: recorded 2020-09-30. Nothing is stored on a disk here; what can be
 * seen of one is what Azure's control plane shows.
 */
import { requireRegion, requireSameLocation } from '../../domain/arm-resource/location.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { parseTags } from '../../domain/arm-resource/tags.js'
import { diskType } from '../../domain/compute/disk-type.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { type JsonObject, mergePatch, objectAt, textAt, withoutNulls } from '../../domain/json.js'
import { linksIn } from '../../domain/linked-access/body-links.js'
import { requireLinkedAccess } from '../../operations/access/require-linked-access.js'
import { releaseResource } from '../../operations/release-resource.js'
import { requireResource } from '../../operations/require-resource.js'
import { requireWritableGroup } from '../../operations/require-writable-group.js'
import { stampResource } from '../../operations/stamp-resource.js'
import type { Tx } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType, type Operation } from '../define.js'
import { diskApiVersions } from './disk-api-versions.js'
import { diskHeaders, recordDiskOperation } from './disk-operation.js'
import { invalid, required } from './invalid-parameter.js'
import { diskLinks } from './linked-parts.js'
import { renderDisk } from './render-disk.js'
import { propertiesOf } from './require-vm-properties.js'

const missing = (name: string): Operation => ({
  action: `${diskType}/${name}/action`,
  async run() {
    throw new ArmError('NotImplemented', { what: `POST ${diskType}/${name}` })
  },
})

export const disks = defineResourceType({
  type: diskType,
  apiVersions: diskApiVersions,
  scopes: ['resourceGroup'],
  tracked: true,
  capabilities: 'CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SupportsTags, SupportsLocation',
  get: { action: `${diskType}/read`, run: getDisk },
  list: { action: `${diskType}/read`, filtersItself: true, run: listDisks },
  put: { action: `${diskType}/write`, run: putDisk },
  patch: { action: `${diskType}/write`, run: patchDisk },
  delete: { action: `${diskType}/delete`, run: deleteDisk },
  actions: { begingetaccess: missing('beginGetAccess'), endgetaccess: missing('endGetAccess') },
  summarise: ({ body: { sku, zones, managedBy } }): JsonObject => ({
    ...(sku === undefined ? {} : { sku }),
    ...(zones === undefined ? {} : { zones }),
    ...(managedBy === undefined ? {} : { managedBy }),
  }),
})

async function getDisk({ ports, target, apiVersion }: ArmRequest): Promise<ArmResponse> {
  return { status: 200, body: renderDisk(await requireResource(ports.store.read, target), apiVersion) }
}

async function listDisks({ ports, target, apiVersion, onlyReadable }: ArmRequest): Promise<ArmResponse> {
  const all = await ports.store.read.resources.list({ scope: target.scope, type: diskType })
  const readable = await onlyReadable(all, `${diskType}/read`, ({ id }) => id)
  return { status: 200, body: { value: readable.map((disk) => renderDisk(disk, apiVersion)) } }
}

async function putDisk(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const location = requireRegion(body.location, diskType)
  const tags = parseTags(body.tags)
  const said = withoutNulls(propertiesOf(body))
  await requireLinkedAccess(request, {
    action: `${diskType}/write`,
    scope: target.id,
    links: linksIn(said, diskLinks),
  })
  return write(request, async (tx) => {
    await requireWritableGroup(tx, target)
    const existing = await tx.resources.get(target.id)
    if (existing !== undefined) requireSameLocation(existing, location)
    const stamp = stampResource(ports)
    const source = await sourceOf(tx, said)
    const disk: Resource = {
      id: existing?.id ?? target.id,
      type: diskType,
      name: existing?.name ?? target.name,
      subscriptionId: target.subscriptionId ?? '',
      resourceGroup: target.resourceGroup ?? '',
      location,
      ...(tags === undefined ? {} : { tags }),
      provisioningState: 'Succeeded',
      body: {
        uniqueId: existing?.body.uniqueId ?? ports.ids.guid('diskUniqueId'),
        ...(existing?.body.managedBy === undefined ? {} : { managedBy: existing.body.managedBy }),
        ...(body.zones === undefined || body.zones === null ? {} : { zones: body.zones }),
        sku: { name: skuOf(body) ?? textAt(existing?.body, 'sku', 'name') ?? 'Standard_LRS' },
        properties: completed(said, source ?? existing),
      },
      createdAt: existing?.createdAt ?? stamp.changedAt,
      ...stamp,
    }
    await (existing === undefined ? tx.resources.insert(disk) : tx.resources.update(disk))
    return disk
  })
}

async function patchDisk(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const tags = parseTags(body.tags)
  const sku = skuOf(body)
  return write(request, async (tx) => {
    const existing = await requireResource(tx, target)
    const merged = mergePatch(objectAt(existing.body, 'properties'), propertiesOf(body)) as JsonObject // objects merge to one
    const disk = {
      ...existing,
      ...(tags === undefined ? {} : { tags }),
      body: {
        ...existing.body,
        ...(sku === undefined ? {} : { sku: { name: sku } }),
        properties: completed(merged, existing),
      },
      ...stampResource(ports),
    }
    await tx.resources.update(disk)
    return disk
  })
}

async function write(request: ArmRequest, work: (tx: Tx) => Promise<Resource>): Promise<ArmResponse> {
  const { disk, operation } = await request.ports.store.transaction(async (tx) => {
    const disk = await work(tx)
    return { disk, operation: await recordDiskOperation(tx, request, disk) }
  })
  const { creationData, diskSizeGB } = objectAt(disk.body, 'properties') ?? {}
  const properties = {
    ...(creationData === undefined ? {} : { creationData }),
    ...(diskSizeGB === undefined ? {} : { diskSizeGB }),
    provisioningState: 'Updating',
    isArmResource: true,
  }
  const { name, location, tags } = disk
  const placed = { ...(location === undefined ? {} : { location }), ...(tags === undefined ? {} : { tags }) }
  return { status: 202, body: { name, ...placed, properties }, headers: diskHeaders(request, operation) }
}

async function deleteDisk(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const operation = await ports.store.transaction(async (tx) => {
    const existing = await tx.resources.get(target.id)
    if (existing === undefined) return undefined
    const user = textAt(existing.body, 'managedBy')
    if (user !== undefined) throw new ArmError('DiskInUse', { disk: existing.name, user })
    await releaseResource(tx, existing)
    await tx.resources.delete(existing.id)
    return recordDiskOperation(tx, request, existing)
  })
  if (operation === undefined) return { status: 204 }
  return { status: 202, headers: diskHeaders(request, operation) }
}

const skus = [
  'Standard_LRS',
  'StandardSSD_LRS',
  'StandardSSD_ZRS',
  'Premium_LRS',
  'Premium_ZRS',
  'PremiumV2_LRS',
  'UltraSSD_LRS',
]

/** @throws ArmError `InvalidParameter` (400) */
function skuOf(body: JsonObject): string | undefined {
  const name = textAt(body, 'sku', 'name')
  if (name === undefined || skus.includes(name)) return name
  throw invalid('sku.name', `The value ${name} of parameter sku.name is invalid. Known values are ${skus.join(', ')}.`) // Decision
}

/** The disk that a copy is made of. @throws ArmError `NotFound` (404), `NotImplemented` */
async function sourceOf(tx: Tx, said: JsonObject): Promise<Resource | undefined> {
  const option = required(textAt(said, 'creationData', 'createOption'), 'disk.creationData.createOption')
  switch (option.toLowerCase()) {
    case 'empty':
    case 'fromimage':
    case 'attach':
      return undefined
    case 'copy': {
      const id = required(textAt(said, 'creationData', 'sourceResourceId'), 'disk.creationData.sourceResourceId')
      const source = await tx.resources.get(id)
      if (source?.type !== diskType) throw new ArmError('NotFound', { detail: `Resource ${id} is not found.` }) // Decision
      return source
    }
    default:
      throw new ArmError('NotImplemented', { what: `${diskType} properties.creationData.createOption ${option}` })
  }
}

const computed = ['provisioningState', 'timeCreated', 'diskState', 'uniqueId', 'diskSizeBytes', 'isArmResource', 'tier']
const shownOnly = ['diskIOPSReadWrite', 'diskMBpsReadWrite', 'encryption']

/** Disks only grow. @throws ArmError `InvalidParameter`, `OperationNotAllowed` */
function completed(said: JsonObject, before: Resource | undefined): JsonObject {
  const old = objectAt(before?.body, 'properties')
  const size = said.diskSizeGB ?? old?.diskSizeGB
  const isSize = typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= 65_536
  if (size !== undefined && !isSize) {
    throw invalid('disk.diskSizeGB', `The value ${JSON.stringify(size)} of parameter disk.diskSizeGB is invalid.`) // Decision
  }
  if (typeof size === 'number' && typeof old?.diskSizeGB === 'number' && size < old.diskSizeGB) {
    throw new ArmError('OperationNotAllowed', {
      detail:
        'Disk size reduction is not supported. Current size is ' +
        `${old.diskSizeGB * 1024 ** 3} bytes, requested size is ${size * 1024 ** 3} bytes.`,
    })
  }
  const { osType, hyperVGeneration } = { ...old, ...said }
  const isImage = textAt(said, 'creationData', 'createOption')?.toLowerCase() === 'fromimage'
  const kept = Object.entries(said).filter(([name]) => ![...computed, ...shownOnly].includes(name))
  return {
    ...Object.fromEntries(kept),
    ...(osType === undefined ? {} : { osType }),
    ...(hyperVGeneration === undefined ? {} : { hyperVGeneration }),
    diskSizeGB: required(size ?? (isImage ? 30 : undefined), 'disk.diskSizeGB'),
  }
}
