/** Applications: made, changed, deleted, together with the service principals that follow them. */
import { changeApplication, withPublicity } from '../../domain/directory/change-application.js'
import { followApplication } from '../../domain/directory/change-service-principal.js'
import { requiredText } from '../../domain/directory/check-body.js'
import type { Application } from '../../domain/directory/directory-objects.js'
import { applicationType } from '../../domain/directory/graph-types.js'
import { boundIds } from '../../domain/directory/references.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { JsonObject } from '../../domain/json.js'
import { isSameAudience } from '../../domain/token/audience.js'
import type { Tx } from '../../ports/store.js'
import { ownersOfNew, requireRightOver, requireSomeRight } from './application-rights.js'
import { changeDirectory, type DirectoryCall, requireRight } from './directory-call.js'
import { isFirstParty, type ObjectKey, requireApplication } from './find-objects.js'
import { readKeyCredentials } from './key-credentials.js'

/** @throws GraphError */
export async function createApplication(call: DirectoryCall, body: JsonObject): Promise<Application> {
  const { ports, tenant } = call
  requireRight(call, { area: 'application', verb: 'create' })
  const displayName = requiredText(body, 'displayName', applicationType)
  const blank: Application = {
    objectId: ports.ids.guid('application'),
    clientId: ports.ids.guid('client'),
    displayName,
    identifierUris: [],
    isPublicClient: false,
    secrets: [],
    createdAt: ports.clock.nowMillis(),
    owners: [...new Set([...ownersOfNew(call), ...boundIds(body, 'owners')])],
  }
  const application = withKeys(call, changeApplication(blank, body, tenant.defaultDomain), body)
  return changeDirectory(call, { operation: 'Add application', subject: application.objectId }, async (tx) => {
    await requireFreeUris(tx, application)
    await tx.applications.insert(application)
    return application
  })
}

/** @throws GraphError */
export async function updateApplication(call: DirectoryCall, key: ObjectKey, body: JsonObject): Promise<void> {
  requireSomeRight(call, 'write')
  const { objectId } = await requireApplication(call.ports.store.read, key)
  await changeDirectory(call, { operation: 'Update application', subject: objectId }, async (tx) => {
    const before = await requireApplication(tx, { value: objectId })
    requireRightOver(call, 'write', before)
    const after = withKeys(call, changeApplication(before, body, call.tenant.defaultDomain), body)
    await requireFreeUris(tx, after)
    await tx.applications.update(after)
    await updateFollower(tx, after)
  })
}

/** Its service principal goes with it; role assignments stay, as orphans. @throws GraphError */
export async function deleteApplication(call: DirectoryCall, key: ObjectKey): Promise<void> {
  requireSomeRight(call, 'delete')
  const { objectId } = await requireApplication(call.ports.store.read, key)
  await changeDirectory(call, { operation: 'Delete application', subject: objectId }, async (tx) => {
    const application = await requireApplication(tx, { value: objectId })
    requireRightOver(call, 'delete', application)
    const principal = await tx.principals.findByClientId(application.clientId)
    if (principal !== undefined) await tx.principals.delete(principal.principalId)
    await tx.applications.delete(objectId)
  })
}

function withKeys({ ports }: DirectoryCall, application: Application, body: JsonObject): Application {
  if (body.keyCredentials === undefined || body.keyCredentials === null) return application
  const certificates = readKeyCredentials(body.keyCredentials, application.certificates ?? [], ports.ids)
  return withPublicity({ ...application, certificates })
}

/** No other application and no other service principal answers to them. @throws GraphError `ObjectConflict` */
async function requireFreeUris(tx: Tx, application: Application): Promise<void> {
  if (application.identifierUris.length === 0) return
  const others = (await tx.applications.list()).filter(({ clientId }) => clientId !== application.clientId)
  const taken = others.flatMap(({ identifierUris }) => identifierUris)
  for (const uri of application.identifierUris) {
    const principal = await tx.principals.findByServicePrincipalName(uri)
    const isTaken =
      taken.some((other) => isSameAudience(other, uri)) ||
      (principal?.kind === 'ServicePrincipal' && principal.clientId !== application.clientId)
    if (isTaken) throw new GraphError('ObjectConflict', { property: 'identifierUris' })
  }
}

async function updateFollower(tx: Tx, application: Application): Promise<void> {
  const principal = await tx.principals.findByClientId(application.clientId)
  if (principal?.kind !== 'ServicePrincipal' || isFirstParty(principal.clientId)) return
  await tx.principals.update(followApplication(principal, application))
}
