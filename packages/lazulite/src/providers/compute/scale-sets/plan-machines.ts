/**
 * Gives a scale set the machines that its capacity asks for, in the transaction that writes the set.
 *
 * Numbers of Uniform instances grow and are never used again; the newest go first when a set shrinks. Machines of a
 * Flexible set are ordinary virtual machines named after it. Identities: Uniform instances carry the set's, both kinds;
 * Flexible machines its user-assigned ones. Decision: no spare machines are made (`overprovision`), no network
 * interfaces either.
 */

import type { Resource } from '../../../domain/arm-resource/resource.js'
import { scaleSetInstanceType, virtualMachineType } from '../../../domain/compute/machine-types.js'
import { noIdentity, type ResourceIdentity } from '../../../domain/identity/resource-identity.js'
import { type Json, type JsonObject, objectAt, textAt } from '../../../domain/json.js'
import { resourceGroupScope } from '../../../domain/resource-id/resource-id.js'
import { attachDisks } from '../../../operations/attach-disks.js'
import { releaseMachine } from '../../../operations/release-machine.js'
import { releaseResource } from '../../../operations/release-resource.js'
import { isFlexible, scaleSetMembers } from '../../../operations/scale-set-members.js'
import { stampResource } from '../../../operations/stamp-resource.js'
import type { Ports } from '../../../ports/ports.js'
import type { Tx } from '../../../ports/store.js'
import { completeProperties } from '../complete-properties.js'
import { toBody, type VmRecord, vmRecordOf } from '../vm-record.js'
import { capacityOf, scaleSetRecordOf, toScaleSetBody, vmSizeOf } from './scale-set-record.js'

/**
 * @param set  as it is about to be written
 * @returns the set with its next number moved on
 */
export async function matchCapacity(tx: Tx, ports: Ports, set: Resource): Promise<Resource> {
  const record = scaleSetRecordOf(set)
  const staying = (await scaleSetMembers(tx, set)).filter(({ provisioningState }) => provisioningState !== 'Deleting')
  const wanted = record.properties.virtualMachineProfile === undefined ? staying.length : capacityOf(record)
  await removeMachines(tx, ports, staying.slice(wanted))
  let { nextInstance } = record
  for (let count = staying.length; count < wanted; count++) {
    const machine = isFlexible(set) ? newMachine(ports, set) : newInstance(ports, set, nextInstance)
    await tx.resources.insert(machine)
    if (isFlexible(set)) await attachDisks(tx, ports, { machine, properties: vmRecordOf(machine).properties })
    nextInstance++
  }
  return { ...set, body: toScaleSetBody({ ...record, nextInstance }) }
}

/** Each is marked as going; its record follows when it has ended. */
export async function removeMachines(tx: Tx, ports: Ports, machines: readonly Resource[]): Promise<void> {
  for (const machine of machines) {
    await (machine.type === virtualMachineType ? releaseMachine(tx, ports, machine) : releaseResource(tx, machine))
    const { identity: _, ...rest } = machine
    await tx.resources.update({ ...rest, provisioningState: 'Deleting', ...stampResource(ports) })
  }
}

/** The machine takes over the set's model as it is now; its disks, names and power state stay. */
export async function applyModel(tx: Tx, ports: Ports, set: Resource, machine: Resource): Promise<void> {
  const before = vmRecordOf(machine)
  const { properties } = completeProperties(saidOf(set, machine.name, before.properties), {
    vmName: machine.name,
    groupId: groupIdOf(set),
    diskSuffix: () => ports.ids.guid('disk').replaceAll('-', ''),
  })
  await tx.resources.update({
    ...withIdentity(machine, set),
    provisioningState: 'Updating',
    body: { ...machine.body, ...toBody({ ...before, properties }), ...modelOf(set, machine) },
    ...stampResource(ports),
  })
}

/** Has the machine taken over the model that the set has now? Flexible machines are never asked. */
export const isLatestModel = (set: Resource, machine: Resource): boolean =>
  machine.body.modelVersion === scaleSetRecordOf(set).modelVersion

function newInstance(ports: Ports, set: Resource, number: number): Resource {
  return machineOf(ports, set, {
    type: scaleSetInstanceType,
    id: `${set.id}/virtualMachines/${number}`,
    name: `${set.name}_${number}`,
    computerName: `${prefixOf(set)}${number.toString(36).toUpperCase().padStart(6, '0')}`,
  })
}

