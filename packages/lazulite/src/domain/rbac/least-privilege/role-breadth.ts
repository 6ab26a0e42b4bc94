/**
 * How much a role grants, as a number: the known operations that it grants, management and data together, each once.
 *
 * Decision: conditions are left aside (a condition narrows, by how much nobody can count), all operations count alike
 * (which of two reads is the worse one depends on what is read), and an operation that nobody has listed counts when a
 * role names it. What grants a part of what another role grants is never the broader one.
 */
import { actionPattern } from '../action-pattern.js'
import type { Permission, RoleDefinition } from '../role.js'
import { type KnownOperations, knownOperations, unlistedWildcardWeight } from './known-operations.js'

const measured = new WeakMap<readonly Permission[], number>()

export function breadthOf({ permissions }: Pick<RoleDefinition, 'permissions'>): number {
  const before = measured.get(permissions)
  if (before !== undefined) return before
  const breadth =
    breadthOfPlane(
      knownOperations(false),
      permissions.map(({ actions, notActions }) => ({ granted: actions, excluded: notActions })),
    ) +
    breadthOfPlane(
      knownOperations(true),
      permissions.map(({ dataActions, notDataActions }) => ({ granted: dataActions, excluded: notDataActions })),
    )
  measured.set(permissions, breadth)
  return breadth
}

interface Block {
  readonly granted: readonly string[]
  readonly excluded: readonly string[]
}

function breadthOfPlane(known: KnownOperations, blocks: readonly Block[]): number {
  const held = new Set<number>()
  const unlisted = new Set<string>()
  for (const { granted, excluded } of blocks) {
    const ofBlock = new Set<number>()
    const strangers = new Set<string>()
    for (const pattern of granted.map((one) => one.toLowerCase())) {
      let isListed = false
      for (const position of known.matching(pattern)) {
        ofBlock.add(position)
        isListed = true
      }
      if (!isListed) strangers.add(pattern)
    }
    for (const pattern of excluded.map((one) => one.toLowerCase())) {
      for (const position of known.matching(pattern)) ofBlock.delete(position)
      for (const stranger of strangers) if (actionPattern(pattern)(stranger)) strangers.delete(stranger)
    }
    for (const position of ofBlock) held.add(position)
    for (const stranger of strangers) unlisted.add(stranger)
  }
  let breadth = 0
  for (const position of held) breadth += known.weights[position] ?? 0
  for (const stranger of unlisted) breadth += stranger.includes('*') ? unlistedWildcardWeight : 1
  return breadth
}
