import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Lock,
  type LockableOperation,
  type LockLevel,
  lockableOperation,
  lockedScopes,
  lockLevels,
} from './lock.js'

const subscription = '/subscriptions/s'
const group = `${subscription}/resourceGroups/rg`
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm`
const extension = `${vm}/extensions/e`
const assignment = `${vm}/providers/Microsoft.Authorization/roleAssignments/r`

describe('lockableOperation', () => {
  it.each<[string, string, LockableOperation | undefined]>([
    ['GET', 'Microsoft.Compute/virtualMachines/read', undefined],
    ['HEAD', 'Microsoft.Resources/subscriptions/resourceGroups/read', undefined],
    ['PUT', 'Microsoft.Compute/virtualMachines/write', 'write'],
    ['PATCH', 'Microsoft.Compute/virtualMachines/write', 'write'],
    ['POST', 'Microsoft.Compute/virtualMachines/restart/action', 'write'],
    ['POST', 'Microsoft.Storage/storageAccounts/listKeys/action', 'write'],
    ['POST', 'Microsoft.Management/managementGroups/read', undefined],
    ['DELETE', 'Microsoft.Compute/virtualMachines/delete', 'delete'],
    ['PUT', 'Microsoft.Authorization/locks/write', undefined],
    ['DELETE', 'microsoft.authorization/LOCKS/delete', undefined],
    ['DELETE', 'Microsoft.Authorization/roleAssignments/delete', 'delete'],
  ])('%s with %s: %s', (method, action, expected) => expect(lockableOperation(method, action)).toBe(expected))
})

describe('lockedScopes', () => {
  const at = (scope: string, level: LockLevel): Lock => ({ scope, level })
  it.each<[LockableOperation, string, readonly Lock[], readonly string[], string]>([
    ['delete', vm, [at(vm, 'CanNotDelete')], [vm], 'the resource itself'],
    ['delete', vm, [at(group, 'CanNotDelete')], [group], 'inherited from the group'],
    ['delete', extension, [at(subscription, 'CanNotDelete')], [subscription], 'inherited from the subscription'],
    ['delete', group, [at(vm, 'CanNotDelete')], [vm], 'something inside is locked'],
    ['delete', group, [at(vm, 'ReadOnly')], [vm], 'something inside is read-only'],
    ['delete', assignment, [at(vm, 'CanNotDelete')], [vm], 'assignments are below what they extend'],
    ['delete', `${group}2`, [at(group, 'CanNotDelete')], [], 'a longer sibling name is not inside'],
    ['delete', vm.toUpperCase(), [at(vm, 'CanNotDelete')], [vm], 'case does not matter'],
    ['write', vm, [at(group, 'CanNotDelete')], [], 'may still be changed'],
    ['write', vm, [at(group, 'ReadOnly')], [group], 'read-only'],
    ['write', assignment, [at(group, 'ReadOnly')], [group], 'assignments cannot be made either'],
    ['write', group, [at(vm, 'ReadOnly')], [], 'a group may change although something inside may not'],
    ['delete', vm, [at(vm, 'ReadOnly'), at(group, 'CanNotDelete')], [group, vm], 'outermost first'],
    [
      'delete',
      vm,
      [at(vm, 'ReadOnly'), at(vm, 'CanNotDelete'), at(vm.toUpperCase(), 'ReadOnly')],
      [vm.toUpperCase()],
      'once each',
    ],
    ['write', vm, [], [], 'no locks'],
  ])('%s of %s with %j: %s (%s)', (operation, id, locks, expected) => {
    expect(lockedScopes(id, operation, locks)).toEqual(expected)
  })

  const scope = fc.constantFrom(subscription, group, `${group}2`, vm, `${vm}2`, extension, assignment)
  const lock = fc.record({ scope, level: fc.constantFrom(...lockLevels) })
  const locks = fc.array(lock, { maxLength: 6 })
  it('never allows more when a lock is added', () => {
    fc.assert(
      fc.property(
        scope,
        fc.constantFrom<LockableOperation>('write', 'delete'),
        locks,
        lock,
        (id, operation, some, one) => {
          const before = lockedScopes(id, operation, some)
          expect(lockedScopes(id, operation, [...some, one])).toEqual(expect.arrayContaining([...before]))
        },
      ),
    )
  })
  it('forbids deleting whatever may not be changed', () => {
    fc.assert(
      fc.property(scope, locks, (id, some) => {
        expect(lockedScopes(id, 'delete', some)).toEqual(expect.arrayContaining([...lockedScopes(id, 'write', some)]))
      }),
    )
  })
  it('treats a resource no better than the group it is in', () => {
    fc.assert(
      fc.property(locks, (some) => {
        expect(lockedScopes(vm, 'write', some)).toEqual(expect.arrayContaining([...lockedScopes(group, 'write', some)]))
      }),
    )
  })
})
