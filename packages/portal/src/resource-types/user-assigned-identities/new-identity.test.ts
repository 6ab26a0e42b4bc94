import { describe, expect, it } from 'vitest'
import { bodyOf, identityIdOf, isIdentityName, type NewIdentity, problemsOf } from './new-identity.js'

const identity: NewIdentity = {
  ...{ subscriptionId: 's', resourceGroup: 'dev', isNewGroup: false, region: 'westus2', name: 'id-web', tags: [] },
}

describe('a new user-assigned identity', () => {
  it.each([
    ['abc', true],
    ['a_b-C1', true],
    ['1ab', true],
    ['ab', false],
    ['-abc', false],
    ['a.bc', false],
    ['a'.repeat(128), true],
    ['a'.repeat(129), false],
  ])('may be called %s: %s', (name, expected) => expect(isIdentityName(name)).toBe(expected))

  it('lacks nothing when everything is chosen', () => expect(problemsOf(identity)).toEqual({}))

  it('says what is missing', () => {
    expect(problemsOf({ ...identity, subscriptionId: '', resourceGroup: '', region: '', name: '' })).toEqual({
      subscriptionId: 'Select a subscription.',
      resourceGroup: 'Select a resource group.',
      region: 'Select a region.',
      name: expect.stringContaining('3 to 128'),
    })
  })

  it('judges the name of a new group only', () => {
    expect(problemsOf({ ...identity, resourceGroup: 'dev.' })).toEqual({})
    expect(Object.keys(problemsOf({ ...identity, resourceGroup: 'dev.', isNewGroup: true }))).toEqual(['resourceGroup'])
  })

  it('is put where it was said, with the tags that have names', () => {
    expect(identityIdOf(identity)).toBe(
      '/subscriptions/s/resourceGroups/dev/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-web',
    )
    expect(
      bodyOf({
        ...identity,
        tags: [
          { name: ' env ', value: 'dev' },
          { name: '', value: '' },
        ],
      }),
    ).toEqual({
      location: 'westus2',
      tags: { env: 'dev' },
    })
    expect(bodyOf(identity)).toEqual({ location: 'westus2' })
  })
})
