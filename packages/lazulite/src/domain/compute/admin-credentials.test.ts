import { describe, expect, it } from 'vitest'
import type { Resource } from '../arm-resource/resource.js'
import type { JsonObject } from '../json.js'
import { adminCredentialsOf } from './admin-credentials.js'

const vm = (body: JsonObject): Resource => ({
  id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1',
  type: 'Microsoft.Compute/virtualMachines',
  name: 'vm1',
  subscriptionId: 's',
  resourceGroup: 'rg',
  provisioningState: 'Succeeded',
  body,
  etag: 'e',
  createdAt: 0,
  changedAt: 0,
})

describe('adminCredentialsOf', () => {
  it('reads name, hash and keys', () => {
    const ssh = {
      publicKeys: [{ path: '/home/me/.ssh/authorized_keys', keyData: ' ssh-ed25519 AAAA me\n' }, { path: '/x' }],
    }
    const osProfile = { adminUsername: 'me', linuxConfiguration: { disablePasswordAuthentication: false, ssh } }
    expect(adminCredentialsOf(vm({ adminPasswordHash: 'hash', properties: { osProfile } }))).toEqual({
      adminUsername: 'me',
      passwordHash: 'hash',
      publicKeys: ['ssh-ed25519 AAAA me'],
      passwordDisabled: false,
    })
  })

  it('says when only keys may sign in', () => {
    const osProfile = { adminUsername: 'me', linuxConfiguration: { disablePasswordAuthentication: true } }
    expect(adminCredentialsOf(vm({ properties: { osProfile } }))).toEqual({
      adminUsername: 'me',
      publicKeys: [],
      passwordDisabled: true,
    })
  })

  it('knows Windows machines, which have no such switch', () => {
    const osProfile = { adminUsername: 'me', windowsConfiguration: {} }
    expect(adminCredentialsOf(vm({ adminPasswordHash: 'hash', properties: { osProfile } }))).toEqual({
      adminUsername: 'me',
      passwordHash: 'hash',
      publicKeys: [],
      passwordDisabled: false,
    })
  })

  it('knows nobody on a machine without a profile', () => {
    expect(adminCredentialsOf(vm({ properties: { storageProfile: {} } }))).toBeUndefined()
  })
})
