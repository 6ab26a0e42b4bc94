import { expect, it } from 'vitest'
import {
  bodyOfLock,
  isInheritedLock,
  type Lock,
  locksThatHold,
  lockTypeText,
  problemOfLockName,
  scopeOfLock,
} from './locks.js'

const lockAt = (scope: string): Lock => ({
  ...{ id: `${scope}/providers/Microsoft.Authorization/locks/keep`, name: 'keep' },
  properties: { level: 'CanNotDelete' },
})
const group = '/subscriptions/s/resourceGroups/dev'
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/web`

it('knows what a lock locks', () => expect(scopeOfLock(lockAt(vm))).toBe(vm))

it.each([
  [group, '/subscriptions/s/resourcegroups/DEV', false],
  ['/subscriptions/s', group, true],
])('a lock of %s seen at %s is inherited: %s', (scope, at, expected) =>
  expect(isInheritedLock(lockAt(scope), at)).toBe(expected),
)

it('shows what holds here, not what is locked below', () =>
  expect(locksThatHold([lockAt('/subscriptions/s'), lockAt(group), lockAt(vm), lockAt(`${group}2`)], group)).toEqual([
    lockAt('/subscriptions/s'),
    lockAt(group),
  ]))

it('names levels as Azure’s portal does', () => expect(lockTypeText(lockAt(group))).toBe('Delete'))

it.each([
  ['keep', undefined],
  ['', 'The value must not be empty.'],
  ['a/b', 'The name must not contain any of < > % & : \\ ? /'],
  ['a.', 'The name must not end with a period or a space.'],
  ['TAKEN', "There is already a lock 'TAKEN' here."],
])('the name %j: %s', (name, expected) => expect(problemOfLockName(name, ['taken'])).toBe(expected))

it('sends notes only where there are some', () => {
  expect(bodyOfLock({ level: 'ReadOnly', notes: ' ' })).toEqual({ properties: { level: 'ReadOnly' } })
  expect(bodyOfLock({ level: 'ReadOnly', notes: 'why' })).toEqual({ properties: { level: 'ReadOnly', notes: 'why' } })
})
