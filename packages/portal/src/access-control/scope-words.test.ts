import { describe, expect, it } from 'vitest'
import { kindOfScope, labelOfPlace, nameOfScope, placeOf } from './scope-words.js'

const subscription = '/subscriptions/20000000-0000-4000-8000-000000000001'
const group = `${subscription}/resourceGroups/dev`
const machine = `${group}/providers/Microsoft.Compute/virtualMachines/web-1`
const managementGroup = '/providers/Microsoft.Management/managementGroups/corp'
const nameType = (type: string) => (type.endsWith('virtualMachines') ? 'Virtual machine' : type)

describe('labelOfPlace', () => {
  it.each([
    [machine, machine, 'This resource', 'its own'],
    [machine.toUpperCase(), machine, 'This resource', 'case does not matter'],
    [group, machine, 'Resource group (Inherited)', 'its group'],
    [subscription, machine, 'Subscription (Inherited)', 'its subscription'],
    [managementGroup, subscription, 'Management group (Inherited)', 'a management group, which no id names'],
    ['/', subscription, 'Root (Inherited)', 'the root'],
    [machine, `${machine}/extensions/agent`, 'Virtual machine (Inherited)', 'the parent of a child resource'],
    [machine, group, 'Virtual machine', 'something below'],
  ])('%s seen from %s is "%s": %s', (scope, here, expected) => {
    expect(labelOfPlace(scope, here, nameType)).toBe(expected)
  })
})

describe('placeOf', () => {
  it.each([
    [`${subscription}/`, subscription, 'here', 'a slash at the end changes nothing'],
    ['/', '/', 'here', 'the root itself'],
    [`${group}2`, group, 'inherited', 'a longer sibling name is not below'],
    [group, '/', 'below', 'everything is below the root'],
  ])('%s from %s is %s: %s', (scope, here, expected) => expect(placeOf(scope, here)).toBe(expected))
})

it.each([
  [managementGroup, 'Management group', 'corp'],
  [group, 'Resource group', 'dev'],
  ['/', 'Root', '/'],
])('%s is a %s called %s', (scope, kind, name) => {
  expect([kindOfScope(scope, nameType), nameOfScope(scope)]).toEqual([kind, name])
})
