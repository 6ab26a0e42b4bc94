/**
 * One rule, however it is asked: requests, lists, checkAccess, explanations and the operations API agree in random worlds,
 * also while changes are under way and for principals for whom refusals do not count.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askOracle, type World } from '../../domain/rbac/access-oracle-fixture.js'
import type { AccessDecision, AccessMode, Verdict } from '../../domain/rbac/decision.js'
import { randomWorld } from '../../domain/rbac/random-world-fixture.js'
import { setAccessMode } from '../../operations/access/access-modes.js'
import { everything } from '../../operations/access/asker.js'
import { checkAccess, createAccessLens, withGroups } from '../../operations/access/check-access.js'
import { decideForSubject } from '../../operations/access/decide-for-subject.js'
import type { Ports } from '../../ports/ports.js'
import { silentLog } from '../../testing/silent-log.js'
import { storeWorld } from '../../testing/store-world.js'
import { openTestPorts, type TestPorts } from '../../testing/test-ports.js'
import { evaluateAccessBody } from './evaluate-access-body.js'

const delay = 300
const firstSeed = 20_280_101
const count = 30

let test: TestPorts
let ports: Ports
beforeAll(async () => {
  test = await openTestPorts({ rules: { rolePropagationDelay: delay } })
  const unused = (): never => {
    throw new Error('no keys here')
  }
  const keyRing = { sign: unused, verify: unused, published: unused, rotate: unused }
  ports = { ...test, keyRing, log: silentLog, audit: () => {} }
})
afterAll(() => test.store.close())

/** What the operations API says of a decision. */
const shortOf = (decision: AccessDecision): object =>
  decision.reason === 'notEnforced'
    ? { decision: 'allowed', reason: 'notEnforced', mode: decision.mode }
    : decision.allowed
      ? { decision: 'allowed', reason: decision.reason, roleAssignment: decision.assignment.name }
      : { decision: 'denied', reason: decision.reason }

/** Whoever decided, by name, in the words of the slow rule. */
function expectOracle(world: World, verdict: Verdict): void {
  const { reason, names } = askOracle(world)
  expect(verdict.reason).toBe(reason)
  const by = verdict.allowed ? verdict.assignment.name : verdict.deny?.name
  if (by !== undefined) expect(names).toContain(by)
}

/** Asks in every way. @returns the rule's own verdict */
async function askInEveryWay({ callerId, question }: World): Promise<Verdict> {
  const caller = { principalId: callerId }
  const decision = await checkAccess(ports, caller, question)
  expect((await createAccessLens(ports, caller)).check(question)).toEqual(decision)

  const body = { principalId: callerId, ...question }
  const [short] = (await evaluateAccessBody(ports, [body], { asker: everything })) as object[] // one answer for each question
  expect(short).toMatchObject(shortOf(decision))
  const explained = (await evaluateAccessBody(ports, body, { asker: everything })) as { explanation: object } // explained, since it is one
  expect(explained).toMatchObject(shortOf(decision))
  const { decision: said, reason } = shortOf(decision) as { decision: string; reason: string }
  expect(explained.explanation).toMatchObject({ decision: said, reason })

  const verdict = await decideForSubject(ports, { ...caller, groupIds: [], withKnownGroups: true }, question)
  const [, ...groupIds] = await withGroups(ports.store.read, callerId)
  expect(await decideForSubject(ports, { ...caller, groupIds, withKnownGroups: false }, question)).toEqual(verdict)
  if (decision.reason !== 'notEnforced') expect(verdict).toEqual(decision)
  return verdict
}

describe.each<AccessMode>(['enforce', 'audit', 'off'])('in mode %s', (mode) => {
  it(`is the same in ${count} worlds, while changes are under way and after`, { timeout: 120_000 }, async () => {
    for (let seed = firstSeed; seed < firstSeed + count; seed++) {
      const world = randomWorld(seed)
      await storeWorld(ports.store, world)
      await setAccessMode(ports, { principalId: world.callerId.toUpperCase(), mode, by: 'somebody' })
      test.clock.advance(delay)
      expectOracle(world, await askInEveryWay(world))

      const isKept = (_: unknown, index: number): boolean => index % 2 === seed % 2
      const after: World = {
        ...world,
        assignments: world.assignments.filter(isKept),
        denyAssignments: world.denyAssignments.filter(isKept),
      }
      await ports.store.transaction(async (tx) => {
        for (const { scope, name } of world.assignments)
          if (!after.assignments.some((one) => one.name === name)) await tx.roleAssignments.delete(scope, name)
        for (const { scope, name } of world.denyAssignments)
          if (!after.denyAssignments.some((one) => one.name === name)) await tx.denyAssignments.delete(scope, name)
      })
      test.clock.advance(delay - 1)
      expectOracle(world, await askInEveryWay(world))
      test.clock.advance(1)
      expectOracle(after, await askInEveryWay(after))
    }
  })
})
