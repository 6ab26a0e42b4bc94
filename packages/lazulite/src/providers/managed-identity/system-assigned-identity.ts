/**
 * `{resource}/providers/Microsoft.ManagedIdentity/identities/default`: the system-assigned identity of a resource.
 *
 * The answer shows the resource itself (its id, name, type, location and tags) with the identity's ids, as the
 * examples of the public specification (2018-11-30, 2023-01-31) and recorded answers do.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { managedIdentityApiVersions } from './api-versions.js'
import { clientSecretUrl } from './render-identity-resource.js'

const type = 'Microsoft.ManagedIdentity/identities'

export const systemAssignedIdentities = defineResourceType({
  type,
  apiVersions: managedIdentityApiVersions,
  scopes: ['extension'],
  capabilities: 'SupportsExtension',
  get: { action: `${type}/read`, run: getSystemAssignedIdentity },
})

async function getSystemAssignedIdentity({ ports, target, caller }: ArmRequest): Promise<ArmResponse> {
  const resource = await ports.store.read.resources.get(target.scope)
  const ids = resource?.identity?.systemAssigned
  if (resource === undefined || ids === undefined || target.name.toLowerCase() !== 'default') {
    throw notFound(target, resource)
  }
  return {
    status: 200,
    body: {
      id: resource.id,
      name: resource.name,
      type: resource.type,
      location: resource.location,
      tags: resource.tags ?? {},
      properties: {
        tenantId: caller.tenantId,
        principalId: ids.principalId,
        clientId: ids.clientId,
        clientSecretUrl: clientSecretUrl(resource, ids, caller.tenantId),
      },
    },
  }
}

/** Decision: the resource is named when it is missing, otherwise the identity that it lacks. */
function notFound(target: ArmRequest['target'], resource: Resource | undefined): ArmError {
  const [path = '', rest] = target.scope.split(/\/providers\//i).slice(-2)
  const [namespace = '', ...segments] = (rest ?? path).split('/')
  const types = segments.filter((_, index) => index % 2 === 0)
  const names = segments.filter((_, index) => index % 2 === 1)
  return new ArmError('ResourceNotFound', {
    type: resource === undefined ? [namespace, ...types].join('/') : type,
    name: resource === undefined ? names.join('/') : target.name,
    resourceGroup: target.resourceGroup ?? resource?.resourceGroup ?? '',
  })
}
