/**
 * `Microsoft.ManagedIdentity/userAssignedIdentities`: an identity that stands for itself and is attached to resources.
 *
 * Recorded with Azure CLI and Azure SDK for Java: PUT 201 with a relative `Location`, then 200; DELETE 200, then 204;
 * all of it synchronous.
 */
import { requireRegion, requireSameLocation } from '../../domain/arm-resource/location.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { requireIdentityName } from '../../domain/arm-resource/resource-name.js'
import { parseTags } from '../../domain/arm-resource/tags.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { userAssignedIdentityType } from '../../domain/identity/user-assigned-identity.js'
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import { createIdentityPrincipal } from '../../operations/create-identity-principal.js'
import { releaseResource } from '../../operations/release-resource.js'
import { requireResource } from '../../operations/require-resource.js'
import { requireWritableGroup } from '../../operations/require-writable-group.js'
import { newResource, stampResource } from '../../operations/stamp-resource.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { managedIdentityApiVersions } from './api-versions.js'
import { listAssociatedResources } from './list-associated-resources.js'
import { renderIdentityResource } from './render-identity-resource.js'

const action = (verb: string): string => `${userAssignedIdentityType}/${verb}`

export const userAssignedIdentities = defineResourceType({
  type: userAssignedIdentityType,
  apiVersions: managedIdentityApiVersions,
  scopes: ['resourceGroup'],
  tracked: true,
  capabilities: 'CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SupportsTags, SupportsLocation',
  get: { action: action('read'), run: getIdentity },
  put: { action: action('write'), run: putIdentity },
  patch: { action: action('write'), run: patchIdentity },
  delete: { action: action('delete'), run: deleteIdentity },
  list: { action: action('read'), filtersItself: true, run: listIdentities },
  actions: {
    listassociatedresources: {
      action: action('listAssociatedResources/action'),
      async run(request) {
        return listAssociatedResources(request, await requireResource(request.ports.store.read, request.target))
      },
    },
    revoketokens: {
      action: action('revokeTokens/action'),
      async run() {
        throw new ArmError('NotImplemented', { what: `POST ${action('revokeTokens')}` })
      },
    },
  },
})

async function getIdentity(request: ArmRequest): Promise<ArmResponse> {
  return { status: 200, body: render(request, await requireResource(request.ports.store.read, request.target)) }
}

async function listIdentities(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const all = await ports.store.read.resources.list({ scope: target.scope, type: userAssignedIdentityType })
  const readable = await request.onlyReadable(all, action('read'), ({ id }) => id)
  return { status: 200, body: { value: readable.map((identity) => render(request, identity)) } }
}

async function putIdentity(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const location = requireRegion(body.location, userAssignedIdentityType)
  const tags = parseTags(body.tags) ?? {}
  const settings = readSettings(body)
  const { identity, isNew } = await ports.store.transaction(async (tx) => {
    await requireWritableGroup(tx, target)
    const existing = await tx.resources.get(target.id)
    if (existing !== undefined) {
      requireSameLocation(existing, location)
      const identity = { ...existing, ...stampResource(ports), tags, body: { ...existing.body, ...settings } }
      await tx.resources.update(identity)
      return { identity, isNew: false }
    }
    requireIdentityName(target.name)
    const id = target.id.replace(/\/resourceGroups\//i, '/resourcegroups/')
    const ids = await createIdentityPrincipal(tx, ports, {
      displayName: target.name,
      origin: { type: 'UserAssigned', resourceId: id },
    })
    const stamp = stampResource(ports)
    const identity: Resource = {
      ...newResource({ ...target, id }, userAssignedIdentityType, stamp),
      location,
      tags,
      provisioningState: 'Succeeded',
      body: { ...ids, ...settings },
      ...stamp,
    }
    await tx.resources.insert(identity)
    return { identity, isNew: true }
  })
  const answer = { status: isNew ? 201 : 200, body: render(request, identity) }
  return isNew ? { ...answer, headers: { Location: identity.id } } : answer
}

async function patchIdentity(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const tags = parseTags(body.tags)
  const settings = readSettings(body)
  const identity = await ports.store.transaction(async (tx) => {
    const existing = await requireResource(tx, target)
    if (typeof body.location === 'string')
      requireSameLocation(existing, requireRegion(body.location, userAssignedIdentityType))
    const changed = {
      ...existing,
      ...stampResource(ports),
      ...(tags === undefined ? {} : { tags }),
      body: { ...existing.body, ...settings },
    }
    await tx.resources.update(changed)
    return changed
  })
  return { status: 200, body: render(request, identity) }
}

async function deleteIdentity({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const wasThere = await ports.store.transaction(async (tx) => {
    const existing = await tx.resources.get(target.id)
    if (existing === undefined) return false
    await releaseResource(tx, existing)
    // its federated credentials too
    for (const { id } of await tx.resources.list({ scope: existing.id })) await tx.resources.delete(id)
    return true
  })
  return { status: wasThere ? 200 : 204 }
}

const render = ({ apiVersion, caller }: ArmRequest, identity: Resource): JsonObject =>
  renderIdentityResource(identity, { apiVersion, tenantId: caller.tenantId })

/** `properties.isolationScope`; the other members of `properties` are the service's. @throws ArmError */
function readSettings(body: JsonObject): JsonObject {
  const { properties } = body
  if (properties === undefined || properties === null) return {}
  if (!isJsonObject(properties)) {
    throw new ArmError('InvalidRequestContent', { detail: "The 'properties' property must be an object" })
  }
  if (properties.assignmentRestrictions !== undefined && properties.assignmentRestrictions !== null) {
    throw new ArmError('NotImplemented', { what: `${userAssignedIdentityType} properties.assignmentRestrictions` })
  }
  const { isolationScope } = properties
  if (isolationScope === undefined || isolationScope === null) return {}
  if (isolationScope !== 'None' && isolationScope !== 'Regional') {
    throw new ArmError('BadRequest', { detail: "The property 'isolationScope' must be 'None' or 'Regional'." }) // Decision
  }
  return { isolationScope }
}
