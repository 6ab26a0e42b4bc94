/**
 * From all objects of a collection to one page of them: filter and search, order, cut.
 *
 * Decision: a skip token names the last object of the page before and its place; pages stay true when objects before it
 * come or go, and when it is gone itself, the place is used.
 */
import { GraphError } from '../errors/graph-error.js'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import type { EntityType } from './entity-type.js'
import { matchesFilter } from './evaluate-filter.js'
import type { ListOptions, Projection, SortKey } from './list-options.js'
import { matchesSearch } from './search-expression.js'

export interface Page {
  readonly items: readonly JsonObject[]
  /** Of everything that matches, whatever the page. */
  readonly total: number
  /** Leads to the next page; absent on the last. */
  readonly skipToken?: string
}

/** @throws GraphError `InvalidSkipToken` */
export function selectPage(
  all: readonly JsonObject[],
  options: Pick<ListOptions, 'filter' | 'search' | 'sort' | 'pageSize' | 'skipToken'>,
): Page {
  const { filter, search, sort, pageSize, skipToken } = options
  const matching = all.filter(
    (object) =>
      (filter === undefined || matchesFilter(object, filter)) &&
      (search === undefined || matchesSearch(object, search)),
  )
  const ordered = sort.length === 0 ? matching : matching.toSorted((a, b) => compareBy(sort, a, b))
  const start = skipToken === undefined ? 0 : startAfter(ordered, skipToken)
  const items = ordered.slice(start, start + pageSize)
  const end = start + items.length
  const last = items.at(-1)
  return {
    items,
    total: ordered.length,
    ...(last === undefined || end >= ordered.length ? {} : { skipToken: writeSkipToken(last, end) }),
  }
}

const writeSkipToken = (last: JsonObject, end: number): string =>
  Buffer.from(JSON.stringify({ after: last.id, at: end })).toString('base64url')

function startAfter(ordered: readonly JsonObject[], skipToken: string): number {
  const { after, at } = readSkipToken(skipToken)
  const place = ordered.findIndex(({ id }) => id === after)
  return place === -1 ? at : place + 1
}

function readSkipToken(skipToken: string): { readonly after: Json; readonly at: number } {
  try {
    const token: unknown = JSON.parse(Buffer.from(skipToken, 'base64url').toString('utf8'))
    if (isJsonObject(token) && typeof token.at === 'number' && Number.isInteger(token.at) && token.at >= 0) {
      return { after: token.after ?? null, at: token.at }
    }
  } catch (cause) {
    throw new GraphError('InvalidSkipToken', {}, { cause })
  }
  throw new GraphError('InvalidSkipToken')
}

function compareBy(keys: readonly SortKey[], a: JsonObject, b: JsonObject): number {
  for (const { property, isDescending } of keys) {
    const order = compareValues(a[property], b[property])
    if (order !== 0) return isDescending ? -order : order
  }
  return 0
}

/** `null` comes first; texts compare without case. */
function compareValues(a: Json | undefined, b: Json | undefined): number {
  const [left, right] = [sortable(a), sortable(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

const sortable = (value: Json | undefined): string =>
  typeof value === 'string' ? ` ${value.toLowerCase()}` : value === null || value === undefined ? '' : ` ${value}`

/**
 * The members that are answered: those selected, in the order of the selection, or the default ones.
 * What begins with `@odata.` always stays.
 */
export function project(object: JsonObject, { select }: Pick<Projection, 'select'>, entity: EntityType): JsonObject {
  const members = Object.entries(object)
  if (select === undefined) {
    return Object.fromEntries(members.filter(([name]) => entity.properties[name]?.isOnlySelected !== true))
  }
  return Object.fromEntries([
    ...members.filter(([name]) => name.startsWith('@odata.')),
    ...select.map((name): [string, Json] => [name, object[name] ?? null]),
  ])
}
