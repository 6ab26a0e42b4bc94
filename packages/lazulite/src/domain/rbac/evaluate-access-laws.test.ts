/** What holds of every decision, whatever is assigned and whatever is asked. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coveringScopes, isWithinScope, resourceKey } from '../resource-id/resource-id.js'
import {
  assignment,
  caller,
  decideIn,
  deny,
  managementGroup,
  permission,
  role,
  type Situation,
} from './access-fixture.js'
import type { AccessQuestion, Verdict } from './decision.js'
import { everyone } from './deny-assignment.js'

const segment = fc.constantFrom('a', 'a', 'A', 'A', 'ab', 'b', 'providers', 'ä', 'Ä')
const above = [managementGroup('near'), managementGroup('far')]
const scope = fc.oneof(
  fc.constant('/'),
  fc.constantFrom(...above, managementGroup('other')),
  fc.tuple(segment).map(([s]) => `/subscriptions/${s}`),
  fc.tuple(segment, segment).map(([s, g]) => `/subscriptions/${s}/resourceGroups/${g}`),
  fc
    .tuple(segment, segment, segment, segment)
    .map(([s, g, t, n]) => `/subscriptions/${s}/resourcegroups/${g}/providers/N/${t}s/${n}`),
  fc
    .tuple(segment, segment, segment, segment)
    .map(([s, g, n, c]) => `/subscriptions/${s}/resourceGroups/${g}/providers/N/t/${n}/u/${c}`),
  fc
    .tuple(segment, segment, segment, segment)
    .map(([s, g, n, x]) => `/subscriptions/${s}/resourceGroups/${g}/providers/N/t/${n}/providers/M/x/${x}`),
)
/** Where things are granted and denied: mostly where it covers what is asked about. */
const grantedScope = fc.oneof(
  scope,
  fc.constantFrom('/', ...above, '/subscriptions/a', '/SUBSCRIPTIONS/A', '/subscriptions/a/resourceGroups/a'),
)
const action = fc.constantFrom('N/t/read', 'n/T/Write', 'N/t/u/read', 'M/x/action')
const pattern = fc.constantFrom('*', '*/read', 'N/*', 'N/t/*', 'n/*/write', 'M/x/action', 'N/t/read', 'N/*/t/*')
const someText = fc.constantFrom("ActionMatches{'N/t/read'}", "!(ActionMatches{'N/t/read'})", 'not a condition')
const condition = fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: someText })
const conditional = (text: string | undefined) => (text === undefined ? {} : { condition: text })
const block = fc
  .record({
    actions: fc.array(pattern, { minLength: 1, maxLength: 3 }),
    notActions: fc.array(pattern, { maxLength: 1 }),
    dataActions: fc.array(pattern, { maxLength: 2 }),
    notDataActions: fc.array(pattern, { maxLength: 1 }),
    condition,
  })
  .map(({ condition: text, ...strings }) => permission({ ...strings, ...conditional(text) }))
