/**
 * PUT and PATCH of a virtual machine: desired state, identities and operation in one transaction.
 *
 * Statuses and headers: recorded (PUT 201 `Creating`, PUT on an existing machine and PATCH 200 `Updating`, always with
 * `Azure-AsyncOperation`). Decision: a PUT that leaves out a whole profile keeps the one that is there.
 */

import { requireRegion, requireSameLocation } from '../../domain/arm-resource/location.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { requireVirtualMachineName } from '../../domain/arm-resource/resource-name.js'
import { parseTags } from '../../domain/arm-resource/tags.js'
import { virtualMachineType } from '../../domain/compute/machine-types.js'
import { type Json, type JsonObject, mergePatch, textAt, withoutNulls } from '../../domain/json.js'
import { resourceGroupScope } from '../../domain/resource-id/resource-id.js'
import { requirePreconditions } from '../../operations/require-preconditions.js'
import { requireResource } from '../../operations/require-resource.js'
import { requireWritableGroup } from '../../operations/require-writable-group.js'
import { setResourceIdentity } from '../../operations/set-resource-identity.js'
import { newResource, stampResource } from '../../operations/stamp-resource.js'
import type { Tx } from '../../ports/store.js'
import type { ArmRequest, ArmResponse } from '../define.js'
import { completeProperties } from './complete-properties.js'
import { followHeaders, startOperation } from './compute-operation.js'
import { machineLinks } from './linked-parts.js'
import { attachParts, requireWellFormedParts } from './machine-parts.js'
import { type ProfileSecrets, profileSecretsOf, requireSameSecrets } from './profile-secrets.js'
import { requirePlatformImage } from './require-platform-image.js'
import { refuse, requireUnchanged } from './require-unchanged.js'
import { propertiesOf, requireNewVmProperties, requireWellFormed } from './require-vm-properties.js'
import { readRequestedIdentity, requireLinkRights, requireNotDeleting, vmAction, vmAnswer } from './vm-access.js'
import { toBody, type VmRecord, vmRecordOf } from './vm-record.js'

export async function putVirtualMachine(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const before = await ports.store.read.resources.get(target.id)
  if (before === undefined) requireVirtualMachineName(target.name)
  await requireRights(request, before?.id ?? target.id, before)
  const secrets = await readSecrets(request, before)
  const written = await ports.store.transaction(async (tx) => {
    await requireWritableGroup(tx, target)
    const existing = await tx.resources.get(target.id)
    requirePreconditions(request, existing)
    if (existing !== undefined) requireNotDeleting(existing)
    const planned = existing === undefined ? planNew(request, secrets) : planReplacement(request, existing)
    return write(tx, request, { planned, before: existing })
  })
  ports.wakeReconciler?.()
  const headers = followHeaders(request, written.operation)
  return vmAnswer(request, written.resource, { ...written, status: written.isNew ? 201 : 200, headers })
}

export async function patchVirtualMachine(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const before = await requireResource(ports.store.read, target)
  await requireRights(request, before.id, before)
  await readSecrets(request, before)
  const written = await ports.store.transaction(async (tx) => {
    const existing = await requireResource(tx, target)
    requirePreconditions(request, existing)
    requireNotDeleting(existing)
    return write(tx, request, { planned: planPatch(request, existing), before: existing })
  })
  ports.wakeReconciler?.()
  return vmAnswer(request, written.resource, {
    status: 200,
    headers: followHeaders(request, written.operation),
    justAttached: written.justAttached,
  })
}

function requireRights(request: ArmRequest, resourceId: string, existing: Resource | undefined) {
  readRequestedIdentity(request, resourceId, existing)
  requireWellFormedParts(request)
  return requireLinkRights(request, { resourceId, existing, action: vmAction('write'), rules: machineLinks })
}

interface Planned {
  readonly planned: Resource
  readonly before: Resource | undefined
}

async function write(tx: Tx, request: ArmRequest, { planned, before }: Planned) {
  const isNew = before === undefined
  const requested = readRequestedIdentity(request, planned.id, planned)
  const { identity: _, ...rest } = planned
  const identity = await setResourceIdentity(tx, request.ports, planned, requested)
  const isPresent = identity.systemAssigned !== undefined || identity.userAssigned.length > 0
  const resource: Resource = isPresent ? { ...rest, identity } : rest
  await (isNew ? tx.resources.insert(resource) : tx.resources.update(resource))
  await attachParts(tx, request, { machine: resource, before })
  const operation = await startOperation(tx, request, { kind: 'virtualMachineWrite', subject: resource })
  return { resource, operation, isNew, justAttached: requested.attached }
}

