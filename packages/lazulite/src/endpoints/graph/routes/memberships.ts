/** Which groups and directory roles a principal is in: lists, and the functions that answer ids alone. */
import type { Principal } from '../../../domain/directory/directory-objects.js'
import { GraphError } from '../../../domain/errors/graph-error.js'
import type { JsonObject } from '../../../domain/json.js'
import type { DirectoryCall } from '../../../operations/directory/directory-call.js'
import {
  directoryRoleHolders,
  directoryRolesOf,
  renderDirectoryRole,
  requireDirectoryRole,
} from '../../../operations/directory/directory-role-members.js'
import { directGroups, directMembers, transitiveGroups } from '../../../operations/directory/memberships.js'
import { showInMixedList } from '../../../operations/directory/show-objects.js'
import { type Expand, listAnswer, mixedType } from '../answers.js'
import { type GraphHandler, type GraphRequest, type GraphRoute, textsAnswer } from '../graph-request.js'

/** Finds the object that the path names, once the caller may read it. */
export type FindPrincipal = (request: GraphRequest) => Promise<Principal>

export interface PrincipalSet {
  /** `users` */
  readonly path: string
  readonly find: FindPrincipal
}

/** The relations that `$expand` can show, of any kind of object. */
export const expandFor =
  (call: DirectoryCall): Expand =>
  async (object, relation) => {
    const { read } = call.ports.store
    const id = String(object.id)
    const show = (principals: readonly Principal[]): readonly JsonObject[] =>
      principals.map((principal) => showInMixedList(call, principal))
    if (relation === 'members') {
      if (object.roleTemplateId === undefined) return show(await directMembers(read, id))
      return show(await directoryRoleHolders(read, requireDirectoryRole(call.tenant.tenantId, { value: id })))
    }
    if (relation === 'owners') return show(await ownersById(call, id))
    const principal = await read.principals.get(id)
    if (relation !== 'memberOf' || principal === undefined) {
      throw new GraphError('NotImplemented', { what: `$expand=${relation}` })
    }
    return [...show(await directGroups(read, id)), ...rolesOf(call, principal)]
  }

async function ownersById({ ports }: DirectoryCall, id: string): Promise<readonly Principal[]> {
  const { principals, applications } = ports.store.read
  const owned = (await principals.get(id)) ?? (await applications.get(id))
  return principals.getMany(owned?.owners ?? [])
}

const rolesOf = ({ tenant }: DirectoryCall, principal: Principal): readonly JsonObject[] =>
  directoryRolesOf(principal).map((role) => ({
    '@odata.type': '#microsoft.graph.directoryRole',
    ...renderDirectoryRole(role, tenant.tenantId),
  }))

export function membershipRoutes({ path, find }: PrincipalSet): readonly GraphRoute[] {
  const list =
    (groupsOf: typeof directGroups): GraphHandler =>
    async (request) => {
      const { call } = request
      const principal = await find(request)
      return listAnswer(request, {
        entity: mixedType,
        set: 'directoryObjects',
        load: async () => [
          ...(await groupsOf(call.ports.store.read, principal.principalId)).map((group) =>
            showInMixedList(call, group),
          ),
          ...rolesOf(call, principal),
        ],
      })
    }
  return [
    { pattern: `${path}/{id}/memberOf`, methods: { GET: list(directGroups) } },
    { pattern: `${path}/{id}/transitiveMemberOf`, methods: { GET: list(transitiveGroups) } },
    ...membershipFunctions({ path, find }),
  ]
}

export function membershipFunctions({ path, find }: PrincipalSet): readonly GraphRoute[] {
  const groupIds = async (request: GraphRequest): Promise<readonly string[]> => {
    const { principalId } = await find(request)
    return request.call.ports.store.read.principals.transitiveGroupIds(principalId)
  }
  const objectIds = async (request: GraphRequest): Promise<readonly string[]> => {
    const principal = await find(request)
    const { read } = request.call.ports.store
    const roles = rolesOf(request.call, principal).map(({ id }) => String(id))
    return [...(await read.principals.transitiveGroupIds(principal.principalId)), ...roles]
  }
  const answer =
    (ids: typeof groupIds): GraphHandler =>
    async (request) =>
      textsAnswer(request, await ids(request))
  const check =
    (ids: typeof groupIds, member: string): GraphHandler =>
    async (request) => {
      const wanted = requireIds(request.body, member)
      const present = new Set(await ids(request))
      return textsAnswer(
        request,
        wanted.filter((id) => present.has(id)),
      )
    }
  return [
    { pattern: `${path}/{id}/getMemberGroups`, methods: { POST: answer(groupIds) } },
    { pattern: `${path}/{id}/getMemberObjects`, methods: { POST: answer(objectIds) } },
    { pattern: `${path}/{id}/checkMemberGroups`, methods: { POST: check(groupIds, 'groupIds') } },
    { pattern: `${path}/{id}/checkMemberObjects`, methods: { POST: check(objectIds, 'ids') } },
  ]
}

/** The most ids that one question may name ("checkMemberGroups", v1.0). */
const mostChecked = 20

function requireIds(body: JsonObject, member: string): readonly string[] {
  const value = body[member]
  const ids = Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []
  if (ids.length === 0 || ids.length > mostChecked) throw new GraphError('TooManyIds', { limit: String(mostChecked) })
  return ids.map((id) => id.toLowerCase())
}
