/** `/servicePrincipals`: those of applications, of managed identities and of Microsoft's own resources. */
import type { ServicePrincipal } from '../../../domain/directory/directory-objects.js'
import { servicePrincipalType } from '../../../domain/directory/graph-types.js'
import type { FilterExpression } from '../../../domain/odata/filter-expression.js'
import { indexedLookup } from '../../../domain/odata/indexed-lookup.js'
import { type DirectoryCall, requireRight } from '../../../operations/directory/directory-call.js'
import { requireServicePrincipal } from '../../../operations/directory/find-objects.js'
import {
  createServicePrincipal,
  deleteServicePrincipal,
  updateServicePrincipal,
} from '../../../operations/directory/service-principals.js'
import { showServicePrincipal, viewOf } from '../../../operations/directory/show-objects.js'
import { createdAnswer, entityAnswer, listAnswer, selectsKeys } from '../answers.js'
import { type GraphRequest, type GraphRoute, keyOf, noContent } from '../graph-request.js'
import { appRoleAssignmentRoutes } from './app-role-assignments.js'
import { secretRoutes } from './applications.js'
import { expandFor, membershipRoutes } from './memberships.js'
import { missing } from './missing.js'
import { ownedObjectsRoute, ownerRoutes } from './owners.js'
import { grantsOfClient } from './permission-grants.js'

const path = 'servicePrincipals'
const setFor = ({ call }: GraphRequest) => ({ entity: servicePrincipalType, set: path, expand: expandFor(call) })

async function readable(request: GraphRequest): Promise<ServicePrincipal> {
  requireRight(request.call, { area: 'application', verb: 'read' })
  return requireServicePrincipal(request.call.ports.store.read, keyOf(request))
}

export const servicePrincipalRoutes: readonly GraphRoute[] = [
  {
    pattern: path,
    methods: {
      async GET(request) {
        requireRight(request.call, { area: 'application', verb: 'read' })
        return listAnswer(request, {
          ...setFor(request),
          load: async (filter) =>
            (await loadServicePrincipals(request.call, filter)).map((one) =>
              showServicePrincipal(viewOf(request.call), one),
            ),
        })
      },
      async POST(request) {
        const principal = await createServicePrincipal(request.call, request.body)
        return createdAnswer(request, showServicePrincipal(viewOf(request.call), principal), setFor(request))
      },
    },
  },
  {
    pattern: `${path}/{id}`,
    methods: {
      async GET(request) {
        const principal = await readable(request)
        const view = { ...viewOf(request.call), showsKeys: selectsKeys(request) }
        return entityAnswer(request, showServicePrincipal(view, principal), setFor(request))
      },
      async PATCH(request) {
        await updateServicePrincipal(request.call, keyOf(request), request.body)
        return noContent
      },
      async DELETE(request) {
        await deleteServicePrincipal(request.call, keyOf(request))
        return noContent
      },
    },
  },
  ...secretRoutes(path, 'servicePrincipal'),
  ...ownerRoutes({ path, kind: 'servicePrincipal', find: readable }),
  ownedObjectsRoute({ path, find: readable }),
  ...membershipRoutes({ path, find: readable }),
  ...appRoleAssignmentRoutes({ path, relation: 'appRoleAssignments', find: readable }),
  ...appRoleAssignmentRoutes({ path, relation: 'appRoleAssignedTo', find: readable }),
  grantsOfClient(readable),
  ...missing(`${path}/{id}`, [
    'addKey',
    'removeKey',
    'addTokenSigningCertificate',
    'createdObjects',
    'delegatedPermissionClassifications',
    'claimsMappingPolicies',
    'homeRealmDiscoveryPolicies',
    'tokenIssuancePolicies',
    'tokenLifetimePolicies',
    'appManagementPolicies',
    'federatedIdentityCredentials',
    'endpoints',
    'synchronization',
    'remoteDesktopSecurityConfiguration',
  ]),
]

async function loadServicePrincipals(
  { ports }: DirectoryCall,
  filter: FilterExpression | undefined,
): Promise<readonly ServicePrincipal[]> {
  const { principals } = ports.store.read
  const lookup = indexedLookup(filter, ['servicePrincipalNames', 'appId', 'id'])
  const find = { id: 'get', appId: 'findByClientId', servicePrincipalNames: 'findByServicePrincipalName' } as const
  const found =
    lookup === undefined
      ? await principals.list({ kind: 'ServicePrincipal' })
      : [await principals[find[lookup.property as keyof typeof find]](lookup.value)] // one of the three asked for
  return found.flatMap((one) => (one?.kind === 'ServicePrincipal' ? [one] : []))
}