const roles = fc
  .array(fc.array(block, { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 })
  .map((all) => all.map((blocks, index) => role(`r${index}`, ...blocks)))

const principalIds = [caller, 'g1', 'g2']
const principal = fc.constantFrom(caller, caller, 'g1', 'g2', 'g3')
const oneAssignment = fc
  .tuple(fc.uuid(), fc.constantFrom('r0', 'r1', 'r2', 'gone'), grantedScope, principal, condition)
  .map(([name, roleDefinitionId, at, principalId, text]) =>
    assignment({ name, roleDefinitionId, scope: at, principalId, ...conditional(text) }),
  )
const named = principal.map((id) => ({ id, type: 'Group' as const }))
const oneDeny = fc
  .record({
    name: fc.uuid(),
    scope: grantedScope,
    permissions: fc.array(block, { minLength: 1, maxLength: 2 }),
    doNotApplyToChildScopes: fc.constantFrom(false, false, true),
    principals: fc.array(fc.oneof(named, fc.constant(everyone)), { minLength: 1, maxLength: 2 }),
    excludePrincipals: fc.array(named, { maxLength: 1 }),
    effect: fc.constantFrom('Enforced' as const, 'Enforced' as const, 'Audit' as const),
  })
  .map(deny)

interface Given {
  readonly roles: NonNullable<Situation['roles']>
  readonly assignments: NonNullable<Situation['assignments']>
  readonly denyAssignments: NonNullable<Situation['denyAssignments']>
  readonly principalIds: readonly string[]
  readonly above: readonly string[]
}
const situation: fc.Arbitrary<Given> = fc.record({
  roles,
  assignments: fc.array(oneAssignment, { maxLength: 8, size: 'max' }),
  denyAssignments: fc.oneof(fc.constant([]), fc.array(oneDeny, { minLength: 1, maxLength: 5, size: 'max' })),
  principalIds: fc.constant(principalIds),
  above: fc.constant(above),
})
const question: fc.Arbitrary<AccessQuestion> = fc.record({ action, scope, isDataAction: fc.boolean() })

const isAllowed = (given: Situation, asked: AccessQuestion): boolean => decideIn(given, asked).allowed
/** What is decided, without what it is put down to. */
const summary = (given: Situation, asked: AccessQuestion): Verdict['reason'] => decideIn(given, asked).reason

/** Everybody who has access in the first situation has it in the second. */
const neverLess = (first: Situation, second: Situation, asked: AccessQuestion): void => {
  if (isAllowed(first, asked)) expect(isAllowed(second, asked)).toBe(true)
}

const runs = { numRuns: 500 }
const law = <T extends [unknown, ...unknown[]]>(
  name: string,
  ...[arbitraries, holds]: [{ [K in keyof T]: fc.Arbitrary<T[K]> }, (...values: T) => void]
) => it(name, () => fc.assert(fc.property(...arbitraries, holds), runs))

it('the situations are of every kind', () => {
  const seen = fc.sample(fc.tuple(situation, question), { numRuns: 2000, seed: 1 })
  const share = (reason: Verdict['reason']): number =>
    seen.filter(([given, asked]) => summary(given, asked) === reason).length / seen.length
  expect(share('roleAssignment')).toBeGreaterThan(0.2)
  expect(share('denyAssignment')).toBeGreaterThan(0.05)
  expect(share('noMatchingAction')).toBeGreaterThan(0.1)
  expect(share('excludedByNotActions')).toBeGreaterThan(0.05)
  expect(share('conditionNotMet')).toBeGreaterThan(0.02)
})

describe('what adds and what takes away', () => {
  law('adding an assignment never removes access', [situation, oneAssignment, question], (given, more, asked) => {
    neverLess(given, { ...given, assignments: [more, ...given.assignments] }, asked)
  })

  law('adding a deny never adds access', [situation, oneDeny, question], (given, more, asked) => {
    neverLess({ ...given, denyAssignments: [...given.denyAssignments, more] }, given, asked)
  })

  law('removing a deny never removes access', [situation, fc.nat(), question], (given, index, asked) => {
    neverLess(given, { ...given, denyAssignments: given.denyAssignments.toSpliced(index % 5, 1) }, asked)
  })

  law('excluding somebody from a deny never removes access', [situation, named, question], (given, who, asked) => {
    const excluding = given.denyAssignments.map((one) => ({
      ...one,
      excludePrincipals: [...one.excludePrincipals, who],
    }))
    neverLess(given, { ...given, denyAssignments: excluding }, asked)
  })

  law('a notAction of a role never widens access', [situation, pattern, question], (given, excluded, asked) => {
    const narrowed = given.roles.map((one) => ({
      ...one,
      permissions: one.permissions.map((each) => ({
        ...each,
        notActions: [...each.notActions, excluded],
        notDataActions: [...each.notDataActions, excluded],
      })),
    }))
    neverLess({ ...given, roles: narrowed }, given, asked)
  })

  law('a notAction of a deny never narrows access', [situation, pattern, question], (given, spared, asked) => {
    const milder = given.denyAssignments.map((one) => ({
      ...one,
      permissions: one.permissions.map((each) => ({ ...each, notActions: [...each.notActions, spared] })),
    }))
    neverLess(given, { ...given, denyAssignments: milder }, asked)
  })

  law('an action more never narrows access', [situation, pattern, question], (given, more, asked) => {
    const widened = given.roles.map((one) => ({
      ...one,
      permissions: one.permissions.map((each) => ({ ...each, actions: [...each.actions, more] })),
    }))
    neverLess(given, { ...given, roles: widened }, asked)
  })

  law('a condition of an assignment never widens access', [situation, someText, question], (given, text, asked) => {
    const unconditional = given.assignments.map(({ condition: _, ...one }) => one)
    const first = unconditional.map((one, index) => (index % 2 === 0 ? { ...one, condition: text } : one))
    neverLess({ ...given, assignments: first }, { ...given, assignments: unconditional }, asked)
  })

  law(
    'a condition of a permission block never widens access',
    [situation, someText, question],
    (given, text, asked) => {
      const withText = (condition?: string): Situation => ({
        ...given,
        roles: given.roles.map((one) => ({
          ...one,
          permissions: one.permissions.map(({ condition: _, ...each }) => ({ ...each, ...conditional(condition) })),
        })),
      })
      neverLess(withText(text), withText(), asked)
    },
  )

  law('a condition of a deny never narrows access', [situation, someText, question], (given, text, asked) => {
    const unconditional = given.denyAssignments.map(({ condition: _, ...one }) => one)
    const milder = unconditional.map((one) => ({ ...one, condition: text }))
    neverLess({ ...given, denyAssignments: unconditional }, { ...given, denyAssignments: milder }, asked)
  })

  law('one more group gives access only, when nothing is denied', [situation, question], (given, asked) => {
    const undenied = { ...given, denyAssignments: [] }
    neverLess({ ...undenied, principalIds: [caller] }, undenied, asked)
  })

  law(
    'access at a scope is access below it, unless a deny starts there',
    [situation, scope, question],
    (given, below, asked) => {
      const inherited = {
        ...given,
        denyAssignments: given.denyAssignments.filter(
          (one) => isWithinScope(asked.scope, one.scope) && !one.doNotApplyToChildScopes,
        ),
      }
      const child = asked.scope === '/' ? below : `${asked.scope}${below === '/' ? '/providers/M/x/y' : below}`
      neverLess(inherited, inherited, asked)
      if (isAllowed(inherited, asked)) expect(isAllowed(inherited, { ...asked, scope: child })).toBe(true)
    },
  )
})

describe('what never matters', () => {
  law('wrong case', [situation, question], (given, asked) => {
    const shouted = {
      roles: given.roles,
      above: given.above.map((one) => one.toUpperCase()),
      principalIds: given.principalIds.map((one) => one.toUpperCase()),
      assignments: given.assignments.map((one) => ({ ...one, scope: one.scope.toUpperCase() })),
      denyAssignments: given.denyAssignments.map((one) => ({ ...one, scope: one.scope.toUpperCase() })),
    }
    const whispered = { ...asked, action: asked.action.toLowerCase(), scope: asked.scope.toLowerCase() }
    expect(summary(shouted, whispered)).toBe(summary(given, asked))
    expect(summary(given, { ...asked, action: asked.action.toUpperCase() })).toBe(summary(given, asked))
  })

  law('wrong case of patterns', [situation, question], (given, asked) => {
    const shout = (strings: readonly string[]) => strings.map((one) => one.toUpperCase())
    const shouted = given.roles.map((one) => ({
      ...one,
      permissions: one.permissions.map((each) => ({
        ...each,
        actions: shout(each.actions),
        notActions: shout(each.notActions),
        dataActions: shout(each.dataActions),
        notDataActions: shout(each.notDataActions),
      })),
    }))
    expect(summary({ ...given, roles: shouted }, asked)).toBe(summary(given, asked))
  })

  law('doubled slashes, and slashes at the end', [situation, question], (given, asked) => {
    const doubled = (text: string) => `${text.replaceAll('/', '//')}/`
    const sloppy = {
      ...given,
      assignments: given.assignments.map((one) => ({ ...one, scope: doubled(one.scope) })),
      denyAssignments: given.denyAssignments.map((one) => ({ ...one, scope: doubled(one.scope) })),
    }
    expect(summary(sloppy, asked)).toBe(summary(given, asked))
    expect(summary(given, { ...asked, scope: doubled(asked.scope) })).toBe(summary(given, asked))
  })

  law('the order of assignments, denies and groups, not even to the reason', [situation, question], (given, asked) => {
    const turned = {
      ...given,
      assignments: given.assignments.toReversed(),
      denyAssignments: given.denyAssignments.toReversed(),
      principalIds: given.principalIds.toReversed(),
    }
    expect(decideIn(turned, asked)).toEqual(decideIn(given, asked))
  })

  law('the order of permission blocks, action strings and named principals', [situation, question], (given, asked) => {
    const turnAll = (blocks: Given['roles'][number]['permissions']) =>
      blocks.toReversed().map((each) => ({
        ...each,
        actions: each.actions.toReversed(),
        notActions: each.notActions.toReversed(),
        dataActions: each.dataActions.toReversed(),
        notDataActions: each.notDataActions.toReversed(),
      }))
    const turned = {
      ...given,
      roles: given.roles.map((one) => ({ ...one, permissions: turnAll(one.permissions) })),
      denyAssignments: given.denyAssignments.map((one) => ({
        ...one,
        permissions: turnAll(one.permissions),
        principals: one.principals.toReversed(),
        excludePrincipals: one.excludePrincipals.toReversed(),
      })),
    }
    expect(summary(turned, asked)).toBe(summary(given, asked))
  })

  law('duplicates', [situation, question], (given, asked) => {
    const twice = {
      ...given,
      assignments: [...given.assignments, ...given.assignments],
      denyAssignments: [...given.denyAssignments, ...given.denyAssignments],
      principalIds: [...given.principalIds, ...given.principalIds],
      above: [...given.above, ...given.above],
    }
    expect(summary(twice, asked)).toBe(summary(given, asked))
  })

  law('assignments and denies elsewhere, and of others', [situation, question], (given, asked) => {
    const near = (at: string) => isWithinScope(asked.scope, at) || above.includes(at)
    const relevant = {
      ...given,
      assignments: given.assignments.filter((one) => near(one.scope) && principalIds.includes(one.principalId)),
      denyAssignments: given.denyAssignments.filter((one) => near(one.scope)),
    }
    expect(decideIn(relevant, asked)).toEqual(decideIn(given, asked))
  })
})

describe('scopes', () => {
  law(
    'a sibling with a longer name is never inside',
    [scope, fc.constantFrom('2', '-x', '.a', 'ä')],
    (parent, suffix) => {
      if (parent !== '/') expect(isWithinScope(`${parent}${suffix}`, parent)).toBe(false)
    },
  )

  law(
    'access to a sibling with a longer name is decided without what is granted at the shorter one',
    [situation, question, fc.constantFrom('2', '-x', '.a')],
    (situated, asked, suffix) => {
      const given = { ...situated, above: [] }
      const sibling = { ...asked, scope: `${asked.scope}${suffix}` }
      const elsewhere = {
        ...given,
        assignments: given.assignments.filter((one) => resourceKey(one.scope) !== resourceKey(asked.scope)),
        denyAssignments: given.denyAssignments.filter((one) => resourceKey(one.scope) !== resourceKey(asked.scope)),
      }
      if (asked.scope !== '/') expect(summary(elsewhere, sibling)).toBe(summary(given, sibling))
    },
  )

  law('containing is transitive', [scope, scope, scope], (a, b, c) => {
    if (isWithinScope(a, b) && isWithinScope(b, c)) expect(isWithinScope(a, c)).toBe(true)
  })

  it('the scopes that cover a scope are those that it is within', () => {
    fc.assert(
      fc.property(scope, scope, (child, parent) => {
        expect(coveringScopes(child).includes(resourceKey(parent))).toBe(isWithinScope(child, parent))
      }),
      { numRuns: 2000 },
    )
  })
})
