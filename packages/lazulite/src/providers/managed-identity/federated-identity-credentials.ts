/**
 * `Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials`: tokens of other issuers that prove a
 * user-assigned identity. The token service reads them (`operations/sign-in/authenticate-client.ts`).
 *
 * Recorded with Azure CLI 2.46 (2023-01-31): PUT 201 with a relative `Location`, then 200; DELETE 200; a list. Limits
 * (twenty per identity, one audience, 600 characters, issuer and subject together unique): "Important considerations
 * and restrictions for federated identity credentials"; the wording of those refusals is ours ("Decision:").
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { federatedCredentialOf, federatedCredentialType } from '../../domain/identity/federated-credential.js'
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import { requireWritableGroup } from '../../operations/require-writable-group.js'
import { stampResource } from '../../operations/stamp-resource.js'
import type { Tx } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { managedIdentityApiVersions } from './api-versions.js'

const action = (verb: string): string => `${federatedCredentialType}/${verb}`

export const federatedIdentityCredentials = defineResourceType({
  type: federatedCredentialType,
  apiVersions: managedIdentityApiVersions.filter((version) => version >= '2022'),
  scopes: ['resourceGroup'],
  get: { action: action('read'), run: getCredential },
  put: { action: action('write'), run: putCredential },
  delete: { action: action('delete'), run: deleteCredential },
  list: { action: action('read'), run: listCredentials },
})

const mostCredentials = 20
const longestValue = 600

async function getCredential({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const credential = await ports.store.read.resources.get(target.id)
  if (credential !== undefined) return { status: 200, body: render(credential) }
  const id = target.id.replace(/\/resourceGroups\//i, '/resourcegroups/')
  throw new ArmError('NotFound', { detail: `Resource '${id}' was not found.` })
}

async function listCredentials({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const all = await ports.store.read.resources.list({ scope: target.id, type: federatedCredentialType })
  return { status: 200, body: { value: all.map(render) } }
}

async function putCredential({ ports, target, body = {} }: ArmRequest): Promise<ArmResponse> {
  const settings = readSettings(body)
  const { credential, isNew } = await ports.store.transaction(async (tx) => {
    await requireWritableGroup(tx, target)
    const identity = await requireIdentity(tx, target.id)
    const existing = await tx.resources.get(target.id)
    await requireRoom(tx, { identity, settings, existing })
    const stamp = stampResource(ports)
    if (existing !== undefined) {
      const credential = { ...existing, ...stamp, body: settings }
      await tx.resources.update(credential)
      return { credential, isNew: false }
    }
    requireCredentialName(target.name)
    const credential: Resource = {
      id: `${identity.id}/federatedIdentityCredentials/${target.name}`,
      type: federatedCredentialType,
      name: target.name,
      subscriptionId: target.subscriptionId ?? '',
      resourceGroup: target.resourceGroup ?? '',
      provisioningState: 'Succeeded',
      body: settings,
      createdAt: stamp.changedAt,
      ...stamp,
    }
    await tx.resources.insert(credential)
    return { credential, isNew: true }
  })
  const answer = { status: isNew ? 201 : 200, body: render(credential) }
  return isNew ? { ...answer, headers: { Location: credential.id } } : answer
}

async function deleteCredential({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const deleted = await ports.store.transaction((tx) => tx.resources.delete(target.id))
  return { status: deleted === undefined ? 204 : 200 }
}

const render = (resource: Resource): JsonObject => {
  const { issuer, subject, audiences } = federatedCredentialOf(resource)
  return { id: resource.id, name: resource.name, type: resource.type, properties: { issuer, subject, audiences } }
}

/** The endpoint has checked this before; it may have been deleted since. */
async function requireIdentity(tx: Tx, id: string): Promise<Resource> {
  const parent = id.split('/').slice(0, -2).join('/')
  const identity = await tx.resources.get(parent)
  if (identity !== undefined) return identity
  const type = 'userAssignedIdentities/federatedIdentityCredentials'
  throw new ArmError('ParentResourceNotFound', { verb: 'write', type, parent })
}

interface Wanted {
  readonly identity: Resource
  readonly settings: JsonObject
  readonly existing: Resource | undefined
}

async function requireRoom(tx: Tx, { identity, settings, existing }: Wanted): Promise<void> {
  const all = await tx.resources.list({ scope: identity.id, type: federatedCredentialType })
  const others = all.filter(({ id }) => id !== existing?.id)
  if (existing === undefined && others.length >= mostCredentials) {
    throw new ArmError('BadRequest', {
      detail: `The identity '${identity.name}' has ${mostCredentials} federated identity credentials, which is the most it can have.`,
    })
  }
  const same = others.find(({ body }) => body.issuer === settings.issuer && body.subject === settings.subject)
  if (same === undefined) return
  throw new ArmError('Conflict', {
    detail: `The federated identity credential '${same.name}' of this identity has the same issuer and subject.`,
  })
}

function requireCredentialName(name: string): void {
  if (/^[a-z0-9][a-z0-9_-]{2,119}$/i.test(name)) return
  throw new ArmError('InvalidResourceName', {
    detail: `The federated identity credential name '${name}' is invalid. It must have 3 to 120 characters, start with a letter or a digit, and contain only letters, digits, '-' and '_'.`,
  })
}

/** @throws ArmError `BadRequest` */
function readSettings({ properties }: JsonObject): JsonObject {
  const given = isJsonObject(properties) ? properties : {}
  const issuer = requireText(given, 'issuer')
  if (!URL.canParse(issuer) || !['https:', 'http:'].includes(new URL(issuer).protocol)) {
    throw new ArmError('BadRequest', { detail: "The property 'issuer' must be a URL." })
  }
  const subject = requireText(given, 'subject')
  const { audiences } = given
  const [audience, ...more] = Array.isArray(audiences) ? audiences : []
  if (typeof audience !== 'string' || audience === '' || audience.length > longestValue || more.length > 0) {
    throw new ArmError('BadRequest', { detail: "The property 'audiences' must be a list of exactly one audience." })
  }
  return { issuer, subject, audiences: [audience] }
}

function requireText(given: JsonObject, name: string): string {
  const value = given[name]
  if (typeof value === 'string' && value !== '' && value.length <= longestValue) return value
  throw new ArmError('BadRequest', {
    detail: `The property '${name}' must be a text of 1 to ${longestValue} characters.`,
  })
}
