/** A network with one subnet, and an interface in it: what clients make before a virtual machine. */
import type { TestResponse } from './call-arm.js'

type Call = (method: 'PUT', url: string, how: { readonly body: unknown }) => Promise<TestResponse>

/** @param nic  id of the interface; its network `vnet` is put into the same group */
export async function createNetworkInterface(call: Call, nic: string, location = 'westus'): Promise<void> {
  const network = nic.replace(/networkInterfaces\/[^/]+$/, 'virtualNetworks/vnet')
  const put = async (id: string, properties: unknown) => {
    const answer = await call('PUT', `${id}?api-version=2023-04-01`, { body: { location, properties } })
    if (answer.status > 201) throw new Error(`${id}: ${answer.text}`)
  }
  await put(network, {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
  })
  const subnet = { id: `${network}/subnets/default` }
  await put(nic, { ipConfigurations: [{ name: 'ipconfig1', properties: { subnet } }] })
}
