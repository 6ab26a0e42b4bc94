/**
 * PUT and PATCH of a scale set: desired state, identities, machines and operation in one transaction.
 *
 * Statuses and headers: recorded with Azure CLI (PATCH 200 `Updating` with `Azure-AsyncOperation`); PUT as for a virtual
 * machine. A PUT without `properties` keeps them: Azure CLI scales a set with location and sku alone. Machines take over
 * a changed model at once under the policies Automatic and Rolling, else when they are asked to.
 */

import { requireRegion, requireSameLocation } from '../../../domain/arm-resource/location.js'
import type { Resource } from '../../../domain/arm-resource/resource.js'
import { parseTags } from '../../../domain/arm-resource/tags.js'
import { isJsonObject, type Json, type JsonObject, mergePatch, textAt, withoutNulls } from '../../../domain/json.js'
import { requirePreconditions } from '../../../operations/require-preconditions.js'
import { requireResource } from '../../../operations/require-resource.js'
import { requireWritableGroup } from '../../../operations/require-writable-group.js'
import { scaleSetMembers, scaleSetType } from '../../../operations/scale-set-members.js'
import { setResourceIdentity } from '../../../operations/set-resource-identity.js'
import { newResource, stampResource } from '../../../operations/stamp-resource.js'
import type { Tx } from '../../../ports/store.js'
import type { ArmRequest, ArmResponse } from '../../define.js'
import { followHeaders, startOperation } from '../compute-operation.js'
import { scaleSetLinks } from '../linked-parts.js'
import { refuse } from '../require-unchanged.js'
import { propertiesOf } from '../require-vm-properties.js'
import { readRequestedIdentity, requireLinkRights, requireNotDeleting } from '../vm-access.js'
import { completeScaleSet, requireScaleSet, requireScaleSetName } from './complete-scale-set.js'
import { applyModel, isLatestModel, matchCapacity } from './plan-machines.js'
import { renderScaleSet } from './render-scale-set.js'
import { type ScaleSetRecord, scaleSetRecordOf, toScaleSetBody } from './scale-set-record.js'

export const scaleSetAction = (verb: string): string => `${scaleSetType}/${verb}`

export async function putScaleSet(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const before = await ports.store.read.resources.get(target.id)
  if (before === undefined) requireScaleSetName(target.name)
  await requireRights(request, before?.id ?? target.id, before)
  const written = await ports.store.transaction(async (tx) => {
    await requireWritableGroup(tx, target)
    const existing = await tx.resources.get(target.id)
    requirePreconditions(request, existing)
    if (existing !== undefined) requireNotDeleting(existing)
    const planned = existing === undefined ? planNew(request) : planReplacement(request, existing)
    return write(tx, request, { planned, existing })
  })
  ports.wakeReconciler?.()
  return answer(request, written, before === undefined && written.isNew ? 201 : 200)
}

export async function patchScaleSet(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const before = await requireResource(ports.store.read, target)
  await requireRights(request, before.id, before)
  const written = await ports.store.transaction(async (tx) => {
    const existing = await requireResource(tx, target)
    requirePreconditions(request, existing)
    requireNotDeleting(existing)
    return write(tx, request, { planned: planPatch(request, existing), existing })
  })
  ports.wakeReconciler?.()
  return answer(request, written, 200)
}

const requireRights = (request: ArmRequest, resourceId: string, existing: Resource | undefined) =>
  requireLinkRights(request, { resourceId, existing, action: scaleSetAction('write'), rules: scaleSetLinks })

type Written = Awaited<ReturnType<typeof write>>

const answer = (request: ArmRequest, { set, operation, justAttached }: Written, status: number): ArmResponse => ({
  status,
  body: renderScaleSet(set, { apiVersion: request.apiVersion, tenantId: request.caller.tenantId, justAttached }),
  headers: followHeaders(request, operation),
})

interface Plan {
  readonly planned: Resource
  readonly existing: Resource | undefined
}

async function write(tx: Tx, request: ArmRequest, { planned, existing }: Plan) {
  const { ports } = request
  const requested = readRequestedIdentity(request, planned.id, planned)
  const { identity: _, ...rest } = planned
  const identity = await setResourceIdentity(tx, ports, planned, requested)
  const isPresent = identity.systemAssigned !== undefined || identity.userAssigned.length > 0
  const withIdentity = numbered(isPresent ? { ...rest, identity } : rest, existing)
  // The record first: machines below it need it.
  if (existing === undefined) await tx.resources.insert(withIdentity)
  const set = await matchCapacity(tx, ports, withIdentity)
  await tx.resources.update(set)
  if (existing !== undefined && upgradesByItself(set)) {
    for (const machine of await scaleSetMembers(tx, set)) {
      if (machine.provisioningState !== 'Deleting' && !isLatestModel(set, machine)) {
        await applyModel(tx, ports, set, machine)
      }
    }
  }
  const operation = await startOperation(tx, request, { kind: 'virtualMachineScaleSetWrite', subject: set })
  return { set, operation, isNew: existing === undefined, justAttached: requested.attached }
}

