/**
 * The product's access rule and a second one, written apart from it, give the same answer in 100,000 random worlds.
 * A disagreement names the seed of its world: `randomWorld(seed)` makes it again.
 */
import { expect, it } from 'vitest'
import { createHierarchy } from '../management/hierarchy.js'
import { askOracle, stringMatches, type World } from './access-oracle-fixture.js'
import { matchesAction } from './action-pattern.js'
import { builtInRole } from './built-in-roles.js'
import type { Verdict } from './decision.js'
import { evaluateAccess } from './evaluate-access.js'
import { builtInIds, randomWorld } from './random-world-fixture.js'
import { chanceOf } from './seeded-random-fixture.js'

const firstSeed = 20_260_801
const count = 100_000

/** Every reason comes up in at least this share of the worlds. */
const leastShare: Readonly<Record<Verdict['reason'], number>> = {
  roleAssignment: 0.15,
  denyAssignment: 0.05,
  noAssignment: 0.1,
  noMatchingAction: 0.1,
  excludedByNotActions: 0.02,
  conditionNotMet: 0.02,
}

/** The caller and its groups, as a store would find them: upwards, and until nothing is new. */
function principalsOf({ callerId, memberships }: World): readonly string[] {
  const found = new Set([callerId])
  for (const principalId of found) {
    for (const { groupId, memberId } of memberships) if (memberId === principalId) found.add(groupId)
  }
  return [...found]
}

function decide(world: World): Verdict {
  const hierarchy = createHierarchy({
    tenantId: world.tenantId,
    groups: world.managementGroups.map((one) => ({ displayName: one.name, ...one })),
    subscriptions: new Map(world.placements.map((one) => [one.subscriptionId, one.managementGroup])),
  })
  const custom = new Map(world.roles.map((one) => [one.roleDefinitionId, one]))
  return evaluateAccess({
    principalIds: principalsOf(world),
    assignments: world.assignments,
    denyAssignments: world.denyAssignments,
    roleOf: (id) => builtInRole(id) ?? custom.get(id.toLowerCase()),
    question: world.question,
    above: hierarchy.scopesAbove(world.question.scope),
  })
}

/** What decided, when something in particular did. */
const decidedBy = (verdict: Verdict): string | undefined =>
  verdict.allowed ? verdict.assignment.name : verdict.deny?.name

it(`agrees with the slow rule in ${count} worlds`, { timeout: 120_000 }, () => {
  const times = new Map<Verdict['reason'], number>()
  const disagreements: unknown[] = []
  for (let seed = firstSeed; seed < firstSeed + count && disagreements.length < 3; seed++) {
    const world = randomWorld(seed)
    const expected = askOracle(world)
    const verdict = decide(world)
    const name = decidedBy(verdict)
    times.set(expected.reason, (times.get(expected.reason) ?? 0) + 1)
    if (verdict.reason !== expected.reason || (name !== undefined && !expected.names.includes(name))) {
      disagreements.push({ seed, expected, reason: verdict.reason, name })
    }
  }
  expect(disagreements).toEqual([])
  for (const [reason, least] of Object.entries(leastShare)) {
    expect([reason, (times.get(reason as Verdict['reason']) ?? 0) / count >= least]).toEqual([reason, true])
  }
})

it('knows the built-in roles of the worlds as the catalogue does', () => {
  const { roles } = randomWorld(firstSeed)
  for (const id of builtInIds) {
    const known = roles.find((one) => one.roleDefinitionId === id)
    expect(known?.permissions).toEqual(builtInRole(id)?.permissions)
  }
})

it('agrees on action strings of any form', () => {
  const chance = chanceOf(firstSeed)
  const text = (letters: string) => chance.several(0, 12, () => letters.charAt(chance.under(letters.length))).join('')
  const disagreements: unknown[] = []
  let matches = 0
  for (let index = 0; index < 20_000; index++) {
    const [pattern, action] = [text('ab/**A.'), text('ab/B.')]
    const expected = stringMatches(pattern, action)
    if (expected) matches++
    if (matchesAction(pattern, action) !== expected) disagreements.push({ pattern, action, expected })
  }
  expect(disagreements.slice(0, 3)).toEqual([])
  expect(matches).toBeGreaterThan(200)
})
