import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameId, isWithin, parentScope, parseResourceReference } from './resource-reference.js'

const subscription = '/subscriptions/s-1'
const group = `${subscription}/resourceGroups/dev`
const machine = `${group}/providers/Microsoft.Compute/virtualMachines/web-1`
const assignment = `${machine}/providers/Microsoft.Authorization/roleAssignments/a-1`

describe('parseResourceReference', () => {
  const inSubscription = { subscriptionId: 's-1' }
  const inGroup = { ...inSubscription, resourceGroup: 'dev' }
  it.each([
    [subscription, { type: 'Microsoft.Resources/subscriptions', name: 's-1', ...inSubscription }],
    [group, { type: 'Microsoft.Resources/resourceGroups', name: 'dev', ...inGroup }],
    [group.toUpperCase(), { name: 'DEV', subscriptionId: 'S-1', resourceGroup: 'DEV' }],
    [machine, { type: 'Microsoft.Compute/virtualMachines', name: 'web-1', ...inGroup }],
    [`${machine}/extensions/e`, { type: 'Microsoft.Compute/virtualMachines/extensions', name: 'e', ...inGroup }],
    [assignment, { type: 'Microsoft.Authorization/roleAssignments', name: 'a-1', ...inGroup }],
    [
      `${subscription}/providers/Microsoft.Authorization/locks/l`,
      { type: 'Microsoft.Authorization/locks', name: 'l', ...inSubscription },
    ],
    [
      '/providers/Microsoft.Management/managementGroups/root',
      { type: 'Microsoft.Management/managementGroups', name: 'root' },
    ],
  ])('knows what %s is', (id, expected) => expect(parseResourceReference(id)).toMatchObject({ id, ...expected }))

  it.each([
    '',
    '/',
    '/subscriptions',
    `${subscription}/resourceGroups`,
    `${group}/providers`,
    `${group}/providers/X`,
    `${machine}/extensions`,
    'web-1',
  ])('knows no id in %j', (text) => expect(parseResourceReference(text)).toBeUndefined())
})

describe('parentScope', () => {
  it.each([
    [assignment, machine],
    [`${machine}/extensions/e`, machine],
    [machine, group],
    [group, subscription],
    [subscription, undefined],
    [`${subscription}/providers/Microsoft.Authorization/locks/l`, subscription],
    ['/providers/Microsoft.Management/managementGroups/root', undefined],
  ])('of %s is %s', (id, expected) => expect(parentScope(id)).toBe(expected))
})

describe('scopes', () => {
  it.each([
    [machine, group, true],
    [machine.toLowerCase(), group.toUpperCase(), true],
    [group, group, true],
    [group, `${group}/`, true],
    [`${group}2`, group, false],
    [group, machine, false],
  ])('%s is within %s: %s', (scope, within, expected) => expect(isWithin(scope, within)).toBe(expected))

  it('compares without regard to case', () => {
    expect([isSameId(group, group.toUpperCase()), isSameId(group, machine)]).toEqual([true, false])
  })

  it('every id is within its parent, and not the other way round', () => {
    const name = fc.stringMatching(/^[a-z0-9-]{1,12}$/)
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name), { minLength: 1, maxLength: 3 }), (pairs) => {
        const id = `${group}/providers/Microsoft.X/${pairs.flat().join('/')}`
        const parent = parentScope(id)
        return parent !== undefined && isWithin(id, parent) && !isWithin(parent, id)
      }),
    )
  })
})
