/**
 * Delegated permissions that clients were granted (`oauth2PermissionGrants`), for everybody or for one user. They are
 * kept with the client's service principal.
 */
import { invalidProperty, missingProperty } from '../../domain/directory/check-body.js'
import type { DelegatedPermissionGrant, ServicePrincipal } from '../../domain/directory/directory-objects.js'
import { permissionGrantType as type } from '../../domain/directory/graph-types.js'
import { opaqueId } from '../../domain/directory/opaque-id.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import type { ReadStores } from '../../ports/store.js'
import { changeDirectory, type DirectoryCall, requireRight } from './directory-call.js'
import { notFound, requireServicePrincipal, requireUser } from './find-objects.js'

export interface GrantOfClient {
  readonly client: ServicePrincipal
  readonly grant: DelegatedPermissionGrant
}

export const renderPermissionGrant = ({ client, grant }: GrantOfClient): JsonObject => ({
  clientId: client.principalId,
  consentType: grant.userPrincipalId === undefined ? 'AllPrincipals' : 'Principal',
  id: grant.grantId,
  principalId: grant.userPrincipalId ?? null,
  resourceId: grant.resourcePrincipalId,
  scope: grant.scope,
})

/** All of them, or those of one client. Grants on resources that are gone are gone as well. */
export async function listPermissionGrants({
  principals,
}: Pick<ReadStores, 'principals'>): Promise<readonly GrantOfClient[]> {
  const all = await principals.list({ kind: 'ServicePrincipal' })
  const present = new Set(all.map(({ principalId }) => principalId))
  return all.flatMap((client) =>
    client.kind !== 'ServicePrincipal'
      ? []
      : (client.permissionGrants ?? [])
          .filter(({ resourcePrincipalId }) => present.has(resourcePrincipalId))
          .map((grant) => ({ client, grant })),
  )
}

/** @throws GraphError `ResourceNotFound` */
export async function requirePermissionGrant(
  read: Pick<ReadStores, 'principals'>,
  grantId: string,
): Promise<GrantOfClient> {
  return (await listPermissionGrants(read)).find(({ grant }) => grant.grantId === grantId) ?? notFound(grantId)
}

/** @throws GraphError `PropertyMissing`, `PropertyInvalid`, `ResourceNotFound`, `GrantExists` */
export async function createPermissionGrant(call: DirectoryCall, body: JsonObject): Promise<GrantOfClient> {
  requireRight(call, { area: 'permissionGrant', verb: 'create' })
  const clientId = requiredId(body, 'clientId')
  const resourceId = requiredId(body, 'resourceId')
  const scope = readScope(body.scope)
  const userId = readConsent(body)
  const facts = { resourceId, scope }
  return changeDirectory(
    call,
    { operation: 'Add delegated permission grant', subject: clientId, facts },
    async (tx) => {
      const client = await requireServicePrincipal(tx, { value: clientId })
      const resource = await requireServicePrincipal(tx, { value: resourceId })
      const user = userId === undefined ? undefined : await requireUser(tx, { value: userId })
      const before = client.permissionGrants ?? []
      const isSame = (one: DelegatedPermissionGrant): boolean =>
        one.resourcePrincipalId === resource.principalId && one.userPrincipalId === user?.principalId
      if (before.some(isSame)) throw new GraphError('GrantExists')
      const ends = [client.principalId, resource.principalId, ...(user === undefined ? [] : [user.principalId])]
      const grant: DelegatedPermissionGrant = {
        grantId: opaqueId(ends),
        resourcePrincipalId: resource.principalId,
        ...(user === undefined ? {} : { userPrincipalId: user.principalId }),
        scope,
      }
      await tx.principals.update({ ...client, permissionGrants: [...before, grant] })
      return { client, grant }
    },
  )
}

/** Only its scope can change. @throws GraphError */
export async function updatePermissionGrant(call: DirectoryCall, grantId: string, body: JsonObject): Promise<void> {
  const scope = readScope(body.scope)
  await changeGrants(call, { grantId, verb: 'write', operation: 'Update' }, (grants) =>
    grants.map((grant) => (grant.grantId === grantId ? { ...grant, scope } : grant)),
  )
}

/** @throws GraphError */
export async function deletePermissionGrant(call: DirectoryCall, grantId: string): Promise<void> {
  await changeGrants(call, { grantId, verb: 'delete', operation: 'Remove' }, (grants) =>
    grants.filter((grant) => grant.grantId !== grantId),
  )
}

async function changeGrants(
  call: DirectoryCall,
  what: { readonly grantId: string; readonly verb: 'write' | 'delete'; readonly operation: string },
  change: (grants: readonly DelegatedPermissionGrant[]) => readonly DelegatedPermissionGrant[],
): Promise<void> {
  requireRight(call, { area: 'permissionGrant', verb: what.verb })
  const found = await requirePermissionGrant(call.ports.store.read, what.grantId)
  const operation = `${what.operation} delegated permission grant`
  await changeDirectory(call, { operation, subject: found.client.principalId }, async (tx) => {
    const { client } = await requirePermissionGrant(tx, what.grantId)
    await tx.principals.update({ ...client, permissionGrants: change(client.permissionGrants ?? []) })
  })
}

function requiredId(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw missingProperty(type, name)
  return value.toLowerCase()
}

function readScope(value: Json | undefined): string {
  if (typeof value !== 'string') throw missingProperty(type, 'scope')
  return value.trim().split(/\s+/).join(' ')
}

/** The user it is for; `undefined`: everybody. */
function readConsent({ consentType, principalId }: JsonObject): string | undefined {
  if (consentType === 'AllPrincipals') {
    if (principalId !== undefined && principalId !== null) throw invalidProperty(type, 'principalId')
    return undefined
  }
  if (consentType !== 'Principal')
    throw consentType ? invalidProperty(type, 'consentType') : missingProperty(type, 'consentType')
  if (typeof principalId !== 'string') throw missingProperty(type, 'principalId')
  return principalId
}
