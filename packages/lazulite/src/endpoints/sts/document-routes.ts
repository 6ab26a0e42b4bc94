/** Documents that anybody may read: discovery, signing keys, instances, user realms. */
import { keySetV1, keySetV2, openIdConfigurationV1, openIdConfigurationV2 } from './discovery-documents.js'
import { discoveredTenant, requireTenant, withoutAdfs } from './find-tenant.js'
import { instanceDiscovery } from './instance-discovery.js'
import { addressedHost, originOf } from './origin.js'
import { parameter, queryValue } from './request-facts.js'
import type { AddRoute } from './route-table.js'
import type { StsDependencies } from './sts-dependencies.js'
import { userRealm } from './user-realm.js'

const open = { isOpenToScripts: true } as const

export function addDocumentRoutes(add: AddRoute, deps: StsDependencies): void {
  add(
    ['GET'],
    '/:tenant/.well-known/openid-configuration',
    async (request) => openIdConfigurationV1(await discoveredTenant(deps, request), originOf(request.headers.host)),
    open,
  )
  add(
    ['GET'],
    '/:tenant/v2.0/.well-known/openid-configuration',
    async (request) =>
      openIdConfigurationV2(
        withoutAdfs(await discoveredTenant(deps, request), request),
        originOf(request.headers.host),
      ),
    open,
  )
  add(
    ['GET'],
    '/:tenant/discovery/keys',
    async (request) => {
      await discoveredTenant(deps, request)
      return keySetV1(await deps.keyRing.published())
    },
    open,
  )
  add(
    ['GET'],
    '/:tenant/discovery/v2.0/keys',
    async (request) =>
      keySetV2(await deps.keyRing.published(), withoutAdfs(await discoveredTenant(deps, request), request)),
    open,
  )
  add(
    ['GET'],
    '/common/discovery/instance',
    async (request) =>
      instanceDiscovery({
        authorizationEndpoint: queryValue(request, 'authorization_endpoint'),
        apiVersion: queryValue(request, 'api-version'),
        ownHosts: [...new Set([addressedHost(request.headers.host), ...(deps.ownHosts?.() ?? [])])],
      }),
    open,
  )
  add(['GET'], '/:tenant/userrealm/:user', async (request) => {
    await discoveredTenant(deps, request)
    return userRealm(parameter(request, 'user'), await requireTenant(deps))
  })
}
