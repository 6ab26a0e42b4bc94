/**
 * What can be asked of a kind of object: its members, their types, and which of them `$filter`, `$orderby` and `$search`
 * take (Microsoft Graph, "Advanced query capabilities on Microsoft Entra ID objects").
 */
import type { FilterFunction } from './filter-expression.js'

export interface PropertyType {
  readonly type: 'String' | 'Boolean' | 'Int32' | 'Guid' | 'DateTimeOffset' | 'Complex'
  readonly isCollection?: true
  /** `$filter` without advanced query capabilities, or only with them. Absent: never. */
  readonly filter?: 'default' | 'advanced'
  /** Beyond `eq` and `in`; `endswith` needs advanced capabilities wherever it is listed. */
  readonly functions?: readonly FilterFunction[]
  readonly sort?: 'default' | 'advanced'
  readonly isSearchable?: true
  /** Answered only to whoever names it in `$select`. */
  readonly isOnlySelected?: true
}

export interface EntityType {
  /** `microsoft.graph.` is put before it. */
  readonly name: string
  /** As refusals spell it. */
  readonly resourceName: string
  readonly properties: Readonly<Record<string, PropertyType>>
  /** What `$expand` names. */
  readonly relations: readonly string[]
}

export const propertyOf = (entity: EntityType, name: string): PropertyType | undefined =>
  Object.hasOwn(entity.properties, name) ? entity.properties[name] : undefined

export const missingProperty = (entity: EntityType, name: string): string =>
  `Could not find a property named '${name}' on type 'microsoft.graph.${entity.name}'.`
