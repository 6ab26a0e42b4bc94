/**
 * The actions that are known by name, and those that a misspelt one may have meant.
 *
 * Known are the names of the providers that exist here, of the public REST-to-action map (management actions only), and
 * those that built-in roles spell out. No complete list is public: an unknown name is a remark and never a refusal.
 */
import catalogue from '../../../data/provider-operations.json' with { type: 'json' }
import { builtInRoles } from '../built-in-roles.js'
import { listed } from '../least-privilege/known-operations.js'

export interface KnownAction {
  /** As it is written. */
  readonly name: string
  readonly isAction: boolean
  readonly isDataAction: boolean
}

let known: ReadonlyMap<string, KnownAction> | undefined

/** In any case. */
export const knownAction = (action: string): KnownAction | undefined => actions().get(action.toLowerCase())

/** Does anything here know this provider's actions? */
export function isKnownNamespace(action: string): boolean {
  const namespace = `${action.split('/')[0]?.toLowerCase() ?? ''}/`
  for (const name of actions().keys()) if (name.startsWith(namespace)) return true
  return false
}

const limit = 3

/** Names that it may be the beginning of, else those most like it, best first; at most three, none when nothing is near. */
export function similarActions(action: string): readonly string[] {
  const asked = action.toLowerCase()
  const whole = ['/action', '/read', '/write', '/delete'].flatMap((end) => knownAction(`${action}${end}`)?.name ?? [])
  if (whole.length > 0) return whole.slice(0, limit)
  const pairs = pairsOf(asked)
  const farthest = Math.max(2, Math.floor(asked.length / 5))
  const candidates: { known: KnownAction; likeness: number }[] = []
  for (const [name, one] of actions()) {
    if (Math.abs(name.length - asked.length) > farthest) continue
    const likeness = likenessOf(pairs, name)
    if (likeness >= 0.6) candidates.push({ known: one, likeness })
  }
  return candidates
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 40)
    .map(({ known: { name } }) => ({ name, edits: editsBetween(asked, name.toLowerCase()) }))
    .filter(({ edits }) => edits <= farthest)
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .filter(({ edits }, _, [best]) => edits <= (best?.edits ?? 0) + 1)
    .slice(0, limit)
    .map(({ name }) => name)
}

function actions(): ReadonlyMap<string, KnownAction> {
  if (known !== undefined) return known
  const found = new Map<string, KnownAction>()
  const add = (name: string, kind: 'isAction' | 'isDataAction'): void => {
    if (name.includes('*')) return
    const key = name.toLowerCase()
    found.set(key, { isAction: false, isDataAction: false, name, ...found.get(key), [kind]: true })
  }
  for (const [namespace, { operations, dataOperations }] of Object.entries(catalogue.namespaces)) {
    for (const name of operations) add(`${namespace}/${name}`, 'isAction')
    for (const name of dataOperations) add(`${namespace}/${name}`, 'isDataAction')
  }
  for (const name of listed()) add(name, 'isAction')
  for (const { permissions } of builtInRoles()) {
    for (const block of permissions) {
      for (const name of [...block.actions, ...block.notActions]) add(name, 'isAction')
      for (const name of [...block.dataActions, ...block.notDataActions]) add(name, 'isDataAction')
    }
  }
  known = found
  return found
}

function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>()
  for (let index = 0; index + 1 < text.length; index++) pairs.add(text.slice(index, index + 2))
  return pairs
}

/** Dice's coefficient over pairs of letters: 1 the same, 0 nothing in common. */
function likenessOf(pairs: ReadonlySet<string>, other: string): number {
  const others = pairsOf(other)
  let common = 0
  for (const pair of others) if (pairs.has(pair)) common++
  return (2 * common) / (pairs.size + others.size || 1)
}

/** Letters to insert, delete or replace (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
