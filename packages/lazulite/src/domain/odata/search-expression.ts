/**
 * `$search="displayName:one" AND "description:two"`: words of a property, joined by AND and OR (AND binds closer).
 *
 * Source: Microsoft Graph, "Use the $search query parameter". Each quoted clause matches when every word in it begins
 * some word of the property; other characters than letters and digits part words.
 */
import { GraphError } from '../errors/graph-error.js'
import type { JsonObject } from '../json.js'
import { type EntityType, propertyOf } from './entity-type.js'

interface SearchClause {
  readonly property: string
  readonly words: readonly string[]
}

/** Any of these, each of which means all of its clauses. */
export type SearchExpression = readonly (readonly SearchClause[])[]

/** @throws GraphError `InvalidSearch`, `PropertyNotFilterable` */
export function parseSearch(search: string, entity: EntityType): SearchExpression {
  const refuse = (position: number): never => {
    throw new GraphError('InvalidSearch', { character: search[position] ?? '', position: String(position), search })
  }
  const alternatives: SearchClause[][] = [[]]
  const clause = /\s*"((?:[^"\\]|\\.)*)"\s*(AND\b|OR\b)?/y
  let end = 0
  let joint: string | undefined = 'AND'
  while (joint !== undefined) {
    clause.lastIndex = end
    const match = clause.exec(search)
    if (match === null) return refuse(end)
    const [, quoted = '', next] = match
    const colon = quoted.indexOf(':')
    if (colon < 1) return refuse(end)
    if (joint === 'OR') alternatives.push([])
    alternatives.at(-1)?.push(readClause(quoted, colon, entity))
    end = clause.lastIndex
    joint = next
  }
  if (end !== search.length) refuse(end)
  return alternatives
}

function readClause(quoted: string, colon: number, entity: EntityType): SearchClause {
  const property = quoted.slice(0, colon)
  if (propertyOf(entity, property)?.isSearchable !== true) {
    throw new GraphError('PropertyNotFilterable', { property, resource: entity.resourceName })
  }
  return { property, words: wordsOf(quoted.slice(colon + 1).replaceAll('\\', '')) }
}

export const matchesSearch = (object: JsonObject, search: SearchExpression): boolean =>
  search.some((clauses) => clauses.every((clause) => matchesClause(object, clause)))

function matchesClause(object: JsonObject, { property, words }: SearchClause): boolean {
  const value = object[property]
  const present = typeof value === 'string' ? wordsOf(value) : []
  return words.every((word) => present.some((other) => other.startsWith(word)))
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
