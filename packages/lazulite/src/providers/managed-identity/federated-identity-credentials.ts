/**
 * `…/userAssignedIdentities/{name}/federatedIdentityCredentials`: which outside tokens an identity trusts.
 *
 * Recorded with Azure CLI 2022–2023: 201 with a relative `Location`, then 200; DELETE 200 with an empty body; no tags, no
 * location. Two writes under one identity at a time are refused (Azure/bicep-registry-modules#1447,
 * pulumi/pulumi-azure-native#4343). Decision: a deletion counts as a write, and deleting what is not there answers 204.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import {
  federatedCredentialOf,
  federatedCredentialType,
  readFederatedCredential,
  requireFederatedCredentialName,
  requireRoom,
} from '../../domain/identity/federated-credential.js'
import type { JsonObject } from '../../domain/json.js'
import { firstPage } from '../../domain/odata/first-page.js'
import { resourceKey } from '../../domain/resource-id/resource-id.js'
import { releaseResource } from '../../operations/release-resource.js'
import { requireWritableGroup } from '../../operations/require-writable-group.js'
import { newResource, stampResource } from '../../operations/stamp-resource.js'
import { type ArmRequest, type ArmResponse, type ArmTarget, defineResourceType } from '../define.js'
import { managedIdentityApiVersions } from './api-versions.js'
import { oneWriteAtATime } from './one-write-at-a-time.js'

const action = (verb: string): string => `${federatedCredentialType}/${verb}`

export const federatedIdentityCredentials = defineResourceType({
  type: federatedCredentialType,
  // The first version with them is that of 2022.
  apiVersions: managedIdentityApiVersions.filter((version) => version >= '2022'),
  scopes: ['resourceGroup'],
  get: { action: action('read'), run: getCredential },
  put: { action: action('write'), run: putCredential },
  delete: { action: action('delete'), run: deleteCredential },
  list: { action: action('read'), run: listCredentials },
})

async function getCredential({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const credential = await ports.store.read.resources.get(target.id)
  if (credential === undefined) {
    throw new ArmError('NotFound', { detail: `Resource '${spelt(target.id)}' was not found.` })
  }
  return { status: 200, body: render(credential) }
}

async function listCredentials({ ports, target, query }: ArmRequest): Promise<ArmResponse> {
  const all = await ports.store.read.resources.list({ scope: target.id, type: federatedCredentialType })
  return { status: 200, body: { value: firstPage(all, query.get('$top')).map(render) } }
}

async function putCredential(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body } = request
  const identityId = identityOf(target)
  return oneWriteAtATime(ports.store.read, identityId, async () => {
    const { credential, isNew } = await ports.store.transaction(async (tx) => {
      await requireWritableGroup(tx, target)
      if ((await tx.resources.get(identityId)) === undefined) throw parentNotFound(identityId)
      const existing = await tx.resources.get(target.id)
      if (existing === undefined) requireFederatedCredentialName(target.name)
      const wanted = readFederatedCredential(body)
      const siblings = await tx.resources.list({ scope: identityId, type: federatedCredentialType })
      const others = siblings.filter(({ id }) => resourceKey(id) !== resourceKey(target.id))
      requireRoom(
        wanted,
        others.map((other) => federatedCredentialOf(other.body)),
      )
      const stamp = stampResource(ports)
      const credential: Resource = {
        ...newResource({ ...target, id: spelt(target.id) }, federatedCredentialType, stamp),
        provisioningState: 'Succeeded',
        ...existing,
        body: { ...wanted },
        ...stamp,
      }
      if (existing === undefined) await tx.resources.insert(credential)
      else await tx.resources.update(credential)
      return { credential, isNew: existing === undefined }
    })
    const answer = { status: isNew ? 201 : 200, body: render(credential) }
    return isNew ? { ...answer, headers: { Location: credential.id } } : answer
  })
}

async function deleteCredential({ ports, target }: ArmRequest): Promise<ArmResponse> {
  return oneWriteAtATime(ports.store.read, identityOf(target), async () => {
    const wasThere = await ports.store.transaction(async (tx) => {
      const existing = await tx.resources.get(target.id)
      if (existing === undefined) return false
      await releaseResource(tx, existing)
      await tx.resources.delete(existing.id)
      return true
    })
    return { status: wasThere ? 200 : 204 }
  })
}

const identityOf = ({ id }: ArmTarget): string => id.split('/').slice(0, -2).join('/')

/** The identity service's own spelling of ids. */
const spelt = (id: string): string => id.replace(/\/resourceGroups\//i, '/resourcegroups/')

const parentNotFound = (parent: string): ArmError =>
  new ArmError('ParentResourceNotFound', {
    verb: 'write',
    type: 'userAssignedIdentities/federatedIdentityCredentials',
    parent,
  })

const render = ({ id, name, type, body }: Resource): JsonObject => {
  const { issuer, subject, audiences } = federatedCredentialOf(body)
  return { id, name, type, properties: { issuer, subject, audiences } }
}
