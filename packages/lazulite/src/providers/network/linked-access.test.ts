/** Table: what a network resource names × the right that is missing → Azure's refusal. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import catalogue from '../../data/provider-operations.json' with { type: 'json' }
import type { JsonObject } from '../../domain/json.js'
import { group, principalIdOf, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { loadBalancerKind } from './load-balancers.js'
import { networkInterfaceKind } from './network-interfaces.js'
import { publicAddressKind } from './public-addresses.js'
import { securityGroupKind } from './security-groups.js'
import { virtualNetworkKind } from './virtual-networks.js'

const id = (path: string): string => `${group}/providers/Microsoft.Network/${path}`
const subnet = id('virtualNetworks/vnet/subnets/default')
const nsg = id('networkSecurityGroups/nsg')
const pip = id('publicIPAddresses/pip')
const asg = id('applicationSecurityGroups/asg')
const lb = id('loadBalancers/lb')

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
})
afterEach(() => world.close())

const put = (at: string, properties: JsonObject, as = 'guest') =>
  world.call('PUT', `${at}?api-version=2023-04-01`, { body: { location: 'westus', properties }, as })

const addressSpace = { addressPrefixes: ['10.0.0.0/16'] }
const inSubnet = (properties: JsonObject): JsonObject => ({
  addressSpace,
  subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24', ...properties } }],
})
const nic = (ip: JsonObject, properties: JsonObject = {}): JsonObject => ({
  ...properties,
  ipConfigurations: [{ name: 'ip', properties: ip }],
})
const rule: JsonObject = {
  ...{ protocol: 'Tcp', access: 'Allow', direction: 'Inbound', priority: 100 },
  ...{ sourcePortRange: '*', destinationPortRange: '22', destinationAddressPrefix: '*' },
  sourceApplicationSecurityGroups: [{ id: asg }],
}

it.each<[path: string, properties: JsonObject, type: string, action: string, linked: string]>([
  [
    'networkInterfaces/nic',
    nic({ subnet: { id: subnet } }),
    'networkInterfaces',
    'virtualNetworks/subnets/join/action',
    subnet,
  ],
  [
    'networkInterfaces/nic',
    nic({}, { networkSecurityGroup: { id: nsg } }),
    'networkInterfaces',
    'networkSecurityGroups/join/action',
    nsg,
  ],
  [
    'networkInterfaces/nic',
    nic({ publicIPAddress: { id: pip } }),
    'networkInterfaces',
    'publicIPAddresses/join/action',
    pip,
  ],
  [
    'networkInterfaces/nic',
    nic({ applicationSecurityGroups: [{ id: asg }] }),
    'networkInterfaces',
    'applicationSecurityGroups/joinIpConfiguration/action',
    asg,
  ],
  [
    'networkInterfaces/nic',
    nic({ loadBalancerBackendAddressPools: [{ id: `${lb}/backendAddressPools/p` }] }),
    'networkInterfaces',
    'loadBalancers/backendAddressPools/join/action',
    `${lb}/backendAddressPools/p`,
  ],
  [
    'networkInterfaces/nic',
    nic({ loadBalancerInboundNatRules: [{ id: `${lb}/inboundNatRules/r` }] }),
    'networkInterfaces',
    'loadBalancers/inboundNatRules/join/action',
    `${lb}/inboundNatRules/r`,
  ],
  [
    'virtualNetworks/vnet2',
    inSubnet({ networkSecurityGroup: { id: nsg } }),
    'virtualNetworks',
    'networkSecurityGroups/join/action',
    nsg,
  ],
  [
    'virtualNetworks/vnet2',
    inSubnet({ routeTable: { id: id('routeTables/rt') } }),
    'virtualNetworks',
    'routeTables/join/action',
    id('routeTables/rt'),
  ],
  [
    'virtualNetworks/vnet2',
    inSubnet({ natGateway: { id: id('natGateways/nat') } }),
    'virtualNetworks',
    'natGateways/join/action',
    id('natGateways/nat'),
  ],
  [
    'virtualNetworks/vnet2',
    { addressSpace, ddosProtectionPlan: { id: id('ddosProtectionPlans/d') } },
    'virtualNetworks',
    'ddosProtectionPlans/join/action',
    id('ddosProtectionPlans/d'),
  ],
  [
    'loadBalancers/lb2',
    { frontendIPConfigurations: [{ name: 'f', properties: { publicIPAddress: { id: pip } } }] },
    'loadBalancers',
    'publicIPAddresses/join/action',
    pip,
  ],
  [
    'loadBalancers/lb2',
    { frontendIPConfigurations: [{ name: 'f', properties: { subnet: { id: subnet } } }] },
    'loadBalancers',
    'virtualNetworks/subnets/join/action',
    subnet,
  ],
  [
    'networkSecurityGroups/nsg2',
    { securityRules: [{ name: 'r', properties: rule }] },
    'networkSecurityGroups',
    'applicationSecurityGroups/joinNetworkSecurityRule/action',
    asg,
  ],
  [
    'publicIPAddresses/pip2',
    { publicIPPrefix: { id: id('publicIPPrefixes/x') } },
    'publicIPAddresses',
    'publicIPPrefixes/join/action',
    id('publicIPPrefixes/x'),
  ],
])('%s with %j needs a right elsewhere', async (path, properties, type, action, linked) => {
  await world.caller({ name: 'guest', role: 'Network Contributor', scope: id(path) })
  expect(await put(id(path), properties)).toMatchObject({
    status: 403,
    body: {
      error: {
        code: 'LinkedAuthorizationFailed',
        message: `The client 'guest@lazulite' with object id '${principalIdOf('guest')}' has permission to perform action 'Microsoft.Network/${type}/write' on scope '${id(path)}'; however, it does not have permission to perform action(s) 'Microsoft.Network/${action}' on the linked scope(s) '${linked}' (respectively) or the linked scope(s) are invalid.`,
      },
    },
  })
  await world.caller({ name: 'guest', role: 'Network Contributor', scope: linked })
  expect((await put(id(path), properties)).status).not.toBe(403)
})

it('all that a write lacks stands in one message, in the order of the body', async () => {
  await world.caller({ name: 'guest', role: 'Network Contributor', scope: id('networkInterfaces/nic') })
  const { body } = await put(
    id('networkInterfaces/nic'),
    nic({ subnet: { id: subnet }, publicIPAddress: { id: pip } }, { networkSecurityGroup: { id: nsg } }),
  )
  expect(body.error.message).toContain(
    `perform action(s) 'Microsoft.Network/networkSecurityGroups/join/action,Microsoft.Network/virtualNetworks/subnets/join/action,Microsoft.Network/publicIPAddresses/join/action' on the linked scope(s) '${nsg},${subnet},${pip}' (respectively)`,
  )
})

it('a subnet of its own is asked for as such', async () => {
  await put(id('virtualNetworks/vnet'), inSubnet({}), 'owner')
  await world.caller({ name: 'guest', role: 'Network Contributor', scope: id('virtualNetworks/vnet') })
  const { body } = await put(subnet, { addressPrefix: '10.0.0.0/24', networkSecurityGroup: { id: nsg } })
  expect(body.error.message).toContain(
    `has permission to perform action 'Microsoft.Network/virtualNetworks/subnets/write' on scope '${subnet}'; however`,
  )
})

it.each<[path: string, properties: JsonObject, wrong: string, at: string]>([
  [
    'networkInterfaces/nic',
    nic({ subnet: { id: 'default' } }),
    'default',
    'properties.ipConfigurations[0].properties.subnet.id',
  ],
  [
    'virtualNetworks/vnet2',
    inSubnet({ networkSecurityGroup: { id: '' } }),
    '',
    'properties.subnets[0].properties.networkSecurityGroup.id',
  ],
  [
    'virtualNetworks/vnet/subnets/default',
    { addressPrefix: '10.0.0.0/24', routeTable: { id: '/subscriptions/s/rt' } },
    '/subscriptions/s/rt',
    'properties.routeTable.id',
  ],
])('%s is told where %j has no id', async (path, properties, wrong, at) => {
  await put(id('virtualNetworks/vnet'), inSubnet({}), 'owner')
  const { status, body } = await put(id(path), properties, 'owner')
  expect([status, body.error.code, body.error.message]).toEqual([
    400,
    'LinkedInvalidPropertyId',
    `Property id '${wrong}' at path '${at}' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.`,
  ])
})

it('asks for no action that the catalogue of operations does not have', () => {
  const known = catalogue.namespaces['Microsoft.Network'].operations.map((name) => `Microsoft.Network/${name}`)
  const asked = [networkInterfaceKind, virtualNetworkKind, loadBalancerKind, securityGroupKind, publicAddressKind]
    .flatMap(({ joins }) => Object.values(joins))
    .filter((action) => !known.includes(action))
  expect(asked).toEqual([])
})