/** @throws ArmError `PropertyChangeNotAllowed` when an existing machine would get other ones */
async function readSecrets({ ports, body = {} }: ArmRequest, before: Resource | undefined): Promise<ProfileSecrets> {
  const said = withoutNulls(propertiesOf(body))
  if (before === undefined) return profileSecretsOf(ports, said)
  await requireSameSecrets(ports, vmRecordOf(before), said)
  return {}
}

function planNew(request: ArmRequest, secrets: ProfileSecrets): Resource {
  const { ports, target, body = {} } = request
  const location = requireRegion(body.location, virtualMachineType)
  const tags = parseTags(body.tags)
  const said = withoutNulls(propertiesOf(body))
  requireNewVmProperties(said, target.name)
  requirePlatformImage(said, { plan: body.plan, resourceId: target.id })
  const completed = complete(request, target.name, said)
  const stamp = stampResource(ports)
  const record: VmRecord = {
    vmId: ports.ids.guid('vm'),
    powerState: 'running',
    ...completed,
    ...secrets,
    ...userDataOf(said),
    ...topLevelOf(body),
  }
  return {
    ...newResource(target, virtualMachineType, stamp),
    location,
    ...(tags === undefined ? {} : { tags }),
    provisioningState: 'Creating',
    body: toBody(record),
    ...stamp,
  }
}

function planReplacement(request: ArmRequest, existing: Resource): Resource {
  const { body = {} } = request
  requireSameLocation(existing, requireRegion(body.location, virtualMachineType))
  const record = vmRecordOf(existing)
  const said = withoutNulls(propertiesOf(body))
  const merged: JsonObject = {
    ...said,
    ...keepProfile(record.properties, said, 'hardwareProfile'),
    ...keepProfile(record.properties, said, 'storageProfile'),
    ...keepProfile(record.properties, said, 'osProfile'),
    ...keepProfile(record.properties, said, 'networkProfile'),
  }
  const { userData: _, ...kept } = record
  const tags = parseTags(body.tags)
  const { tags: __, ...untagged } = existing
  return changed(request, tags === undefined ? untagged : { ...untagged, tags }, {
    ...kept,
    ...userDataOf(said),
    ...changeProperties(request, existing, merged),
    ...requireSameTopLevel(record, body),
  })
}

function planPatch(request: ArmRequest, existing: Resource): Resource {
  const { body = {} } = request
  const record = vmRecordOf(existing)
  const patch = propertiesOf(body)
  const merged = mergePatch(record.properties, patch)
  const tags = parseTags(body.tags)
  return changed(request, tags === undefined ? existing : { ...existing, tags }, {
    ...record,
    ...userDataOf(patch),
    ...changeProperties(request, existing, merged as JsonObject), // an object patched by an object is an object
    ...requireSameTopLevel(record, body),
  })
}

function changed(request: ArmRequest, resource: Resource, record: VmRecord): Resource {
  return { ...resource, provisioningState: 'Updating', body: toBody(record), ...stampResource(request.ports) }
}

function changeProperties(request: ArmRequest, existing: Resource, merged: JsonObject) {
  const record = vmRecordOf(existing)
  requireWellFormed(merged)
  const completed = complete(request, existing.name, merged)
  requireUnchanged(record.properties, completed.properties)
  return { ...completed, generatedDisks: [...record.generatedDisks, ...completed.generatedDisks] }
}

const keepProfile = (stored: JsonObject, said: JsonObject, name: string): JsonObject => {
  const patch: Json = said[name] ?? {}
  return stored[name] === undefined && said[name] === undefined ? {} : { [name]: mergePatch(stored[name], patch) }
}

const complete = ({ ports, target }: ArmRequest, vmName: string, said: JsonObject) =>
  completeProperties(said, {
    vmName,
    groupId: resourceGroupScope(target.subscriptionId ?? '', target.resourceGroup ?? ''),
    diskSuffix: () => ports.ids.guid('disk').replaceAll('-', ''),
  })

const userDataOf = (said: JsonObject): { readonly userData?: string } => {
  const userData = textAt(said, 'userData')
  return userData === undefined ? {} : { userData }
}

const topLevelOf = ({ zones, plan, extendedLocation }: JsonObject) => ({
  ...(zones === undefined || zones === null ? {} : { zones }),
  ...(plan === undefined || plan === null ? {} : { plan }),
  ...(extendedLocation === undefined || extendedLocation === null ? {} : { extendedLocation }),
})

/** Where a machine is and what it was bought as stays. @throws ArmError `PropertyChangeNotAllowed` */
function requireSameTopLevel(record: VmRecord, body: JsonObject) {
  const said = topLevelOf(body)
  for (const name of ['zones', 'plan', 'extendedLocation'] as const) {
    if (said[name] !== undefined && JSON.stringify(said[name]) !== JSON.stringify(record[name])) refuse(name)
  }
  return {}
}
