import { describe, expect, it } from 'vitest'
import type { ServicePrincipal } from './directory-object.js'
import { describePrincipal, isOfKind, kindOfPrincipal, resourceOfIdentity } from './principal-kinds.js'

const machine = '/subscriptions/s/resourcegroups/dev/providers/Microsoft.Compute/virtualMachines/web'
const of = (facts: Partial<ServicePrincipal>): ServicePrincipal => ({
  ...{ id: '1', appId: '2', servicePrincipalType: 'Application', appOwnerOrganizationId: 'our-tenant' },
  ...facts,
})
const identity = of({ servicePrincipalType: 'ManagedIdentity', appOwnerOrganizationId: null })

describe('kinds of service principals', () => {
  it.each([
    [of({}), 'enterprise', 'Enterprise application'],
    [of({ appOwnerOrganizationId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' }), 'microsoft', 'Microsoft application'],
    [
      { ...identity, alternativeNames: ['isExplicit=False', machine] },
      'managedIdentity',
      'System-assigned managed identity',
    ],
    [
      { ...identity, alternativeNames: ['isExplicit=True', machine] },
      'managedIdentity',
      'User-assigned managed identity',
    ],
    // older ones say nothing of it
    [{ ...identity, alternativeNames: [machine] }, 'managedIdentity', 'System-assigned managed identity'],
  ])('%o is of the kind %s: %s', (principal, kind, described) => {
    expect(kindOfPrincipal(principal)).toBe(kind)
    expect(describePrincipal(principal)).toBe(described)
    expect(isOfKind(principal, kind)).toBe(true)
    expect(isOfKind(principal, 'all')).toBe(true)
    expect(isOfKind(principal, 'other')).toBe(false)
  })

  it('an identity names its resource', () => {
    expect(resourceOfIdentity({ ...identity, alternativeNames: ['isExplicit=False', machine] })).toBe(machine)
    expect(resourceOfIdentity(of({}))).toBeUndefined()
  })
})
