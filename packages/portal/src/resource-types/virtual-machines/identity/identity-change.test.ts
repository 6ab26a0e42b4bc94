import { describe, expect, it } from 'vitest'
import type { IdentityBlock } from '../machine.js'
import { addUserAssigned, removeUserAssigned, switchSystemAssigned } from './identity-change.js'

const both = { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { '/ids/A': {}, '/ids/B': {} } }

describe('switchSystemAssigned', () => {
  it.each<readonly [IdentityBlock | undefined, boolean, string, string]>([
    [undefined, true, 'SystemAssigned', 'the first identity'],
    [{ type: 'SystemAssigned' }, false, 'None', 'the only identity goes'],
    [{ type: 'UserAssigned', userAssignedIdentities: { a: {} } }, true, 'SystemAssigned, UserAssigned', 'others stay'],
    [both, false, 'UserAssigned', 'others stay'],
  ])('%j to %s is %s: %s', (identity, isOn, type) =>
    expect(switchSystemAssigned(identity, isOn)).toEqual({ identity: { type } }),
  )
})

it('adds user-assigned identities beside what is there', () => {
  expect(addUserAssigned({ type: 'SystemAssigned' }, ['/ids/A'])).toEqual({
    identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { '/ids/A': {} } },
  })
})

describe('removeUserAssigned', () => {
  it('removes by null, in the spelling that the resource has', () => {
    expect(removeUserAssigned(both, ['/IDS/a'])).toEqual({
      identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { '/ids/A': null } },
    })
  })

  it('removes the last one with its type', () => {
    expect(removeUserAssigned(both, ['/ids/A', '/ids/B'])).toEqual({ identity: { type: 'SystemAssigned' } })
    expect(removeUserAssigned({ type: 'UserAssigned', userAssignedIdentities: { '/ids/A': {} } }, ['/ids/A'])).toEqual({
      identity: { type: 'None' },
    })
  })
})