const upgradesByItself = (set: Resource): boolean =>
  /^(automatic|rolling)$/i.test(textAt(scaleSetRecordOf(set).properties, 'upgradePolicy', 'mode') ?? '')

/** The model has a new number when anything that machines take over has changed. */
function numbered(set: Resource, existing: Resource | undefined): Resource {
  if (existing === undefined) return set
  const record = scaleSetRecordOf(set)
  const before = scaleSetRecordOf(existing)
  const modelOf = (of: ScaleSetRecord, { identity }: Resource): string =>
    JSON.stringify([of.properties.virtualMachineProfile, of.sku?.name, identity ?? null])
  const isChanged = modelOf(record, set) !== modelOf(before, existing)
  return { ...set, body: toScaleSetBody({ ...record, modelVersion: before.modelVersion + (isChanged ? 1 : 0) }) }
}

function planNew(request: ArmRequest): Resource {
  const { ports, target, body = {} } = request
  const location = requireRegion(body.location, scaleSetType)
  const tags = parseTags(body.tags)
  const sku = skuOf(undefined, body.sku)
  const properties = completeScaleSet(withoutNulls(propertiesOf(body)))
  requireScaleSet(properties, sku)
  const { zones, plan } = body
  const record: ScaleSetRecord = {
    uniqueId: ports.ids.guid('scaleSet'),
    modelVersion: 1,
    nextInstance: 0,
    ...(sku === undefined ? {} : { sku }),
    properties,
    ...(zones === undefined || zones === null ? {} : { zones }),
    ...(plan === undefined || plan === null ? {} : { plan }),
  }
  const stamp = stampResource(ports)
  return {
    ...newResource(target, scaleSetType, stamp),
    location,
    ...(tags === undefined ? {} : { tags }),
    provisioningState: 'Creating',
    body: toScaleSetBody(record),
    ...stamp,
  }
}

function planReplacement(request: ArmRequest, existing: Resource): Resource {
  const { body = {} } = request
  requireSameLocation(existing, requireRegion(body.location, scaleSetType))
  const said = withoutNulls(propertiesOf(body))
  const { properties } = scaleSetRecordOf(existing)
  const profile = said.virtualMachineProfile
  const merged: JsonObject = {
    ...properties,
    ...said,
    ...(isJsonObject(profile) ? { virtualMachineProfile: mergePatch(properties.virtualMachineProfile, profile) } : {}),
  }
  return changed(request, existing, merged)
}

function planPatch(request: ArmRequest, existing: Resource): Resource {
  const { body = {} } = request
  const merged = mergePatch(scaleSetRecordOf(existing).properties, propertiesOf(body))
  return changed(request, existing, merged as JsonObject) // an object patched by an object is an object
}

function changed(request: ArmRequest, existing: Resource, merged: JsonObject): Resource {
  const { body = {}, ports } = request
  const record = scaleSetRecordOf(existing)
  const properties = completeScaleSet(merged)
  const sku = skuOf(record.sku, body.sku)
  if (properties.orchestrationMode !== record.properties.orchestrationMode) refuse('orchestrationMode')
  requireScaleSet(properties, sku)
  const tags = parseTags(body.tags)
  return {
    ...existing,
    ...(tags === undefined ? {} : { tags }),
    provisioningState: 'Updating',
    body: toScaleSetBody({ ...record, properties, ...(sku === undefined ? {} : { sku }) }),
    ...stampResource(ports),
  }
}

function skuOf(before: JsonObject | undefined, said: Json | undefined): JsonObject | undefined {
  if (!isJsonObject(said)) return before
  const { name, tier, capacity } = { ...before, ...withoutNulls(said) }
  const family = typeof name === 'string' ? /^(Standard|Basic)_/i.exec(name)?.[1] : undefined
  return {
    ...(name === undefined ? {} : { name }),
    ...(tier === undefined && family === undefined ? {} : { tier: tier ?? family }),
    capacity: capacity ?? 0,
  }
}
