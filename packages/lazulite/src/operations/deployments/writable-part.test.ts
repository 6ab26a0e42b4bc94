import { expect, it } from 'vitest'
import type { JsonObject } from '../../domain/json.js'
import { writablePart } from './writable-part.js'

it.each<[string, string, JsonObject, JsonObject]>([
  [
    'an identity, whose every property is made by the service',
    'Microsoft.ManagedIdentity/userAssignedIdentities',
    {
      id: '/x',
      name: 'x',
      location: 'westus',
      tags: {},
      properties: { principalId: 'p', clientId: 'c', tenantId: 't' },
    },
    { location: 'westus', properties: {} },
  ],
  [
    'a role assignment, which is nothing without its principal',
    'Microsoft.Authorization/roleAssignments',
    { properties: { principalId: 'p', roleDefinitionId: 'r', createdOn: 'now', updatedBy: null, condition: null } },
    { properties: { principalId: 'p', roleDefinitionId: 'r' } },
  ],
  [
    'a machine: who it is goes, what it uses stays',
    'Microsoft.Compute/virtualMachines',
    {
      identity: { type: 'UserAssigned', principalId: 'p', userAssignedIdentities: { '/id1': { clientId: 'c' } } },
      properties: {
        vmId: 'v',
        provisioningState: 'Succeeded',
        networkProfile: { networkInterfaces: [{ id: '/nic' }] },
      },
    },
    {
      identity: { type: 'UserAssigned', userAssignedIdentities: { '/id1': {} } },
      properties: { networkProfile: { networkInterfaces: [{ id: '/nic' }] } },
    },
  ],
  [
    'a security group: what uses it goes',
    'microsoft.network/networkSecurityGroups',
    {
      etag: 'e',
      properties: { resourceGuid: 'g', networkInterfaces: [{ id: '/nic' }], securityRules: [{ etag: 'e', name: 'r' }] },
    },
    { properties: { securityRules: [{ name: 'r' }] } },
  ],
  [
    'a disk, whose machine names it',
    'Microsoft.Compute/disks',
    { managedBy: '/vm', sku: { name: 'Premium_LRS' }, zones: ['1'], properties: { uniqueId: 'u', diskSizeGB: 30 } },
    { sku: { name: 'Premium_LRS' }, zones: ['1'], properties: { diskSizeGB: 30 } },
  ],
])('%s', (_, type, answer, expected) => expect(writablePart(answer, type)).toEqual(expected))
