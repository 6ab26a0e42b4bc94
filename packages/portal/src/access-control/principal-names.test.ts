import { describe, expect, it } from 'vitest'
import { namePrincipal, nameUnresolved } from './principal-names.js'

const id = '11111111-0000-4000-8000-000000000001'
const machine = '/subscriptions/s/resourceGroups/dev/providers/Microsoft.Compute/virtualMachines/web-1'
const nameType = (type: string) => (type.endsWith('virtualMachines') ? 'Virtual machine' : type)
const name = (found: object | undefined) =>
  namePrincipal({ principalId: id, found: found === undefined ? undefined : { id, ...found }, nameType })

describe('namePrincipal', () => {
  it('gives a user the user principal name as detail', () => {
    const user = { '@odata.type': '#microsoft.graph.user', displayName: 'Ada', userPrincipalName: 'ada@x.y' }
    expect(name(user)).toEqual({ principalId: id, name: 'Ada', type: 'User', detail: 'ada@x.y' })
  })

  it('says which resource a system-assigned identity belongs to', () => {
    const identity = {
      '@odata.type': '#microsoft.graph.servicePrincipal',
      ...{ displayName: 'web-1', appId: 'app', servicePrincipalType: 'ManagedIdentity' },
      alternativeNames: ['isExplicit=False', machine],
    }
    expect(name(identity)).toEqual({
      ...{ principalId: id, name: 'web-1', detail: 'app', type: 'Managed identity' },
      ...{ resourceId: machine, resourceKind: 'Virtual machine' },
    })
  })

  it('calls a user-assigned identity so', () => {
    const resourceId =
      '/subscriptions/s/resourceGroups/dev/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-1'
    const alternativeNames = ['isExplicit=True', resourceId]
    const found = name({ appId: 'app', displayName: 'id-1', servicePrincipalType: 'ManagedIdentity', alternativeNames })
    expect(found.resourceKind).toBe('User-assigned managed identity')
  })

  it('says that a principal is gone in the words of Azure', () => {
    expect(name(undefined)).toEqual({
      ...{ principalId: id, name: 'Identity not found', type: 'Unknown', detail: 'Unable to find identity' },
    })
  })

  it('shows the object id where the name may not be read', () => {
    const hidden = { '@odata.type': '#microsoft.graph.user', displayName: null, userPrincipalName: null }
    expect(name(hidden)).toEqual({ principalId: id, name: id, type: 'User' })
  })

  it('knows everyone', () => {
    const everyone = '00000000-0000-0000-0000-000000000000'
    expect(namePrincipal({ principalId: everyone, found: undefined, nameType }).name).toBe('Everyone')
  })
})

it('keeps the kind that Resource Manager tells when the directory does not answer', () => {
  expect(nameUnresolved(id, 'ServicePrincipal')).toEqual({ principalId: id, name: id, type: 'Service principal' })
})
