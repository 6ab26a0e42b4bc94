/** `/groups`, their members and owners. */
import { groupType } from '../../../domain/directory/graph-types.js'
import { referencedId } from '../../../domain/directory/references.js'
import { requireRight } from '../../../operations/directory/directory-call.js'
import { requireGroup } from '../../../operations/directory/find-objects.js'
import {
  addGroupMember,
  createGroup,
  deleteGroup,
  removeGroupMember,
  updateGroup,
} from '../../../operations/directory/groups.js'
import { directMembers, transitiveMembers } from '../../../operations/directory/memberships.js'
import { showInMixedList, showPrincipal, viewOf } from '../../../operations/directory/show-objects.js'
import { createdAnswer, entityAnswer, listAnswer, mixedType } from '../answers.js'
import { type GraphHandler, type GraphRequest, type GraphRoute, keyOf, noContent } from '../graph-request.js'
import { appRoleAssignmentRoutes } from './app-role-assignments.js'
import { expandFor, membershipRoutes } from './memberships.js'
import { missing } from './missing.js'
import { ownerRoutes } from './owners.js'

const setFor = ({ call }: GraphRequest) => ({ entity: groupType, set: 'groups', expand: expandFor(call) })

async function readableGroup(request: GraphRequest) {
  requireRight(request.call, { area: 'group', verb: 'read' })
  return requireGroup(request.call.ports.store.read, keyOf(request))
}

const membersAnswer =
  (membersOf: typeof directMembers): GraphHandler =>
  async (request) => {
    const { call } = request
    requireRight(call, { area: 'groupMember', verb: 'read' })
    const { principalId } = await requireGroup(call.ports.store.read, keyOf(request))
    return listAnswer(request, {
      entity: mixedType,
      set: 'directoryObjects',
      load: async () =>
        (await membersOf(call.ports.store.read, principalId)).map((member) => showInMixedList(call, member)),
    })
  }

export const groupRoutes: readonly GraphRoute[] = [
  {
    pattern: 'groups',
    methods: {
      async GET(request) {
        requireRight(request.call, { area: 'group', verb: 'read' })
        const { principals } = request.call.ports.store.read
        return listAnswer(request, {
          ...setFor(request),
          load: async () =>
            (await principals.list({ kind: 'Group' })).map((group) => showPrincipal(viewOf(request.call), group)),
        })
      },
      async POST(request) {
        const group = await createGroup(request.call, request.body)
        return createdAnswer(request, showPrincipal(viewOf(request.call), group), setFor(request))
      },
    },
  },
  {
    pattern: 'groups/{id}',
    methods: {
      async GET(request) {
        const group = await readableGroup(request)
        return entityAnswer(request, showPrincipal(viewOf(request.call), group), setFor(request))
      },
      async PATCH(request) {
        await updateGroup(request.call, keyOf(request), request.body)
        return noContent
      },
      async DELETE(request) {
        await deleteGroup(request.call, keyOf(request))
        return noContent
      },
    },
  },
  { pattern: 'groups/{id}/members', methods: { GET: membersAnswer(directMembers) } },
  { pattern: 'groups/{id}/transitiveMembers', methods: { GET: membersAnswer(transitiveMembers) } },
  {
    pattern: 'groups/{id}/members/$ref',
    methods: {
      async POST(request) {
        await addGroupMember(request.call, keyOf(request), referencedId(request.body))
        return noContent
      },
    },
  },
  {
    pattern: 'groups/{id}/members/{member}/$ref',
    methods: {
      async DELETE(request) {
        await removeGroupMember(request.call, keyOf(request), keyOf(request, 'member').value)
        return noContent
      },
    },
  },
  ...ownerRoutes({ path: 'groups', kind: 'group', find: readableGroup }),
  ...membershipRoutes({ path: 'groups', find: readableGroup }),
  ...appRoleAssignmentRoutes({ path: 'groups', relation: 'appRoleAssignments', find: readableGroup }),
  ...missing('groups/{id}', [
    'photo',
    'drive',
    'drives',
    'sites',
    'team',
    'threads',
    'conversations',
    'calendar',
    'events',
    'planner',
    'settings',
    'extensions',
    'permissionGrants',
    'assignLicense',
    'renew',
    'createdOnBehalfOf',
    'acceptedSenders',
    'rejectedSenders',
    'groupLifecyclePolicies',
  ]),
]
