import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ResourceIdentity } from './resource-identity.js'
import { type IdentitySelector, selectIdentity } from './select-identity.js'

const system = { principalId: 'aaaa', clientId: 'bbbb' }
const group = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities'
const one = { principalId: 'cccc', clientId: 'dddd', resourceId: `${group}/ID1` }
const two = { principalId: 'eeee', clientId: 'ffff', resourceId: `${group}/ID2` }

const none: ResourceIdentity = { userAssigned: [] }
const onlySystem: ResourceIdentity = { systemAssigned: system, userAssigned: [] }
const onlyOne: ResourceIdentity = { userAssigned: [one] }
const both: ResourceIdentity = { systemAssigned: system, userAssigned: [one, two] }
const several: ResourceIdentity = { userAssigned: [one, two] }

const asSystem = { found: true, identity: { type: 'SystemAssigned', ...system } }
const asOne = { found: true, identity: { type: 'UserAssigned', ...one } }
const asTwo = { found: true, identity: { type: 'UserAssigned', ...two } }
const notFound = { found: false, reason: 'notFound' }
const byDefault: IdentitySelector = { by: 'default' }

describe('selectIdentity', () => {
  it.each([
    ['no identity at all', none, byDefault, notFound],
    ['the system-assigned one', onlySystem, byDefault, asSystem],
    ['the only user-assigned one', onlyOne, byDefault, asOne],
    ['the system-assigned one before user-assigned ones', both, byDefault, asSystem],
    ['nobody among several user-assigned ones', several, byDefault, { found: false, reason: 'several' }],
    ['the one with this client id', both, { by: 'clientId', value: 'FFFF' } as const, asTwo],
    ['the system-assigned one by its client id', both, { by: 'clientId', value: 'bbbb' } as const, asSystem],
    ['the one with this object id', several, { by: 'objectId', value: 'Cccc' } as const, asOne],
    [
      'the one with this resource id',
      several,
      { by: 'resourceId', value: `${group}/id2`.toLowerCase() } as const,
      asTwo,
    ],
    [
      'the one with this resource id, slash at the end',
      several,
      { by: 'resourceId', value: `${group}/ID1/` } as const,
      asOne,
    ],
    ['nobody for an object id given as client id', both, { by: 'clientId', value: 'aaaa' } as const, notFound],
    ['nobody for an unknown client id', both, { by: 'clientId', value: '0000' } as const, notFound],
    ['nobody for a longer name', several, { by: 'resourceId', value: `${group}/ID11` } as const, notFound],
    ['nobody for any id without identities', none, { by: 'objectId', value: 'aaaa' } as const, notFound],
  ])('finds %s', (_, identity, selector, expected) => expect(selectIdentity(identity, selector)).toEqual(expected))

  it('never answers with an identity that is not attached', () => {
    const attached = fc.subarray([one, two])
    const selector: fc.Arbitrary<IdentitySelector> = fc.oneof(
      fc.constant(byDefault),
      fc.record({
        by: fc.constantFrom('clientId' as const, 'objectId' as const, 'resourceId' as const),
        value: fc.constantFrom('bbbb', 'dddd', 'ffff', 'cccc', one.resourceId, two.resourceId),
      }),
    )
    fc.assert(
      fc.property(attached, fc.boolean(), selector, (userAssigned, hasSystem, asked) => {
        const selection = selectIdentity({ ...(hasSystem ? { systemAssigned: system } : {}), userAssigned }, asked)
        if (!selection.found) return
        const ids = [...(hasSystem ? [system.clientId] : []), ...userAssigned.map(({ clientId }) => clientId)]
        expect(ids).toContain(selection.identity.clientId)
      }),
    )
  })
})
