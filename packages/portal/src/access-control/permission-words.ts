/**
 * Actions of roles for people: what a permission string allows, in words, and which ones may be meant while somebody
 * types.
 *
 * What operations are called comes from `Microsoft.Authorization/providerOperations`; of wildcards and of operations that
 * no list has, it is read off the string (`{provider}/{type}/{verb}`, "Azure role definitions").
 */
import type { PermissionBlock } from './rbac-records.js'

export const permissionKinds = ['actions', 'notActions', 'dataActions', 'notDataActions'] as const
export type PermissionKind = (typeof permissionKinds)[number]

/** As the column "Permission type" says. */
export const kindLabels: Readonly<Record<PermissionKind, string>> = {
  actions: 'Action',
  notActions: 'NotAction',
  dataActions: 'DataAction',
  notDataActions: 'NotDataAction',
}

export interface KnownOperation {
  readonly name: string
  readonly isDataAction: boolean
  readonly displayName?: string
}

/** As `providerOperations?$expand=resourceTypes` answers. */
export interface ProviderOperations {
  readonly name: string
  readonly operations?: readonly KnownOperation[]
  readonly resourceTypes?: readonly { readonly operations: readonly KnownOperation[] }[]
}

/** Everything that has a name: what providers list, and what roles spell out. By name. */
export function collectOperations(
  providers: readonly ProviderOperations[],
  blocks: readonly PermissionBlock[],
): readonly KnownOperation[] {
  const found = new Map<string, KnownOperation>()
  const add = (operation: KnownOperation): void => {
    const key = `${operation.isDataAction} ${operation.name.toLowerCase()}`
    if (!operation.name.includes('*') && !found.has(key)) found.set(key, operation)
  }
  for (const { operations = [], resourceTypes = [] } of providers) {
    for (const operation of [...operations, ...resourceTypes.flatMap((type) => type.operations)]) add(operation)
  }
  for (const block of blocks) {
    for (const kind of permissionKinds) {
      for (const name of block[kind] ?? []) add({ name, isDataAction: isDataKind(kind) })
    }
  }
  return [...found.values()].toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1))
}

export const isDataKind = (kind: PermissionKind): boolean => kind === 'dataActions' || kind === 'notDataActions'

export interface Suggesting {
  readonly typed: string
  readonly isDataAction: boolean
  readonly limit: number
}

/** Every word is somewhere in the name or its title; names that begin with what was typed come first. */
export function suggestOperations(
  operations: readonly KnownOperation[],
  { typed, isDataAction, limit }: Suggesting,
): readonly KnownOperation[] {
  const text = typed.trim().toLowerCase()
  const words = text.split(/\s+/).filter(Boolean)
  const matching = operations.filter(
    ({ name, displayName = '', isDataAction: isData }) =>
      isData === isDataAction && words.every((word) => `${name} ${displayName}`.toLowerCase().includes(word)),
  )
  const begins = matching.filter(({ name }) => name.toLowerCase().startsWith(text))
  return [...begins, ...matching.filter((one) => !begins.includes(one))].slice(0, limit)
}

const verbs: Readonly<Record<string, string>> = { read: 'Read', write: 'Create or update', delete: 'Delete' }

/** `Microsoft.Compute/virtualMachines/start/action` → "Start virtual machines"; `Microsoft.Compute/*` → "Do anything with everything in Microsoft.Compute". */
export function describePermission(pattern: string): string {
  const segments = pattern.split('/').filter(Boolean)
  const last = segments.at(-1)?.toLowerCase() ?? ''
  if (last === 'action') {
    const [of, verb] = [segments.at(-3), segments.at(-2)]
    return `${capital(spaced(verb ?? ''))} ${of === undefined || of.includes('.') ? '' : spaced(of)}`.trim()
  }
  const verb = last === '*' ? 'Do anything with' : (verbs[last] ?? capital(spaced(last)))
  return `${verb} ${objectOf(segments.slice(0, -1))}`
}

/** What comes before the verb: a type, a provider with everything in it, or everything. */
function objectOf(segments: readonly string[]): string {
  const of = segments.at(-1)
  if (of === undefined) return 'everything'
  if (of === '*') return segments.length === 1 ? 'everything' : `everything in ${nameOf(segments.at(-2) ?? '')}`
  return of.includes('.') ? `everything in ${of}` : spaced(of)
}

const nameOf = (segment: string): string => (segment.includes('.') ? segment : spaced(segment))
const spaced = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
const capital = (text: string): string => text.replace(/^./, (first) => first.toUpperCase())

/** One line of the tables of permissions. */
export interface PermissionLine {
  /** Position of its block; what a condition guards is in a block of its own. */
  readonly block: number
  readonly kind: PermissionKind
  readonly permission: string
  readonly condition?: string
}

export const linesOf = (blocks: readonly PermissionBlock[]): readonly PermissionLine[] =>
  blocks.flatMap((given, block) =>
    permissionKinds.flatMap((kind) =>
      (given[kind] ?? []).map((permission) => ({
        ...{ block, kind, permission },
        ...(given.condition === undefined || given.condition === null ? {} : { condition: given.condition }),
      })),
    ),
  )

/** Under which heading a permission comes: its provider, "All providers" for what begins with a wildcard. */
export function providerOf(permission: string): string {
  const [first = ''] = permission.split('/')
  return first.includes('*') ? 'All providers' : first
}
