/** Service principals of applications: made, changed, deleted. Those of managed identities come and go with their resources. */
import { changeServicePrincipal, followApplication } from '../../domain/directory/change-service-principal.js'
import { missingProperty } from '../../domain/directory/check-body.js'
import type { ServicePrincipal } from '../../domain/directory/directory-objects.js'
import { servicePrincipalType } from '../../domain/directory/graph-types.js'
import { mayDo } from '../../domain/directory/rights.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { Tx } from '../../ports/store.js'
import { ownersOfNew, requireOwnServicePrincipal, requireRightOver, requireSomeRight } from './application-rights.js'
import { changeDirectory, type DirectoryCall, requireRight } from './directory-call.js'
import { isFirstParty, type ObjectKey, requireServicePrincipal } from './find-objects.js'
import { readKeyCredentials } from './key-credentials.js'
import { requireSecurityAttributeRight, verbOfUpdate } from './security-attribute-rights.js'

/** @throws GraphError */
export async function createServicePrincipal(call: DirectoryCall, body: JsonObject): Promise<ServicePrincipal> {
  const { ports, caller } = call
  requireRight(call, { area: 'application', verb: 'create' })
  requireSecurityAttributeRight(call, body)
  const { appId, ...rest } = body
  if (typeof appId !== 'string' || appId === '') throw missingProperty(servicePrincipalType, 'appId')
  const principalId = ports.ids.guid('principal')
  const createdAt = ports.clock.nowMillis()
  return changeDirectory(call, { operation: 'Add service principal', subject: principalId }, async (tx) => {
    const application = await tx.applications.findByClientId(appId)
    if (await tx.principals.findByClientId(appId)) throw new GraphError('ServicePrincipalNameInUse', { name: appId })
    if (application === undefined || isFirstParty(appId)) throw new GraphError('NoBackingApplication', { appId })
    const isOwner = application.owners?.includes(caller.principalId) === true
    if (!mayDo(caller, { area: 'application', verb: 'write', isOwner })) {
      throw new GraphError(caller.kind === 'app' ? 'BackingApplicationElsewhere' : 'RequestDenied')
    }
    const blank: ServicePrincipal = {
      kind: 'ServicePrincipal',
      principalId,
      displayName: application.displayName,
      isEnabled: true,
      createdAt,
      clientId: application.clientId,
      servicePrincipalType: 'Application',
      servicePrincipalNames: [application.clientId],
      owners: ownersOfNew(call),
    }
    const principal = changeServicePrincipal(followApplication(blank, application), rest)
    await requireFreeNames(tx, principal)
    await tx.principals.insert(principal)
    return principal
  })
}

/** @throws GraphError */
export async function updateServicePrincipal(call: DirectoryCall, key: ObjectKey, body: JsonObject): Promise<void> {
  const verb = verbOfUpdate(call, body)
  requireSomeRight(call, verb)
  const { principalId } = await requireServicePrincipal(call.ports.store.read, key)
  await changeDirectory(call, { operation: 'Update service principal', subject: principalId }, async (tx) => {
    const before = await requireServicePrincipal(tx, { value: principalId })
    requireRightOver(call, verb, before)
    const changed = changeServicePrincipal(before, body)
    if (body.keyCredentials !== undefined && body.keyCredentials !== null) requireOwnServicePrincipal(before)
    const after: ServicePrincipal =
      body.keyCredentials === undefined || body.keyCredentials === null
        ? changed
        : {
            ...changed,
            certificates: readKeyCredentials(body.keyCredentials, before.certificates ?? [], call.ports.ids),
          }
    await requireFreeNames(tx, after)
    await tx.principals.update(after)
  })
}

/** @throws GraphError */
export async function deleteServicePrincipal(call: DirectoryCall, key: ObjectKey): Promise<void> {
  requireSomeRight(call, 'delete')
  const { principalId } = await requireServicePrincipal(call.ports.store.read, key)
  await changeDirectory(call, { operation: 'Remove service principal', subject: principalId }, async (tx) => {
    const principal = await requireServicePrincipal(tx, { value: principalId })
    requireRightOver(call, 'delete', principal)
    requireOwnServicePrincipal(principal)
    await tx.principals.delete(principalId)
  })
}

/** @throws GraphError `ServicePrincipalNameInUse` */
async function requireFreeNames(tx: Tx, principal: ServicePrincipal): Promise<void> {
  for (const name of principal.servicePrincipalNames) {
    const other = await tx.principals.findByServicePrincipalName(name)
    if (other !== undefined && other.principalId !== principal.principalId) {
      throw new GraphError('ServicePrincipalNameInUse', { name })
    }
  }
}
