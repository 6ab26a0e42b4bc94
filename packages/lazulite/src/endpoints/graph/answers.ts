/** Lists and single objects: query options applied, context and links added. */
import {
  applicationType,
  directoryObjectType,
  directoryRoleType,
  groupType,
  servicePrincipalType,
  userType,
} from '../../domain/directory/graph-types.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { EntityType } from '../../domain/odata/entity-type.js'
import type { FilterExpression } from '../../domain/odata/filter-expression.js'
import { type Expansion, type Projection, readListOptions, readProjection } from '../../domain/odata/list-options.js'
import { project, selectPage } from '../../domain/odata/select-page.js'
import { contextOf, type GraphAnswer, type GraphRequest } from './graph-request.js'

export type Expand = (object: JsonObject, relation: string) => Promise<readonly JsonObject[]>

export interface Listing {
  readonly entity: EntityType
  /** What the context names: `users`, `applications('…')/federatedIdentityCredentials`. */
  readonly set: string
  /** All objects, or at least all that the filter can match. */
  readonly load: (filter: FilterExpression | undefined) => Promise<readonly JsonObject[]>
  readonly expand?: Expand
}

/** Members of mixed lists have their own types, which `@odata.type` names. */
const typesInMixedLists: ReadonlyMap<string, EntityType> = new Map(
  [userType, groupType, servicePrincipalType, applicationType, directoryRoleType].map((type) => [
    `#microsoft.graph.${type.name}`,
    type,
  ]),
)

/** Whatever some member of a mixed list may have can be selected. */
export const mixedType: EntityType = {
  ...directoryObjectType,
  properties: {
    ...Object.assign({}, ...[...typesInMixedLists.values()].toReversed().map(({ properties }) => properties)),
    ...directoryObjectType.properties,
  },
}

/** @throws GraphError of the query family */
export async function listAnswer(request: GraphRequest, listing: Listing): Promise<GraphAnswer> {
  const cast = castOf(request, listing)
  const entity = cast ?? listing.entity
  if (request.isCount) return countAnswer(request, { ...listing, entity }, cast)
  const options = readListOptions(request.query, { entity, isEventual: request.isEventual })
  const all = onlyOf(cast, await listing.load(options.filter))
  const page = selectPage(all, options)
  const value = await Promise.all(page.items.map((item) => present(item, options, { ...listing, entity })))
  const fragment = `${cast === undefined ? listing.set : `${cast.name}s`}${selectionOf(options)}`
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(request, fragment),
      ...(options.counts ? { '@odata.count': page.total } : {}),
      ...(page.skipToken === undefined ? {} : { '@odata.nextLink': nextLink(request, page.skipToken) }),
      value,
    },
  }
}

async function countAnswer(
  request: GraphRequest,
  listing: Listing,
  cast: EntityType | undefined,
): Promise<GraphAnswer> {
  if (!request.isEventual) throw new GraphError('CountUnsupported')
  const query = new Map([...request.query, ['count', 'true']])
  const options = readListOptions(query, { entity: listing.entity, isEventual: true })
  const { total } = selectPage(onlyOf(cast, await listing.load(options.filter)), options)
  return { status: 200, body: String(total) }
}

function castOf({ cast }: GraphRequest, { entity }: Listing): EntityType | undefined {
  if (cast === undefined) return undefined
  const type = [...typesInMixedLists.values()].find(({ name }) => name.toLowerCase() === cast.toLowerCase())
  if (type === undefined || entity !== mixedType) {
    throw new GraphError('SegmentNotFound', { segment: `microsoft.graph.${cast}` })
  }
  return type
}

const onlyOf = (cast: EntityType | undefined, items: readonly JsonObject[]): readonly JsonObject[] =>
  cast === undefined
    ? items
    : items
        .filter((item) => item['@odata.type'] === `#microsoft.graph.${cast.name}`)
        .map(({ '@odata.type': _, ...item }) => item)

