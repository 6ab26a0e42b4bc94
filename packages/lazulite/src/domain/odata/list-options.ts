/** The query options of Microsoft Graph's directory lists, read and checked. */
import { GraphError } from '../errors/graph-error.js'
import { type EntityType, missingProperty, propertyOf } from './entity-type.js'
import type { FilterExpression } from './filter-expression.js'
import { requireAnswerableFilter } from './judge-filter.js'
import { parseFilter } from './parse-filter.js'
import { parseSearch, type SearchExpression } from './search-expression.js'

export interface SortKey {
  readonly property: string
  readonly isDescending: boolean
}

export interface Expansion {
  readonly relation: string
  /** Absent: all members that are answered by default. */
  readonly select?: readonly string[]
}

/** What one object is answered with. */
export interface Projection {
  /** Names as asked; absent: the default ones. */
  readonly select?: readonly string[]
  readonly expand: readonly Expansion[]
}

export interface ListOptions extends Projection {
  readonly filter?: FilterExpression
  readonly search?: SearchExpression
  readonly sort: readonly SortKey[]
  readonly pageSize: number
  readonly skipToken?: string
  /** `@odata.count` is wanted and possible. */
  readonly counts: boolean
}

/** Names without their `$`, in lower case. */
export type QueryOptions = ReadonlyMap<string, string>

export interface QueryContext {
  readonly entity: EntityType
  /** The header `ConsistencyLevel: eventual` was sent. */
  readonly isEventual: boolean
}

const defaultPageSize = 100
const largestPageSize = 999

/** @throws GraphError of the query family */
export function readListOptions(query: QueryOptions, context: QueryContext): ListOptions {
  const { entity, isEventual } = context
  if (query.has('skip')) throw new GraphError('SkipUnsupported')
  const counts = query.get('count')?.toLowerCase() === 'true' && isEventual
  const filter = readFilter(query.get('filter'), { entity, isAdvanced: counts })
  const search = readSearch(query.get('search'), context)
  const isAdvanced = counts || search !== undefined
  const sort = readSort(query.get('orderby'), { entity, isAdvanced, isFiltered: filter !== undefined })
  const skipToken = query.get('skiptoken')
  return {
    ...readProjection(query, entity),
    ...(filter === undefined ? {} : { filter }),
    ...(search === undefined ? {} : { search }),
    sort,
    pageSize: readPageSize(query.get('top')),
    ...(skipToken === undefined ? {} : { skipToken }),
    counts,
  }
}

/** @throws GraphError `InvalidSelect`, `NotImplemented` */
export function readProjection(query: QueryOptions, entity: EntityType): Projection {
  const select = readSelect(query.get('select'), entity)
  return { ...(select === undefined ? {} : { select }), expand: readExpand(query.get('expand'), entity) }
}

function readFilter(
  text: string | undefined,
  question: { readonly entity: EntityType; readonly isAdvanced: boolean },
): FilterExpression | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const filter = parseFilter(text)
  requireAnswerableFilter(filter, question)
  return filter
}

function readSearch(text: string | undefined, { entity, isEventual }: QueryContext): SearchExpression | undefined {
  if (text === undefined) return undefined
  if (!isEventual) throw new GraphError('SearchNeedsAdvanced')
  return parseSearch(text, entity)
}

function readPageSize(text: string | undefined): number {
  if (text === undefined) return defaultPageSize
  const size = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (size < 1 || size > largestPageSize) throw new GraphError('InvalidPageSize', { size: text })
  return size
}

function readSort(
  text: string | undefined,
  how: { readonly entity: EntityType; readonly isAdvanced: boolean; readonly isFiltered: boolean },
): readonly SortKey[] {
  if (text === undefined || text.trim() === '') return []
  return text.split(',').map((part) => {
    const [property = '', direction = 'asc', ...more] = part.trim().split(/\s+/)
    if (more.length > 0 || !/^(asc|desc)$/i.test(direction)) {
      throw new GraphError('InvalidOrderBy', { reason: `Syntax error in '${text}'.` })
    }
    const known = propertyOf(how.entity, property)
    if (known === undefined) {
      throw new GraphError('InvalidOrderBy', { reason: missingProperty(how.entity, property) })
    }
    const isSupported = how.isAdvanced ? known.sort !== undefined : known.sort === 'default' && !how.isFiltered
    if (!isSupported) throw new GraphError('SortingUnsupported')
    return { property, isDescending: direction.toLowerCase() === 'desc' }
  })
}

function readSelect(text: string | undefined, entity: EntityType): readonly string[] | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const names = text.split(',').map((name) => name.trim().split('/')[0] ?? '')
  if (names.includes('*')) return Object.keys(entity.properties)
  for (const name of names) {
    if (propertyOf(entity, name) === undefined) {
      throw new GraphError('InvalidSelect', { reason: missingProperty(entity, name) })
    }
  }
  return [...new Set(names)]
}

/** Relations that can be expanded; the others say so by name. */
const expandable: ReadonlySet<string> = new Set(['owners', 'members', 'memberOf'])

function readExpand(text: string | undefined, entity: EntityType): readonly Expansion[] {
  if (text === undefined || text.trim() === '') return []
  return text.split(/,(?![^(]*\))/).map((part) => {
    const [, relation = '', options] = /^\s*([\w$*]+)\s*(?:\((.*)\))?\s*$/.exec(part) ?? []
    if (!entity.relations.includes(relation)) {
      throw new GraphError('InvalidSelect', { reason: missingProperty(entity, relation) })
    }
    if (!expandable.has(relation)) throw new GraphError('NotImplemented', { what: `$expand=${relation}` })
    if (options === undefined) return { relation }
    const [, select] = /^\$select=([\w,\s]+)$/i.exec(options) ?? []
    if (select === undefined) throw new GraphError('NotImplemented', { what: `$expand=${part.trim()}` })
    return { relation, select: select.split(',').map((name) => name.trim()) }
  })
}
