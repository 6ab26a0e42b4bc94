/** `/directoryObjects`: objects of any kind by their ids. */

import { mayDo } from '../../../domain/directory/rights.js'
import { GraphError } from '../../../domain/errors/graph-error.js'
import type { JsonObject } from '../../../domain/json.js'
import { deleteApplication } from '../../../operations/directory/applications.js'
import type { DirectoryCall } from '../../../operations/directory/directory-call.js'
import { isFirstParty, notFound, requirePrincipal } from '../../../operations/directory/find-objects.js'
import { deleteGroup } from '../../../operations/directory/groups.js'
import { deleteServicePrincipal } from '../../../operations/directory/service-principals.js'
import { showApplicationInMixedList, showInMixedList } from '../../../operations/directory/show-objects.js'
import { deleteUser } from '../../../operations/directory/users.js'
import { entityAnswer, mixedType } from '../answers.js'
import { actionHeaders, contextOf, type GraphRequest, type GraphRoute, keyOf, noContent } from '../graph-request.js'
import { membershipFunctions } from './memberships.js'
import { missing } from './missing.js'

/** The most ids of one question ("directoryObject: getByIds", v1.0). */
const mostIds = 1000

export const directoryObjectRoutes: readonly GraphRoute[] = [
  {
    pattern: 'directoryObjects/getByIds',
    methods: {
      async POST(request) {
        requireAnyRead(request.call)
        const { ids, types } = readQuestion(request.body)
        const objects = (await objectsById(request.call, ids)).filter((object) => isOfTypes(object, types))
        return {
          status: 200,
          body: { '@odata.context': contextOf(request, 'directoryObjects'), value: [...objects] },
          headers: actionHeaders(request),
        }
      },
    },
  },
  {
    pattern: 'directoryObjects/{id}',
    methods: {
      async GET(request) {
        requireAnyRead(request.call)
        const { value } = keyOf(request)
        const [object] = await objectsById(request.call, [value.toLowerCase()])
        return entityAnswer(request, object ?? notFound(value), { entity: mixedType, set: 'directoryObjects' })
      },
      async DELETE(request) {
        await deleteObject(request.call, keyOf(request).value)
        return noContent
      },
    },
  },
  ...membershipFunctions({ path: 'directoryObjects', find: anyPrincipal }),
  ...missing('directoryObjects', ['validateProperties', 'delta()', 'getAvailableExtensionProperties']),
]

async function anyPrincipal(request: GraphRequest) {
  requireAnyRead(request.call)
  return requirePrincipal(request.call.ports.store.read, keyOf(request))
}

/** Kinds that the caller may not read are shown by their ids alone, so reading any kind is enough to ask. */
function requireAnyRead({ caller }: DirectoryCall): void {
  const areas = ['user', 'group', 'application'] as const
  if (!areas.some((area) => mayDo(caller, { area, verb: 'read' }))) throw new GraphError('RequestDenied')
}

function readQuestion({ ids, types }: JsonObject): {
  readonly ids: readonly string[]
  readonly types: readonly string[] | undefined
} {
  const wanted = Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  if (!Array.isArray(ids) || wanted.length > mostIds) throw new GraphError('TooManyIds', { limit: String(mostIds) })
  const kinds = Array.isArray(types) ? types.filter((type) => typeof type === 'string') : undefined
  return { ids: [...new Set(wanted.map((id) => id.toLowerCase()))], types: kinds?.map((kind) => kind.toLowerCase()) }
}

/** Unknown ids are left out silently; no types mean all. */
const isOfTypes = (object: JsonObject, types: readonly string[] | undefined): boolean =>
  types === undefined ||
  types.length === 0 ||
  types.includes('directoryobject') ||
  types.some((type) => `#microsoft.graph.${type}` === String(object['@odata.type']).toLowerCase())

/** In the order of the ids. */
async function objectsById(call: DirectoryCall, ids: readonly string[]): Promise<readonly JsonObject[]> {
  const { principals, applications } = call.ports.store.read
  const found = new Map<string, JsonObject>()
  for (const one of await principals.getMany(ids)) found.set(one.principalId, showInMixedList(call, one))
  const rest = ids.filter((id) => !found.has(id))
  for (const application of await Promise.all(rest.map((id) => applications.get(id)))) {
    if (application === undefined || isFirstParty(application.clientId)) continue
    found.set(application.objectId, showApplicationInMixedList(call, application))
  }
  return ids.map((id) => found.get(id)).filter((object) => object !== undefined)
}

async function deleteObject(call: DirectoryCall, id: string): Promise<void> {
  const principal = await call.ports.store.read.principals.get(id)
  const remove = {
    User: deleteUser,
    Group: deleteGroup,
    ServicePrincipal: deleteServicePrincipal,
    Application: deleteApplication,
  }[principal?.kind ?? 'Application']
  await remove(call, { value: id })
}
