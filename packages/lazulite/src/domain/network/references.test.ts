import { describe, expect, it } from 'vitest'
import { ReferenceIndex, referencesOf } from './references.js'

const network = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network'
const subnet = `${network}/virtualNetworks/vnet/subnets/a`
const group = `${network}/networkSecurityGroups/nsg`
const vnet = {
  id: `${network}/virtualNetworks/vnet`,
  body: {
    properties: { subnets: [{ name: 'a', properties: { networkSecurityGroup: { id: group } } }, { name: 'b' }] },
  },
}
const nic = {
  id: `${network}/networkInterfaces/nic`,
  body: {
    properties: {
      ipConfigurations: [
        {
          name: 'one',
          properties: { subnet: { id: subnet.toUpperCase() }, pools: [{ id: '/p/1' }, { id: '/p/2' }], primary: true },
        },
      ],
      networkSecurityGroup: { id: group },
      dnsSettings: { dnsServers: ['10.0.0.1'], none: null },
    },
  },
}

describe('referencesOf', () => {
  it('names the part that refers', () => {
    const configuration = `${nic.id}/ipConfigurations/one`
    expect(referencesOf(nic)).toEqual([
      { from: configuration, to: subnet.toUpperCase() },
      { from: configuration, to: '/p/1' },
      { from: configuration, to: '/p/2' },
      { from: nic.id, to: group },
    ])
    expect(referencesOf(vnet)).toEqual([{ from: subnet, to: group }])
  })

  it('finds none where nothing is said', () => expect(referencesOf({ id: '/x', body: {} })).toEqual([]))
})

describe('ReferenceIndex', () => {
  const index = new ReferenceIndex([vnet, nic])

  it('finds users whatever the case', () => {
    expect(index.usersOf(subnet)).toEqual([`${nic.id}/ipConfigurations/one`])
    expect(index.usersOf(group)).toEqual([subnet, nic.id])
    expect(index.usersOf(nic.id)).toEqual([])
  })

  it('tells users outside from parts that refer to their own', () => {
    expect(index.outsideUsersWithin(vnet.id)).toEqual([`${nic.id}/ipConfigurations/one`])
    const own = {
      id: '/lb',
      body: { properties: { rules: [{ name: 'r', properties: { frontend: { id: '/lb/f/1' } } }] } },
    }
    expect(new ReferenceIndex([own]).outsideUsersWithin('/lb')).toEqual([])
    expect(new ReferenceIndex([vnet]).outsideUsersWithin(`${network}/virtualNetworks/vne`)).toEqual([])
  })
})
