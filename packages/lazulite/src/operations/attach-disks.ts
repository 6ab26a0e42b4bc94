/**
 * A virtual machine's managed disks: created with the machine or attached to it, and free or gone when it goes.
 *
 * Which disks are a machine's own is said by the machine (`storageProfile`); each disk knows its machine (`managedBy`).
 * Texts: known wording of Compute; Decision: the one for a disk that another machine has.
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import { diskType } from '../domain/compute/disk-type.js'
import { referencedImage } from '../domain/compute/platform-images.js'
import { ArmError } from '../domain/errors/arm-error.js'
import { isJsonObject, type JsonObject, objectAt, textAt } from '../domain/json.js'
import { isSameResource, parseResourceId, resourceKey } from '../domain/resource-id/resource-id.js'
import type { Ports } from '../ports/ports.js'
import type { ReadStores, Tx } from '../ports/store.js'
import { stampResource } from './stamp-resource.js'

type Stamps = Pick<Ports, 'ids' | 'clock'>

interface MachineDisk {
  readonly id: string
  /** As the machine's profile describes it. */
  readonly said: JsonObject
  readonly isOsDisk: boolean
}

function disksOf(properties: JsonObject): MachineDisk[] {
  const storage = objectAt(properties, 'storageProfile')
  const data = Array.isArray(storage?.dataDisks) ? storage.dataDisks.filter(isJsonObject) : []
  const all = [
    ...(isJsonObject(storage?.osDisk) ? [{ said: storage.osDisk, isOsDisk: true }] : []),
    ...data.map((said) => ({ said, isOsDisk: false })),
  ]
  return all.flatMap(({ said, isOsDisk }) => {
    const id = textAt(said, 'managedDisk', 'id')
    return id === undefined ? [] : [{ id, said, isOsDisk }]
  })
}

const isAttach = (said: JsonObject): boolean => textAt(said, 'createOption')?.toLowerCase() === 'attach'

export interface DiskOwner {
  readonly machine: Resource
  /** The machine's properties, completed. */
  readonly properties: JsonObject
}

/**
 * Makes the disks that `properties` names those of the machine, and frees the others that it had.
 * @throws ArmError `NotFound` (404), `ConflictingUserInput` (409)
 */
export async function attachDisks(tx: Tx, ports: Stamps, { machine, properties }: DiskOwner): Promise<void> {
  const wanted = disksOf(properties)
  for (const disk of wanted) {
    const existing = await tx.resources.get(disk.id)
    if (existing === undefined) {
      if (isAttach(disk.said)) throw new ArmError('DiskNotFound', { disk: nameIn(disk.id) }, { target: 'dataDisk' })
      await tx.resources.insert(newDisk(ports, machine, disk, properties))
    } else if (!isOf(existing, machine)) {
      requireFree(existing, disk)
      const body = { ...existing.body, managedBy: machine.id }
      await tx.resources.update({ ...existing, body, ...stampResource(ports) })
    }
  }
  const keys = new Set(wanted.map(({ id }) => resourceKey(id)))
  for (const disk of await ownDisks(tx, machine)) if (!keys.has(resourceKey(disk.id))) await detach(tx, ports, disk)
}

const nameIn = (id: string): string => id.split('/').at(-1) ?? ''

const isOf = ({ body }: Resource, machine: Resource): boolean =>
  isSameResource(textAt(body, 'managedBy') ?? '', machine.id)

function requireFree(existing: Resource, { said }: MachineDisk): void {
  const user = textAt(existing.body, 'managedBy')
  if (user !== undefined) throw new ArmError('DiskAttachedElsewhere', { disk: existing.id, user }, { target: 'disk' })
  if (isAttach(said)) return
  throw new ArmError(
    'DiskAlreadyExists',
    { disk: existing.name, resourceGroup: (existing.resourceGroup ?? '').toUpperCase() },
    { target: 'disk' },
  )
}

function newDisk(
  ports: Stamps,
  machine: Resource,
  { id, said, isOsDisk }: MachineDisk,
  properties: JsonObject,
): Resource {
  const stamp = stampResource(ports)
  const { subscriptionId = machine.subscriptionId, resourceGroup = machine.resourceGroup ?? '' } = parseResourceId(id)
  const image = objectAt(properties, 'storageProfile', 'imageReference')
  const known = referencedImage(image)
  const zones = machine.body.zones
  return {
    id,
    type: diskType,
    name: nameIn(id),
    subscriptionId,
    resourceGroup,
    ...(machine.location === undefined ? {} : { location: machine.location }),
    ...(machine.tags === undefined ? {} : { tags: machine.tags }),
    provisioningState: 'Succeeded',
    body: {
      sku: { name: textAt(said, 'managedDisk', 'storageAccountType') ?? 'Standard_LRS' },
      ...(zones === undefined ? {} : { zones }),
      uniqueId: ports.ids.guid('diskUniqueId'),
      managedBy: machine.id,
      properties: {
        ...(isOsDisk ? { osType: textAt(said, 'osType') ?? 'Linux' } : {}),
        ...(isOsDisk && known !== undefined ? { hyperVGeneration: known.generation } : {}),
        creationData:
          image !== undefined && isOsDisk
            ? { createOption: 'FromImage', imageReference: { id: imageIdOf(machine, image) } }
            : { createOption: 'Empty' },
        diskSizeGB: said.diskSizeGB ?? smallestDisk,
      },
    },
    createdAt: stamp.changedAt,
    ...stamp,
  }
}

/** GB of a data disk that does not say. */
const smallestDisk = 4

/** `/Subscriptions/{id}/Providers/…/Versions/{version}`, in the case in which Compute prints it. */
function imageIdOf({ subscriptionId, location }: Resource, image: JsonObject): string {
  const id = textAt(image, 'id')
  if (id !== undefined) return id
  const part = (name: string): string => textAt(image, name) ?? ''
  const version = textAt(image, 'exactVersion') ?? part('version')
  return `/Subscriptions/${subscriptionId}/Providers/Microsoft.Compute/Locations/${location ?? ''}/Publishers/${part('publisher')}/ArtifactTypes/VMImage/Offers/${part('offer')}/Skus/${part('sku')}/Versions/${version}`
}

const ownDisks = async (stores: Pick<ReadStores, 'resources'>, machine: Resource): Promise<Resource[]> =>
  (await stores.resources.list({ scope: '/', type: diskType })).filter((disk) => isOf(disk, machine))

async function detach(tx: Tx, ports: Stamps, disk: Resource): Promise<void> {
  const { managedBy: _, ...body } = disk.body
  await tx.resources.update({ ...disk, body, ...stampResource(ports) })
}

/** The machine goes: its disks are free. */
export async function releaseDisks(tx: Tx, ports: Stamps, machine: Resource): Promise<void> {
  for (const disk of await ownDisks(tx, machine)) await detach(tx, ports, disk)
}

/** Disks that go with the machine because its profile says so. */
export async function disksGoingWith(stores: Pick<ReadStores, 'resources'>, machine: Resource): Promise<Resource[]> {
  const said = disksOf(objectAt(machine.body, 'properties') ?? {}).filter(
    (disk) => textAt(disk.said, 'deleteOption')?.toLowerCase() === 'delete',
  )
  return (await ownDisks(stores, machine)).filter((disk) => said.some(({ id }) => isSameResource(id, disk.id)))
}
