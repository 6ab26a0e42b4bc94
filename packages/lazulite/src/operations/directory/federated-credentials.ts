/**
 * Federated identity credentials of applications.
 *
 * Rules: "Create federatedIdentityCredential" (v1.0): up to 20, names unique, issuer and subject together unique, one
 * audience; names of up to 120 characters that an address can hold.
 */
import { invalidProperty, requiredText, requireWritableMembers, textMember } from '../../domain/directory/check-body.js'
import type { Application, FederatedCredential } from '../../domain/directory/directory-objects.js'
import { federatedIdentityCredentialType as type } from '../../domain/directory/graph-types.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { JsonObject } from '../../domain/json.js'
import { requireRightOver, requireSomeRight } from './application-rights.js'
import { changeDirectory, type DirectoryCall } from './directory-call.js'
import { notFound, type ObjectKey, requireApplication } from './find-objects.js'

const mostCredentials = 20
const longest = 600

/** @throws GraphError */
export async function createFederatedCredential(
  call: DirectoryCall,
  key: ObjectKey,
  body: JsonObject,
): Promise<FederatedCredential> {
  const credential: FederatedCredential = {
    credentialId: call.ports.ids.guid('federatedCredential'),
    name: requiredText(body, 'name', type, 120),
    issuer: requiredText(body, 'issuer', type, longest),
    subject: requiredText(body, 'subject', type, longest),
    audiences: audiencesOf(body) ?? missingAudiences(),
    ...descriptionOf(body),
  }
  requireFormOf(credential, body)
  await changeCredentials(call, key, 'Add', (credentials) => {
    if (credentials.length >= mostCredentials)
      throw new GraphError('FederatedLimit', { limit: String(mostCredentials) })
    if (credentials.some(({ name }) => name.toLowerCase() === credential.name.toLowerCase())) {
      throw new GraphError('FederatedNameExists', { name: credential.name })
    }
    requireFreeSubject(credentials, credential)
    return [...credentials, credential]
  })
  return credential
}

/** @param idOrName  both are taken @throws GraphError */
export async function updateFederatedCredential(
  call: DirectoryCall,
  { application, idOrName }: { readonly application: ObjectKey; readonly idOrName: string },
  body: JsonObject,
): Promise<void> {
  await changeCredentials(call, application, 'Update', (credentials) => {
    const before = findFederatedCredential(credentials, idOrName)
    const name = textMember(body, 'name', type, 120)
    if (name !== undefined && name !== before.name) throw new GraphError('PropertyReadOnly', { property: 'name' })
    const after: FederatedCredential = {
      ...before,
      issuer: textMember(body, 'issuer', type, longest) ?? before.issuer,
      subject: textMember(body, 'subject', type, longest) ?? before.subject,
      audiences: audiencesOf(body) ?? before.audiences,
      ...descriptionOf(body),
    }
    requireFormOf(after, body)
    const others = credentials.filter((other) => other !== before)
    requireFreeSubject(others, after)
    return credentials.map((other) => (other === before ? after : other))
  })
}

/** @throws GraphError */
export async function deleteFederatedCredential(
  call: DirectoryCall,
  { application, idOrName }: { readonly application: ObjectKey; readonly idOrName: string },
): Promise<void> {
  await changeCredentials(call, application, 'Remove', (credentials) => {
    const gone = findFederatedCredential(credentials, idOrName)
    return credentials.filter((other) => other !== gone)
  })
}

/** @throws GraphError `ResourceNotFound` */
export function findFederatedCredential(
  credentials: readonly FederatedCredential[],
  idOrName: string,
): FederatedCredential {
  const wanted = idOrName.toLowerCase()
  const found = credentials.find(({ credentialId, name }) => credentialId === wanted || name.toLowerCase() === wanted)
  return found ?? notFound(idOrName)
}

async function changeCredentials(
  call: DirectoryCall,
  key: ObjectKey,
  verb: string,
  change: (credentials: readonly FederatedCredential[]) => readonly FederatedCredential[],
): Promise<void> {
  requireSomeRight(call, 'write')
  const { objectId } = await requireApplication(call.ports.store.read, key)
  await changeDirectory(call, { operation: `${verb} federated identity credential`, subject: objectId }, async (tx) => {
    const application: Application = await requireApplication(tx, { value: objectId })
    requireRightOver(call, 'write', application)
    const federatedCredentials = change(application.federatedCredentials ?? [])
    await tx.applications.update({ ...application, federatedCredentials })
  })
}

function requireFormOf(credential: FederatedCredential, body: JsonObject): void {
  if (body.claimsMatchingExpression !== undefined && body.claimsMatchingExpression !== null) {
    throw new GraphError('NotImplemented', { what: 'claimsMatchingExpression of federated identity credentials' })
  }
  requireWritableMembers(body, { entity: type, readOnly: [], also: ['id', 'claimsMatchingExpression'] })
  if (!/^[A-Za-z0-9][\w.~-]{0,119}$/.test(credential.name)) throw invalidProperty(type, 'name')
  if (!/^https:\/\/\S+$/i.test(credential.issuer)) throw invalidProperty(type, 'issuer')
}

function requireFreeSubject(
  others: readonly FederatedCredential[],
  { issuer, subject }: Pick<FederatedCredential, 'issuer' | 'subject'>,
): void {
  if (others.some((other) => other.issuer === issuer && other.subject === subject)) {
    throw new GraphError('FederatedSubjectExists', { issuer, subject })
  }
}

function audiencesOf({ audiences }: JsonObject): readonly string[] | undefined {
  if (audiences === undefined) return undefined
  const texts = Array.isArray(audiences)
    ? audiences.filter((one) => typeof one === 'string' && one.length <= longest)
    : []
  if (texts.length !== 1) throw invalidProperty(type, 'audiences')
  return texts.map(String)
}

const missingAudiences = (): never => {
  throw new GraphError('PropertyMissing', { property: 'audiences', resource: type.resourceName })
}

function descriptionOf({ description }: JsonObject): Pick<FederatedCredential, 'description'> {
  return typeof description === 'string' ? { description } : {}
}
