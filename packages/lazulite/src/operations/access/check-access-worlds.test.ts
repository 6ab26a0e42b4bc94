/**
 * Random worlds written into a store and asked about as the product asks: groups in groups, management groups, custom
 * roles and denies come from there. Both ways of asking agree with the slow rule, and with each other.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askOracle } from '../../domain/rbac/access-oracle-fixture.js'
import type { AccessDecision } from '../../domain/rbac/decision.js'
import { randomWorld } from '../../domain/rbac/random-world-fixture.js'
import { storeWorld } from '../../testing/store-world.js'
import { openTestPorts, type TestPorts } from '../../testing/test-ports.js'
import { checkAccess, createAccessLens } from './check-access.js'

const firstSeed = 20_270_801
const count = 2_000

let ports: TestPorts
beforeAll(async () => {
  ports = await openTestPorts()
})
afterAll(() => ports.store.close())

const decidedBy = (decision: AccessDecision): string | undefined =>
  decision.reason === 'roleAssignment'
    ? decision.assignment.name
    : decision.reason === 'denyAssignment'
      ? decision.deny?.name
      : undefined

it(`answers as the slow rule does in ${count} stored worlds, however it is asked`, { timeout: 120_000 }, async () => {
  const disagreements: unknown[] = []
  const seen = new Set<string>()
  for (let seed = firstSeed; seed < firstSeed + count && disagreements.length < 3; seed++) {
    const world = randomWorld(seed)
    await storeWorld(ports.store, world)
    const caller = { principalId: world.callerId }
    const decision = await checkAccess(ports, caller, world.question)
    const throughLens = (await createAccessLens(ports, caller)).check(world.question)
    expect(throughLens, `seed ${seed}`).toEqual(decision)
    const expected = askOracle(world)
    const name = decidedBy(decision)
    seen.add(expected.reason)
    if (decision.reason !== expected.reason || (name !== undefined && !expected.names.includes(name))) {
      disagreements.push({ seed, expected, reason: decision.reason, name })
    }
  }
  expect(disagreements).toEqual([])
  expect([...seen].sort()).toEqual([
    'conditionNotMet',
    'denyAssignment',
    'excludedByNotActions',
    'noAssignment',
    'noMatchingAction',
    'roleAssignment',
  ])
})
