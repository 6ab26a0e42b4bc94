import { expect, it } from 'vitest'
import { plainTypeName } from './plain-type-name.js'

it.each([
  ['Microsoft.Network/networkInterfaces', 'Network interface', 'Network interfaces'],
  ['Microsoft.Network/publicIPAddresses', 'Public IP address', 'Public IP addresses'],
  ['Microsoft.Compute/virtualMachineScaleSets', 'Virtual machine scale set', 'Virtual machine scale sets'],
  ['Microsoft.ManagedIdentity/userAssignedIdentities', 'User assigned identity', 'User assigned identities'],
  ['Microsoft.Compute/disks', 'Disk', 'Disks'],
])('%s is called %s', (type, singular, plural) => expect(plainTypeName(type)).toEqual({ singular, plural }))
