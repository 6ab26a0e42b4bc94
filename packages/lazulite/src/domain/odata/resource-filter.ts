/**
 * The `$filter` of resource and group lists: `eq`, `ne`, `and`, `or`, `substringof('x', name)`, `startswith(tagName, 'x')`
 * over tagName, tagValue, resourceType, resourceGroup, name, location, subscriptionId, identity members.
 * Source: the resources OpenAPI's filter notes; forms that az, Az PowerShell and the SDKs were recorded to send.
 */
import type { Resource } from '../arm-resource/resource.js'
import { ArmError } from '../errors/arm-error.js'

export type ResourceFilter =
  | { readonly op: 'and' | 'or'; readonly left: ResourceFilter; readonly right: ResourceFilter }
  | { readonly op: 'eq' | 'ne' | 'contains' | 'startswith'; readonly field: string; readonly value: string }

interface Token {
  readonly kind: 'word' | 'text' | 'symbol'
  readonly value: string
}

/** @returns `undefined` for no filter. @throws ArmError `InvalidFilterInQueryString` */
export function parseResourceFilter(text: string | undefined): ResourceFilter | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const refuse = (): never => {
    throw new ArmError('InvalidFilterInQueryString', { filter: text })
  }
  const tokens = tokenize(text) ?? refuse()
  let at = 0
  const next = (): Token => tokens[at++] ?? refuse()
  const peek = (): string | undefined => tokens[at]?.value.toLowerCase()
  const expect = (value: string): void => {
    if (next().value !== value) refuse()
  }

  const parseOr = (): ResourceFilter => {
    let left = parseAnd()
    while (peek() === 'or' && tokens[at]?.kind === 'word') {
      at++
      left = { op: 'or', left, right: parseAnd() }
    }
    return left
  }
  const parseAnd = (): ResourceFilter => {
    let left = parseTerm()
    while (peek() === 'and' && tokens[at]?.kind === 'word') {
      at++
      left = { op: 'and', left, right: parseTerm() }
    }
    return left
  }
  const parseTerm = (): ResourceFilter => {
    const first = next()
    if (first.kind === 'symbol' && first.value === '(') {
      const inner = parseOr()
      expect(')')
      return inner
    }
    if (first.kind !== 'word') return refuse()
    const word = first.value.toLowerCase()
    if (word === 'substringof' || word === 'startswith') return parseCall(word)
    const operator = next().value.toLowerCase()
    const value = next()
    if ((operator !== 'eq' && operator !== 'ne') || value.kind !== 'text') return refuse()
    return { op: operator, field: word, value: value.value }
  }
  const parseCall = (name: 'substringof' | 'startswith'): ResourceFilter => {
    expect('(')
    const one = next()
    expect(',')
    const other = next()
    expect(')')
    const [value, field] = one.kind === 'text' ? [one, other] : [other, one]
    if (value.kind !== 'text' || field.kind !== 'word') return refuse()
    return {
      op: name === 'substringof' ? 'contains' : 'startswith',
      field: field.value.toLowerCase(),
      value: value.value,
    }
  }

  const filter = parseOr()
  if (at !== tokens.length) refuse()
  return filter
}

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = []
  const pattern = /\s*(?:'((?:[^']|'')*)'|([(),])|([\w./-]+))/gy
  let end = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, quoted, symbol, word] = match
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replaceAll("''", "'") })
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', value: symbol })
    else tokens.push({ kind: 'word', value: word ?? '' })
    end = pattern.lastIndex
  }
  return text.slice(end).trim() === '' ? tokens : undefined
}

/** No filter matches everything. Tag names and values of one `and` must belong to the same tag. */
export function matchesResourceFilter(resource: Resource, filter: ResourceFilter | undefined): boolean {
  if (filter === undefined) return true
  const pairs = Object.entries(resource.tags ?? {})
  if (!mentionsTags(filter)) return matches(resource, filter, undefined)
  return pairs.some((pair) => matches(resource, filter, pair)) || matches(resource, filter, undefined)
}

const mentionsTags = (filter: ResourceFilter): boolean =>
  'field' in filter ? filter.field.startsWith('tag') : mentionsTags(filter.left) || mentionsTags(filter.right)

function matches(resource: Resource, filter: ResourceFilter, tag: readonly [string, string] | undefined): boolean {
  if ('left' in filter) {
    const left = matches(resource, filter.left, tag)
    return filter.op === 'and'
      ? left && matches(resource, filter.right, tag)
      : left || matches(resource, filter.right, tag)
  }
  const actual = fieldOf(resource, filter, tag)?.toLowerCase()
  const value = filter.value.toLowerCase()
  switch (filter.op) {
    case 'eq':
      return actual === value
    case 'ne':
      return actual !== value
    case 'contains':
      return actual?.includes(value) ?? false
    case 'startswith':
      return actual?.startsWith(value) ?? false
  }
}

function fieldOf(
  resource: Resource,
  { field }: { readonly field: string },
  tag: readonly [string, string] | undefined,
): string | undefined {
  switch (field) {
    case 'tagname':
      return tag?.[0]
    case 'tagvalue':
      return tag?.[1]
    case 'resourcetype':
      return resource.type
    case 'resourcegroup':
      return resource.resourceGroup
    case 'name':
      return resource.name
    case 'location':
      return resource.location
    case 'subscriptionid':
      return resource.subscriptionId
    case 'identity/principalid':
      return resource.identity?.systemAssigned?.principalId
    default:
      throw new ArmError('InvalidFilterInQueryString', { filter: field })
  }
}
