/**
 * Every operation that is known by name, to measure with: how many of them does a role grant?
 *
 * Source: the REST-to-action map (see `$source` of the file), the operations that this cloud lists, and the action
 * strings of the built-in roles. No complete list is public, and some namespaces occur in a role's wildcard alone: such a
 * wildcard stands in the list for itself, as one entry that weighs as much as a service's usual handful of operations.
 */
import listedText from '../../../data/known-operations.json?raw'
import provided from '../../../data/provider-operations.json' with { type: 'json' }
import { actionPattern } from '../action-pattern.js'
import { builtInRoles } from '../built-in-roles.js'

/** Management operations, or data operations. */
export interface KnownOperations {
  /** Lower case, sorted. */
  readonly names: readonly string[]
  /** By position of the name. */
  readonly weights: readonly number[]
  /** Positions of what the pattern matches; the pattern is in lower case. */
  matching(pattern: string): Iterable<number>
}

/** Decision: what a wildcard over operations that nobody has listed is worth, about as many as a known type has. */
export const unlistedWildcardWeight = 25

interface Listed {
  /** Namespace → type → its operations, separated by blanks (`read write start/action`). */
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>
}

let known: { readonly control: KnownOperations; readonly data: KnownOperations } | undefined

/** Collected when first asked for (some 10 ms), then kept. */
export function knownOperations(isDataAction: boolean): KnownOperations {
  known ??= collect()
  return isDataAction ? known.data : known.control
}

function collect(): { readonly control: KnownOperations; readonly data: KnownOperations } {
  const blocks = builtInRoles().flatMap(({ permissions }) => permissions)
  const namespaces = Object.entries(provided.namespaces)
  return {
    control: operationsFrom(
      [
        ...listed(),
        ...namespaces.flatMap(([namespace, { operations }]) => operations.map((name) => `${namespace}/${name}`)),
      ],
      blocks.flatMap(({ actions, notActions }) => [...actions, ...notActions]),
    ),
    data: operationsFrom(
      namespaces.flatMap(([namespace, { dataOperations }]) => dataOperations.map((name) => `${namespace}/${name}`)),
      blocks.flatMap(({ dataActions, notDataActions }) => [...dataActions, ...notDataActions]),
    ),
  }
}

/** Management operations of the REST-to-action map, as they are written there. */
export function listed(): readonly string[] {
  // The file is ours and checked by a test: its shape is known.
  const { namespaces } = JSON.parse(listedText) as Listed
  return Object.entries(namespaces).flatMap(([namespace, types]) =>
    Object.entries(types).flatMap(([type, operations]) =>
      operations.split(' ').map((operation) => [namespace, type, operation].filter(Boolean).join('/')),
    ),
  )
}

/** @param strings of roles: names of operations and patterns */
function operationsFrom(names: readonly string[], strings: readonly string[]): KnownOperations {
  const lowerCase = new Set(strings.map((one) => one.toLowerCase()))
  const exact = [...lowerCase].filter((one) => !one.includes('*'))
  const all = new Set([...names.map((name) => name.toLowerCase()), ...exact])
  const found = lookup([...all].sort())
  const unlisted = [...lowerCase].filter((one) => one.includes('*') && isEmpty(found.matching(one)))
  for (const pattern of unlisted) all.add(standIn(pattern))
  return lookup([...all].sort())
}

/** A name that the pattern matches, and every broader pattern too, and that no operation can have. */
const standIn = (pattern: string): string => pattern.replaceAll('*', '…')

function lookup(names: readonly string[]): KnownOperations {
  return {
    names,
    weights: names.map((name) => (name.includes('…') ? unlistedWildcardWeight : 1)),
    *matching(pattern) {
      const star = pattern.indexOf('*')
      const head = star === -1 ? pattern : pattern.slice(0, star)
      const matches = actionPattern(pattern)
      for (let position = firstFrom(names, head); position < names.length; position++) {
        const name = names[position]
        if (name === undefined || !name.startsWith(head)) return
        if (matches(name)) yield position
        else if (star === -1) return // what has no wildcard is the first that begins with it, or is not there
      }
    },
  }
}

/** Position of the first name that is not before `text`. */
function firstFrom(names: readonly string[], text: string): number {
  let [low, high] = [0, names.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((names[middle] ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}

const isEmpty = (items: Iterable<unknown>): boolean => [...items].length === 0
