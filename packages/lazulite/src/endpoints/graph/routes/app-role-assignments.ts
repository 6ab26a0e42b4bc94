/** `appRoleAssignments` of whoever was granted a role, `appRoleAssignedTo` of the resource whose role it is. */
import { appRoleAssignmentType } from '../../../domain/directory/graph-types.js'
import { GraphError } from '../../../domain/errors/graph-error.js'
import {
  assignAppRole,
  removeAppRole,
  renderAppRoleAssignment,
  requireGrantedRole,
  rolesGrantedOn,
  rolesGrantedTo,
} from '../../../operations/directory/app-role-assignments.js'
import { requireRight } from '../../../operations/directory/directory-call.js'
import { createdAnswer, entityAnswer, listAnswer } from '../answers.js'
import { type GraphRequest, type GraphRoute, keyOf, noContent } from '../graph-request.js'
import type { PrincipalSet } from './memberships.js'

export interface AssignmentSet extends PrincipalSet {
  readonly relation: 'appRoleAssignments' | 'appRoleAssignedTo'
}

export function appRoleAssignmentRoutes({ path, relation, find }: AssignmentSet): readonly GraphRoute[] {
  const setOf = (principalId: string) => ({
    entity: appRoleAssignmentType,
    set: `${path}('${principalId}')/${relation}`,
  })
  const ofBothEnds = async (request: GraphRequest) => ({
    assignmentId: keyOf(request, 'assignment').value,
    of: (await find(request)).principalId,
  })
  return [
    {
      pattern: `${path}/{id}/${relation}`,
      methods: {
        async GET(request) {
          const { principalId } = await find(request)
          requireRight(request.call, { area: 'appRoleAssignment', verb: 'read' })
          const { read } = request.call.ports.store
          const granted = relation === 'appRoleAssignments' ? rolesGrantedTo : rolesGrantedOn
          return listAnswer(request, {
            ...setOf(principalId),
            load: async () => (await granted(read, principalId)).map(renderAppRoleAssignment),
          })
        },
        async POST(request) {
          requireRight(request.call, { area: 'appRoleAssignment', verb: 'create' })
          const { principalId } = await find(request)
          const end = relation === 'appRoleAssignments' ? 'principalId' : 'resourceId'
          requireSameEnd(request, end, principalId)
          const granted = await assignAppRole(request.call, { ...request.body, [end]: principalId })
          return createdAnswer(request, renderAppRoleAssignment(granted), setOf(principalId))
        },
      },
    },
    {
      pattern: `${path}/{id}/${relation}/{assignment}`,
      methods: {
        async GET(request) {
          requireRight(request.call, { area: 'appRoleAssignment', verb: 'read' })
          const which = await ofBothEnds(request)
          const granted = await requireGrantedRole(request.call.ports.store.read, which)
          return entityAnswer(request, renderAppRoleAssignment(granted), setOf(which.of))
        },
        async DELETE(request) {
          requireRight(request.call, { area: 'appRoleAssignment', verb: 'delete' })
          await removeAppRole(request.call, await ofBothEnds(request))
          return noContent
        },
      },
    },
  ]
}

/** The body names both ends, one of which the path has named already. */
function requireSameEnd({ body }: GraphRequest, end: 'principalId' | 'resourceId', principalId: string): void {
  const named = body[end]
  if (named === undefined || named === null) return
  if (typeof named !== 'string' || named.toLowerCase() !== principalId) {
    throw new GraphError('PropertyInvalid', { property: end, resource: appRoleAssignmentType.resourceName })
  }
}
