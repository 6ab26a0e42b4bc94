/** `/oauth2PermissionGrants`, and the same seen from a client or a user. */
import type { Principal } from '../../../domain/directory/directory-objects.js'
import { permissionGrantType } from '../../../domain/directory/graph-types.js'
import { requireRight } from '../../../operations/directory/directory-call.js'
import {
  createPermissionGrant,
  deletePermissionGrant,
  type GrantOfClient,
  listPermissionGrants,
  renderPermissionGrant,
  requirePermissionGrant,
  updatePermissionGrant,
} from '../../../operations/directory/permission-grants.js'
import { createdAnswer, entityAnswer, listAnswer } from '../answers.js'
import { type GraphRequest, type GraphRoute, keyOf, noContent } from '../graph-request.js'
import type { FindPrincipal } from './memberships.js'

const set = { entity: permissionGrantType, set: 'oauth2PermissionGrants' }

const grantsAnswer = async (request: GraphRequest, isWanted: (grant: GrantOfClient) => boolean) =>
  listAnswer(request, {
    ...set,
    load: async () =>
      (await listPermissionGrants(request.call.ports.store.read)).filter(isWanted).map(renderPermissionGrant),
  })

const grantsOf = (
  path: string,
  find: FindPrincipal,
  isOf: (grant: GrantOfClient, principal: Principal) => boolean,
): GraphRoute => ({
  pattern: `${path}/{id}/oauth2PermissionGrants`,
  methods: {
    async GET(request) {
      const principal = await find(request)
      requireRight(request.call, { area: 'permissionGrant', verb: 'read' })
      return grantsAnswer(request, (grant) => isOf(grant, principal))
    },
  },
})

export const grantsOfUser = (find: FindPrincipal): GraphRoute =>
  grantsOf('users', find, ({ grant }, { principalId }) => grant.userPrincipalId === principalId)

export const grantsOfClient = (find: FindPrincipal): GraphRoute =>
  grantsOf('servicePrincipals', find, ({ client }, { principalId }) => client.principalId === principalId)

export const permissionGrantRoutes: readonly GraphRoute[] = [
  {
    pattern: 'oauth2PermissionGrants',
    methods: {
      async GET(request) {
        requireRight(request.call, { area: 'permissionGrant', verb: 'read' })
        return grantsAnswer(request, () => true)
      },
      async POST(request) {
        const granted = await createPermissionGrant(request.call, request.body)
        return createdAnswer(request, renderPermissionGrant(granted), set)
      },
    },
  },
  {
    pattern: 'oauth2PermissionGrants/{id}',
    methods: {
      async GET(request) {
        requireRight(request.call, { area: 'permissionGrant', verb: 'read' })
        const granted = await requirePermissionGrant(request.call.ports.store.read, keyOf(request).value)
        return entityAnswer(request, renderPermissionGrant(granted), set)
      },
      async PATCH(request) {
        await updatePermissionGrant(request.call, keyOf(request).value, request.body)
        return noContent
      },
      async DELETE(request) {
        await deletePermissionGrant(request.call, keyOf(request).value)
        return noContent
      },
    },
  },
]