function newMachine(ports: Ports, set: Resource): Resource {
  const suffix = ports.ids.guid('scaleSetMachine').slice(0, 8)
  const name = `${set.name}_${suffix}`
  return machineOf(ports, set, {
    type: virtualMachineType,
    id: `${groupIdOf(set)}/providers/${virtualMachineType}/${name}`,
    name,
    computerName: `${prefixOf(set)}${suffix.slice(0, 6).toUpperCase()}`,
  })
}

interface MachineNames {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly computerName: string
}

function machineOf(ports: Ports, set: Resource, { type, id, name, computerName }: MachineNames): Resource {
  const completed = completeProperties(saidOf(set, name, { osProfile: { computerName } }), {
    vmName: name,
    groupId: groupIdOf(set),
    diskSuffix: () => ports.ids.guid('disk').replaceAll('-', ''),
  })
  const record: VmRecord = { vmId: ports.ids.guid('vm'), powerState: 'running', ...completed }
  const stamp = stampResource(ports)
  const machine: Resource = {
    id,
    type,
    name,
    subscriptionId: set.subscriptionId,
    ...(set.resourceGroup === undefined ? {} : { resourceGroup: set.resourceGroup }),
    ...(set.location === undefined ? {} : { location: set.location }),
    ...(set.tags === undefined ? {} : { tags: set.tags }),
    provisioningState: 'Creating',
    body: toBody(record),
    createdAt: stamp.changedAt,
    ...stamp,
  }
  return { ...withIdentity(machine, set), body: { ...machine.body, ...modelOf(set, machine) } }
}

/** What a client would have said to make this machine alone. */
function saidOf(set: Resource, name: string, kept: JsonObject): JsonObject {
  const record = scaleSetRecordOf(set)
  const {
    osProfile,
    storageProfile,
    networkProfile,
    extensionProfile: _,
    userData: __,
    ...rest
  } = objectAt(record.properties, 'virtualMachineProfile') ?? {}
  const { computerNamePrefix: ___, ...os } = objectAt(osProfile) ?? {}
  const storage = objectAt(storageProfile) ?? {}
  const disk = { ...objectAt(storage, 'osDisk'), ...nameOf(objectAt(kept, 'storageProfile', 'osDisk')) }
  const size = vmSizeOf(record)
  return {
    ...(size === undefined ? {} : { hardwareProfile: { vmSize: size } }),
    storageProfile: { ...storage, osDisk: disk },
    ...(osProfile === undefined
      ? {}
      : { osProfile: { ...os, computerName: textAt(kept, 'osProfile', 'computerName') ?? name } }),
    networkProfile: networkOf(set, networkProfile),
    ...rest,
    ...(isFlexible(set) ? { virtualMachineScaleSet: { id: set.id } } : {}),
  }
}

const nameOf = (disk: JsonObject | undefined): JsonObject =>
  typeof disk?.name === 'string' ? { name: disk.name, managedDisk: disk.managedDisk } : {}

/** Instances are shown with the configurations from which their interfaces would be made. */
const networkOf = (set: Resource, profile: Json | undefined): JsonObject =>
  isFlexible(set) ? { networkInterfaces: [] } : { networkInterfaces: [], ...objectAt(profile) }

/** A Uniform instance keeps the set's identity aside, since it is not its own; a Flexible machine has its links. */
function withIdentity(machine: Resource, set: Resource): Resource {
  const { identity: _, ...rest } = machine
  const { userAssigned } = set.identity ?? noIdentity
  if (!isFlexible(set) || userAssigned.length === 0) return rest
  return { ...rest, identity: { userAssigned } }
}

function modelOf(set: Resource, machine: Resource): JsonObject {
  const { modelVersion } = scaleSetRecordOf(set)
  if (machine.type !== scaleSetInstanceType) return { modelVersion }
  return { modelVersion, modelIdentity: set.identity === undefined ? undefined : asJson(set.identity) }
}

const asJson = ({ systemAssigned, userAssigned }: ResourceIdentity): JsonObject => ({
  ...(systemAssigned === undefined ? {} : { systemAssigned: { ...systemAssigned } }),
  userAssigned: userAssigned.map((link) => ({ ...link })),
})

const prefixOf = (set: Resource): string =>
  textAt(scaleSetRecordOf(set).properties, 'virtualMachineProfile', 'osProfile', 'computerNamePrefix') ??
  set.name.slice(0, 9)

const groupIdOf = (set: Resource): string => resourceGroupScope(set.subscriptionId, set.resourceGroup ?? '')
