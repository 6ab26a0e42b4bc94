import { describe, expect, it } from 'vitest'
import { identityTypeOf, renderIdentity } from './render-identity.js'
import type { ResourceIdentity } from './resource-identity.js'

const id1 = '/subscriptions/s/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1'
const id2 = id1.replace('id1', 'id2')
const systemAssigned = { principalId: 'system-principal', clientId: 'system-client' }
const first = { resourceId: id1, principalId: 'p1', clientId: 'c1' }
const second = { resourceId: id2, principalId: 'p2', clientId: 'c2' }
const system: ResourceIdentity = { systemAssigned, userAssigned: [] }
const user: ResourceIdentity = { userAssigned: [first, second] }
const both: ResourceIdentity = { systemAssigned, userAssigned: [first] }

describe('renderIdentity', () => {
  it.each<[string, ResourceIdentity | undefined, string | undefined, string | undefined]>([
    ['nothing', undefined, undefined, undefined],
    ['no identities', { userAssigned: [] }, undefined, undefined],
    [
      'system-assigned',
      system,
      '{"type":"SystemAssigned","principalId":"system-principal","tenantId":"t"}',
      '{"type":"SystemAssigned","principalId":"system-principal","tenantId":"t"}',
    ],
    [
      'user-assigned',
      user,
      `{"type":"UserAssigned","userAssignedIdentities":{"${id1}":{"principalId":"p1","clientId":"c1"},"${id2}":{"principalId":"p2","clientId":"c2"}}}`,
      `{"type":"UserAssigned","identityIds":["${id1}","${id2}"]}`,
    ],
    [
      'both',
      both,
      `{"type":"SystemAssigned, UserAssigned","principalId":"system-principal","tenantId":"t","userAssignedIdentities":{"${id1}":{"principalId":"p1","clientId":"c1"}}}`,
      `{"type":"SystemAssigned, UserAssigned","principalId":"system-principal","tenantId":"t","identityIds":["${id1}"]}`,
    ],
  ])('shows %s with its members in the recorded order', (_, identity, asMap, asList) => {
    expect(JSON.stringify(renderIdentity(identity, { tenantId: 't', form: 'map' }))).toBe(asMap)
    expect(JSON.stringify(renderIdentity(identity, { tenantId: 't', form: 'list' }))).toBe(asList)
  })

  it('shows no ids for what has just been attached', () => {
    expect(renderIdentity(user, { tenantId: 't', form: 'map', justAttached: [id2] })).toEqual({
      type: 'UserAssigned',
      userAssignedIdentities: { [id1]: { principalId: 'p1', clientId: 'c1' }, [id2]: {} },
    })
  })
})

it.each([
  [undefined, 'None'],
  [{ userAssigned: [] }, 'None'],
  [system, 'SystemAssigned'],
  [user, 'UserAssigned'],
  [both, 'SystemAssigned, UserAssigned'],
])('%j is called %s', (identity, type) => expect(identityTypeOf(identity)).toBe(type))
