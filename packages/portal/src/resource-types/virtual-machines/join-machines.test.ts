import { expect, it } from 'vitest'
import { joinMachines } from './join-machines.js'

const machine = (name: string, nic?: string) => ({
  id: `/g/${name}`,
  name,
  location: 'westus2',
  properties: nic === undefined ? {} : { networkProfile: { networkInterfaces: [{ id: nic }] } },
})

it('joins by id without regard to case, and misses nothing for what cannot be read', () => {
  const [one, other] = joinMachines({
    subscription: 'Dev',
    machines: [machine('one', '/n/ONE'), machine('other', '/n/unread')],
    statuses: [
      { ...machine('one'), id: '/G/one', properties: { instanceView: { statuses: [{ code: 'PowerState/running' }] } } },
    ],
    interfaces: [
      {
        id: '/n/one',
        name: 'one',
        properties: { ipConfigurations: [{ name: 'a', properties: { publicIPAddress: { id: '/p/A' } } }] },
      },
    ],
    addresses: [{ id: '/p/a', name: 'a', properties: { ipAddress: '203.0.113.1' } }],
  })
  expect(one?.machine.properties.instanceView?.statuses).toEqual([{ code: 'PowerState/running' }])
  expect([one?.publicAddress, other?.publicAddress, other?.machine.properties.instanceView]).toEqual([
    ...['203.0.113.1', undefined, undefined],
  ])
})
