/** What a decision says of itself: who granted, or what was looked at in vain. */
import { describe, expect, it } from 'vitest'
import { assignment, decide, group, role, subscription, vm } from './access-fixture.js'

describe('evaluateAccess', () => {
  const question = { action: 'N/t/write', scope: vm }
  const granting = role('granting', { actions: ['N/*'] })
  const excluding = role('excluding', { actions: ['*'], notActions: ['N/t/*'] })
  const other = role('other', { actions: ['M/*'] })

  it('names the broadest assignment that allows, and its role', () => {
    const narrow = assignment({ name: 'narrow', roleDefinitionId: 'granting', scope: vm })
    const broad = assignment({ name: 'broad', roleDefinitionId: 'granting', scope: group })
    expect(decide([narrow, broad], [granting], question)).toEqual({
      allowed: true,
      reason: 'roleAssignment',
      assignment: broad,
      role: granting,
      pattern: 'N/*',
    })
  })

  it('says that nothing is assigned when every assignment is elsewhere', () => {
    const elsewhere = assignment({ roleDefinitionId: 'granting', scope: `${subscription}/resourceGroups/prod` })
    expect(decide([elsewhere], [granting], question)).toEqual({
      allowed: false,
      reason: 'noAssignment',
      findings: [],
    })
  })

  it('says that no role has the action, and which assignments it looked at', () => {
    const here = assignment({ roleDefinitionId: 'other', scope: group })
    expect(decide([here], [other], question)).toEqual({
      allowed: false,
      reason: 'noMatchingAction',
      findings: [{ assignment: here, role: other, effect: 'lacksAction' }],
    })
  })

  it('says that a notAction took the action away', () => {
    const here = assignment({ roleDefinitionId: 'excluding', scope: group })
    expect(decide([here], [excluding], question)).toEqual({
      allowed: false,
      reason: 'excludedByNotActions',
      findings: [{ assignment: here, role: excluding, effect: 'excludedByNotActions', pattern: 'N/t/*' }],
    })
  })

  it('lets a second role grant what the first leaves out', () => {
    const assignments = [
      assignment({ name: 'a1', roleDefinitionId: 'excluding', scope: group }),
      assignment({ name: 'a2', roleDefinitionId: 'granting', scope: group }),
    ]
    expect(decide(assignments, [excluding, granting], question).allowed).toBe(true)
  })

  it('applies notActions within one permission block only', () => {
    const blocks = role('blocks', { actions: ['*'], notActions: ['N/*'] }, { actions: ['N/t/write'] })
    expect(decide([assignment({ roleDefinitionId: 'blocks', scope: group })], [blocks], question).allowed).toBe(true)
  })

  it('subtracts notDataActions from data actions and not from actions', () => {
    const data = role('data', { actions: ['N/*'], dataActions: ['N/*'], notDataActions: ['N/t/write'] })
    const assignments = [assignment({ roleDefinitionId: 'data', scope: group })]
    expect(decide(assignments, [data], question).allowed).toBe(true)
    expect(decide(assignments, [data], { ...question, isDataAction: true })).toMatchObject({
      allowed: false,
      reason: 'excludedByNotActions',
    })
  })

  it('grants nothing for a role that no longer exists', () => {
    const orphan = assignment({ roleDefinitionId: 'gone', scope: group })
    expect(decide([orphan], [], question)).toEqual({
      allowed: false,
      reason: 'noMatchingAction',
      findings: [{ assignment: orphan, effect: 'roleMissing' }],
    })
  })

  it('grants nothing for an assignment with a condition that cannot be read', () => {
    const conditional = assignment({
      roleDefinitionId: 'granting',
      scope: group,
      condition: 'nonsense',
      conditionVersion: '2.0',
    })
    expect(decide([conditional], [granting], question).allowed).toBe(false)
  })

  it('grants nothing for a permission block with a condition that is not true, and the rest of the role all the same', () => {
    const half = role('half', { actions: ['N/*'], condition: 'c', conditionVersion: '2.0' }, { actions: ['M/*'] })
    const assignments = [assignment({ roleDefinitionId: 'half', scope: group })]
    expect(decide(assignments, [half], question).allowed).toBe(false)
    expect(decide(assignments, [half], { ...question, action: 'M/t/write' }).allowed).toBe(true)
  })
})
