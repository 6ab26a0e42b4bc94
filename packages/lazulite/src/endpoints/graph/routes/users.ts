/** `/users` and, for whoever signed in, `/me`. */
import { userType } from '../../../domain/directory/graph-types.js'
import type { FilterExpression } from '../../../domain/odata/filter-expression.js'
import { indexedLookup } from '../../../domain/odata/indexed-lookup.js'
import type { DirectoryCall } from '../../../operations/directory/directory-call.js'
import { requireRight } from '../../../operations/directory/directory-call.js'
import { requireUser } from '../../../operations/directory/find-objects.js'
import { showPrincipal, viewOf } from '../../../operations/directory/show-objects.js'
import { createUser, deleteUser, updateUser } from '../../../operations/directory/users.js'
import { createdAnswer, entityAnswer, listAnswer } from '../answers.js'
import { type GraphRequest, type GraphRoute, keyOf, noContent } from '../graph-request.js'
import { appRoleAssignmentRoutes } from './app-role-assignments.js'
import { expandFor, membershipRoutes } from './memberships.js'
import { missing } from './missing.js'
import { ownedObjectsRoute } from './owners.js'
import { grantsOfUser } from './permission-grants.js'

const setFor = ({ call }: GraphRequest) => ({ entity: userType, set: 'users', expand: expandFor(call) })

export const userRoutes: readonly GraphRoute[] = [
  {
    pattern: 'users',
    methods: {
      async GET(request) {
        requireRight(request.call, { area: 'user', verb: 'read' })
        return listAnswer(request, { ...setFor(request), load: (filter) => loadUsers(request.call, filter) })
      },
      async POST(request) {
        const user = await createUser(request.call, request.body)
        return createdAnswer(request, showPrincipal(viewOf(request.call), user, { idComes: 'first' }), setFor(request))
      },
    },
  },
  {
    pattern: 'users/{id}',
    methods: {
      async GET(request) {
        const user = await readableUser(request)
        return entityAnswer(request, showPrincipal(viewOf(request.call), user), setFor(request))
      },
      async PATCH(request) {
        await updateUser(request.call, keyOf(request), request.body)
        return noContent
      },
      async DELETE(request) {
        await deleteUser(request.call, keyOf(request))
        return noContent
      },
    },
  },
  ...membershipRoutes({ path: 'users', find: readableUser }),
  ownedObjectsRoute({ path: 'users', find: readableUser }),
  ...appRoleAssignmentRoutes({ path: 'users', relation: 'appRoleAssignments', find: readableUser }),
  grantsOfUser(readableUser),
  ...missing('users/{id}', [
    'manager',
    'directReports',
    'ownedDevices',
    'registeredDevices',
    'photo',
    'messages',
    'events',
    'calendar',
    'mailFolders',
    'contacts',
    'drive',
    'drives',
    'licenseDetails',
    'authentication',
    'createdObjects',
    'extensions',
    'settings',
    'people',
    'changePassword',
    'assignLicense',
    'revokeSignInSessions',
    'invalidateAllRefreshTokens',
    'sponsors',
  ]),
]

/** Oneself is always readable. */
async function readableUser(request: GraphRequest) {
  const { call } = request
  const key = keyOf(request)
  const isSelf = key.value.toLowerCase() === call.caller.principalId
  if (!isSelf) requireRight(call, { area: 'user', verb: 'read' })
  return requireUser(call.ports.store.read, key)
}

async function loadUsers(call: DirectoryCall, filter: FilterExpression | undefined) {
  const { principals } = call.ports.store.read
  const lookup = indexedLookup(filter, ['userPrincipalName', 'id'])
  const users =
    lookup === undefined
      ? await principals.list({ kind: 'User' })
      : [
          lookup.property === 'id'
            ? await principals.get(lookup.value)
            : await principals.findByUserPrincipalName(lookup.value),
        ]
  return users.flatMap((user) => (user?.kind === 'User' ? [showPrincipal(viewOf(call), user)] : []))
}