export interface Entity {
  readonly entity: EntityType
  /** `users` */
  readonly set: string
  readonly expand?: Expand
}

/** @throws GraphError of the query family */
export async function entityAnswer(request: GraphRequest, object: JsonObject, how: Entity): Promise<GraphAnswer> {
  const projection = readProjection(request.query, how.entity)
  const fragment = `${how.set}${selectionOf(projection)}/$entity`
  return {
    status: 200,
    body: { '@odata.context': contextOf(request, fragment), ...(await present(object, projection, how)) },
  }
}

/** Names of directory objects in the address of a new one. */
const locationTypes: Readonly<Record<string, string>> = {
  users: 'User',
  groups: 'Group',
  applications: 'Application',
  servicePrincipals: 'ServicePrincipal',
}

export function createdAnswer(request: GraphRequest, object: JsonObject, how: Entity): GraphAnswer {
  const type = locationTypes[how.set]
  const base = `${request.origin}/v2/${request.call.tenant.tenantId}`
  const address =
    type === undefined
      ? `${base}/${how.set.replace(/^.*\//, '')}/${String(object.id)}`
      : `${base}/directoryObjects/${String(object.id)}/Microsoft.DirectoryServices.${type}`
  return {
    status: 201,
    body: { '@odata.context': contextOf(request, `${how.set}/$entity`), ...project(object, {}, how.entity) },
    headers: { location: address },
  }
}

/** Which members of the selection the answer shows: a request that selects `keyCredentials` of one object sees the keys. */
export const selectsKeys = ({ query }: GraphRequest): boolean =>
  (query.get('select') ?? '').split(',').some((name) => name.trim() === 'keyCredentials')

const selectionOf = ({ select, expand }: Projection): string => {
  const expanded = expand.map(({ relation }) => `${relation}()`)
  const names = [...(select ?? []), ...expanded]
  return names.length === 0 ? '' : `(${names.join(',')})`
}

async function present(object: JsonObject, projection: Projection, how: Entity): Promise<JsonObject> {
  const own = typesInMixedLists.get(String(object['@odata.type']))
  const shown = projectOwn(object, projection, { listed: how.entity, own })
  const expanded = await Promise.all(
    projection.expand.map(
      async (expansion): Promise<[string, JsonObject[]]> => [
        expansion.relation,
        await expandedObjects(object, expansion, how),
      ],
    ),
  )
  return { ...shown, ...Object.fromEntries(expanded) }
}

/** The most objects that an expanded relation shows. */
const mostExpanded = 20

async function expandedObjects(object: JsonObject, expansion: Expansion, { expand }: Entity): Promise<JsonObject[]> {
  if (expand === undefined) throw new GraphError('NotImplemented', { what: `$expand=${expansion.relation}` })
  const objects = (await expand(object, expansion.relation)).slice(0, mostExpanded)
  return objects.map((one) =>
    projectOwn(one, expansion, { listed: mixedType, own: typesInMixedLists.get(String(one['@odata.type'])) }),
  )
}

/** In a mixed list an object shows only members of its own type. */
function projectOwn(
  object: JsonObject,
  { select }: Pick<Projection, 'select'>,
  { listed, own }: { readonly listed: EntityType; readonly own: EntityType | undefined },
): JsonObject {
  if (select === undefined || own === undefined)
    return project(object, select === undefined ? {} : { select }, own ?? listed)
  return project(object, { select: select.filter((name) => own.properties[name] !== undefined) }, own)
}

/** The same request, going on after the last object of this page. */
function nextLink({ origin, url }: GraphRequest, skipToken: string): string {
  const [path = '', query = ''] = url.split(/\?(.*)/s)
  const kept = query.split('&').filter((pair) => pair !== '' && !/^(\$|%24)?skiptoken=/i.test(pair))
  return `${origin}${path}?${[...kept, `$skiptoken=${skipToken}`].join('&')}`
}
