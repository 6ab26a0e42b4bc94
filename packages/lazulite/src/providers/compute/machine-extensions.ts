/**
 * `virtualMachines/extensions`: what a machine's agent would install. They are kept and shown, nothing is installed.
 *
 * Recorded with Azure SDK for Java 2017–2020 (PUT 201 `Creating` with an operation that then succeeds; key order until
 * 2018) and Cloud Custodian 2021 (order since). `protectedSettings` are secrets: accepted, never kept. A missing one is
 * refused in ARM's words until 2018, in Compute's own since (both recorded).
 */

import { isFrom } from '../../domain/arm-resource/api-version.js'
import { requireRegion } from '../../domain/arm-resource/location.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { parseTags } from '../../domain/arm-resource/tags.js'
import { virtualMachineType } from '../../domain/compute/machine-types.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, type JsonObject, mergePatch, textAt, withoutNulls } from '../../domain/json.js'
import { releaseResource } from '../../operations/release-resource.js'
import { requireWritableGroup } from '../../operations/require-writable-group.js'
import { newResource, stampResource } from '../../operations/stamp-resource.js'
import type { Tx } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { computeApiVersions } from './api-versions.js'
import { acceptedHeaders, endOperation, followHeaders, startOperation } from './compute-operation.js'
import { renderExtension, extensionType as type } from './render-extension.js'
import { propertiesOf } from './require-vm-properties.js'
import { requireNotDeleting } from './vm-access.js'

export const machineExtensions = defineResourceType({
  type,
  apiVersions: computeApiVersions,
  scopes: ['resourceGroup'],
  tracked: true,
  capabilities: 'SupportsTags, SupportsLocation',
  get: { action: `${type}/read`, run: getExtension },
  put: { action: `${type}/write`, run: putExtension },
  patch: { action: `${type}/write`, run: patchExtension },
  delete: { action: `${type}/delete`, run: deleteExtension },
  list: { action: `${type}/read`, run: listExtensions },
})

async function getExtension(request: ArmRequest): Promise<ArmResponse> {
  const extension = await request.ports.store.read.resources.get(request.target.id)
  if (extension === undefined) throw missing(request)
  return { status: 200, body: renderExtension(extension, request.apiVersion) }
}

async function listExtensions({ ports, target, apiVersion }: ArmRequest): Promise<ArmResponse> {
  const all = await ports.store.read.resources.list({ scope: target.id, type })
  return { status: 200, body: { value: all.map((extension) => renderExtension(extension, apiVersion)) } }
}

async function putExtension(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const tags = parseTags(body.tags)
  const properties = kept(withoutNulls(propertiesOf(body)))
  const written = await ports.store.transaction(async (tx) => {
    await requireWritableGroup(tx, target)
    const machine = await requireMachine(tx, request)
    const location = typeof body.location === 'string' ? requireRegion(body.location, type) : machine.location
    requireExtension(properties)
    const existing = await tx.resources.get(target.id)
    const stamp = stampResource(ports)
    const extension: Resource = {
      ...newResource(target, type, stamp),
      ...(location === undefined ? {} : { location }),
      provisioningState: 'Succeeded',
      ...existing,
      ...(tags === undefined ? {} : { tags }),
      body: { properties },
      ...stamp,
    }
    await (existing === undefined ? tx.resources.insert(extension) : tx.resources.update(extension))
    return { extension, isNew: existing === undefined, operation: await succeed(tx, request, extension) }
  })
  const { extension, isNew, operation } = written
  const shown: Resource = { ...extension, provisioningState: isNew ? 'Creating' : 'Updating' }
  return {
    status: isNew ? 201 : 200,
    body: renderExtension(shown, request.apiVersion),
    headers: followHeaders(request, operation),
  }
}

async function patchExtension(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const tags = parseTags(body.tags)
  const { extension, operation } = await ports.store.transaction(async (tx) => {
    await requireMachine(tx, request)
    const existing = await tx.resources.get(target.id)
    if (existing === undefined) throw missing(request)
    const merged = mergePatch(existing.body.properties, propertiesOf(body))
    const properties = kept(isJsonObject(merged) ? merged : {})
    requireExtension(properties)
    const extension: Resource = {
      ...existing,
      ...(tags === undefined ? {} : { tags }),
      body: { properties },
      ...stampResource(ports),
    }
    await tx.resources.update(extension)
    return { extension, operation: await succeed(tx, request, extension) }
  })
  const shown: Resource = { ...extension, provisioningState: 'Updating' }
  return { status: 200, body: renderExtension(shown, request.apiVersion), headers: followHeaders(request, operation) }
}

async function deleteExtension(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const operation = await ports.store.transaction(async (tx) => {
    const existing = await tx.resources.get(target.id)
    if (existing === undefined) return undefined
    await requireMachine(tx, request)
    await releaseResource(tx, existing)
    await tx.resources.delete(existing.id)
    return succeed(tx, request, existing)
  })
  if (operation === undefined) return { status: 204 }
  return { status: 202, headers: acceptedHeaders(request, operation) }
}

/** There is nothing to wait for: the operation has ended by the time that it is asked about. */
async function succeed(tx: Tx, request: ArmRequest, subject: Resource) {
  const location = subject.location ?? 'global'
  const operation = await startOperation(tx, request, {
    kind: 'virtualMachineExtension',
    subject: { ...subject, location },
  })
  await endOperation(tx, request, operation)
  return operation
}

async function requireMachine(tx: Tx, { target }: ArmRequest): Promise<Resource> {
  const parent = target.id.split('/').slice(0, -2).join('/')
  const machine = await tx.resources.get(parent)
  if (machine === undefined) {
    throw new ArmError('ParentResourceNotFound', { verb: 'write', type: 'virtualMachines/extensions', parent })
  }
  requireNotDeleting(machine)
  return machine
}

/** @throws ArmError `InvalidParameter` naming what is missing */
function requireExtension(properties: JsonObject): void {
  for (const name of ['publisher', 'type', 'typeHandlerVersion']) {
    if (textAt(properties, name) !== undefined && textAt(properties, name) !== '') continue
    throw new ArmError(
      'InvalidParameter',
      { detail: `Required parameter '${name}' is missing (null).` },
      { target: name },
    )
  }
}

/** Without secrets and without what the service computes. */
function kept({ protectedSettings: _, provisioningState: __, instanceView: ___, ...rest }: JsonObject): JsonObject {
  return { autoUpgradeMinorVersion: false, ...rest }
}

function missing({ target, apiVersion }: ArmRequest): ArmError {
  if (isFrom('2019-03-01', apiVersion)) {
    const detail = 'The entity was not found in this Azure location.'
    return new ArmError('NotFound', { detail }, { target: 'extensionName' })
  }
  return new ArmError('ResourceNotFound', {
    type: `${virtualMachineType}/${target.names[0] ?? ''}/extensions`,
    name: target.name,
    resourceGroup: target.resourceGroup ?? '',
  })
}
