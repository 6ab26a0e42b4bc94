import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../domain/json.js'
import type { TestResponse } from '../../testing/call-arm.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'

const version = '2018-08-01'
const network = `${group}/providers/Microsoft.Network`
const nsg = `${network}/networkSecurityGroups/nsg1`
const at = (id: string, apiVersion = version): string => `${id}?api-version=${apiVersion}`
const errorOf = (answer: TestResponse): unknown => [answer.status, answer.body?.error]
const refusal = (code: string, message: string) => [400, { code, message, details: [] }]

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
})
afterEach(() => world.close())
const put = (id: string, body: Json) => world.call('PUT', at(id), { body })
const get = (id: string, apiVersion = version) => world.call('GET', at(id, apiVersion))

const ssh: JsonObject = {
  protocol: 'tcp',
  sourcePortRange: '*',
  destinationPortRange: '22',
  sourceAddressPrefix: '*',
  destinationAddressPrefix: '*',
  access: 'allow',
  priority: 1000,
  direction: 'Inbound',
}

describe('a security group', () => {
  it('is made as recorded with Azure CLI, with the six default rules', async () => {
    const created = await put(nsg, { location: 'westus' })
    const later = await get(nsg)
    expect([created.status, created.body.properties.provisioningState]).toEqual([201, 'Updating'])
    expect(Object.keys(later.body)).toEqual(['name', 'id', 'etag', 'type', 'location', 'properties'])
    const { defaultSecurityRules, ...properties } = later.body.properties
    expect(properties).toEqual({ provisioningState: 'Succeeded', resourceGuid: expect.any(String), securityRules: [] })
    expect(JSON.stringify(defaultSecurityRules[0])).toBe(
      JSON.stringify({
        name: 'AllowVnetInBound',
        id: `${nsg}/defaultSecurityRules/AllowVnetInBound`,
        etag: 'W/"etag-1"',
        type: 'Microsoft.Network/networkSecurityGroups/defaultSecurityRules',
        properties: {
          provisioningState: 'Succeeded',
          description: 'Allow inbound traffic from all VMs in VNET',
          protocol: '*',
          sourcePortRange: '*',
          destinationPortRange: '*',
          sourceAddressPrefix: 'VirtualNetwork',
          destinationAddressPrefix: 'VirtualNetwork',
          access: 'Allow',
          priority: 65000,
          direction: 'Inbound',
          sourcePortRanges: [],
          destinationPortRanges: [],
          sourceAddressPrefixes: [],
          destinationAddressPrefixes: [],
        },
      }),
    )
    expect(defaultSecurityRules.map(({ name }: { name: string }) => name)).toEqual([
      'AllowVnetInBound',
      'AllowAzureLoadBalancerInBound',
      'DenyAllInBound',
      'AllowVnetOutBound',
      'AllowInternetOutBound',
      'DenyAllOutBound',
    ])
    expect((await get(`${nsg}/defaultSecurityRules`)).body.value).toEqual(defaultSecurityRules)
    expect((await get(`${nsg}/defaultSecurityRules/denyallinbound`)).body).toEqual(defaultSecurityRules[2])
  })

  it('keeps rules inside it and on their own, spelt as Azure spells them', async () => {
    await put(nsg, { location: 'westus', properties: { securityRules: [{ name: 'ssh', properties: ssh }] } })
    const web = { ...ssh, priority: 1001, destinationPortRange: '80-443', sourceAddressPrefix: 'Internet' }
    expect((await put(`${nsg}/securityRules/web`, { properties: web })).status).toBe(201)
    const rules = (await get(nsg)).body.properties.securityRules
    expect(
      rules.map(({ name, properties }: { name: string; properties: JsonObject }) => [
        name,
        properties.protocol,
        properties.access,
      ]),
    ).toEqual([
      ['ssh', 'Tcp', 'Allow'],
      ['web', 'Tcp', 'Allow'],
    ])
    expect((await get(`${nsg}/securityRules/web`)).body).toEqual(rules[1])
    expect((await world.call('DELETE', at(`${nsg}/securityRules/ssh`))).status).toBe(202)
    expect((await get(`${nsg}/securityRules`)).body.value).toHaveLength(1)
  })

  it('shows lists of ports and prefixes from 2017-06-01 on', async () => {
    await put(nsg, { location: 'westus', properties: { securityRules: [{ name: 'ssh', properties: ssh }] } })
    const members = async (apiVersion: string) =>
      Object.keys((await get(nsg, apiVersion)).body.properties.securityRules[0].properties)
    expect(await members('2017-03-01')).not.toContain('sourcePortRanges')
    expect(await members('2017-06-01')).toContain('sourcePortRanges')
  })

  it.each<[JsonObject, string, string]>([
    [
      { priority: 99 },
      'SecurityRuleInvalidPriority',
      'Security rule has invalid Priority. Value provided: 99 Allowed range 100-4096.',
    ],
    [
      { priority: 4097 },
      'SecurityRuleInvalidPriority',
      'Security rule has invalid Priority. Value provided: 4097 Allowed range 100-4096.',
    ],
    [
      { destinationPortRange: '70000' },
      'SecurityRuleInvalidPortRange',
      "Security rule has invalid Port range. Value provided: 70000. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535.",
    ],
    [
      { destinationPortRanges: ['443-80'] },
      'SecurityRuleInvalidPortRange',
      "Security rule has invalid Port range. Value provided: 443-80. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535.",
    ],
    [
      { sourceAddressPrefix: '10.0.0.0/33' },
      'SecurityRuleInvalidAddressPrefix',
      'Security rule has invalid Address prefix. Value provided: 10.0.0.0/33',
    ],
    [
      { access: 'maybe' },
      'SecurityRuleParameterNotSpecified',
      `Security rule ${nsg}/securityRules/ssh does not specify access.`,
    ],
  ])('refuses a rule with %j', async (patch, code, message) => {
    const rule = { name: 'ssh', properties: { ...ssh, ...patch } }
    expect(errorOf(await put(nsg, { location: 'westus', properties: { securityRules: [rule] } }))).toEqual(
      refusal(code, message),
    )
  })

  it('refuses two rules of one direction with the same priority, not of two', async () => {
    await put(nsg, { location: 'westus', properties: { securityRules: [{ name: 'ssh', properties: ssh }] } })
    expect(errorOf(await put(`${nsg}/securityRules/other`, { properties: ssh }))).toEqual(
      refusal(
        'SecurityRuleConflict',
        'Security rule other conflicts with rule ssh. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules.',
      ),
    )
    expect((await put(`${nsg}/securityRules/other`, { properties: { ...ssh, direction: 'outbound' } })).status).toBe(
      201,
    )
  })

  it('names its users, and stays while there are any', async () => {
    await put(nsg, { location: 'westus' })
    const vnet = `${network}/virtualNetworks/vnet`
    const subnet = { name: 'a', properties: { addressPrefix: '10.0.0.0/24', networkSecurityGroup: { id: nsg } } }
    await put(vnet, {
      location: 'westus',
      properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets: [subnet] },
    })
    const configuration = { name: 'one', properties: { subnet: { id: `${vnet}/subnets/a` } } }
    const nic = `${network}/networkInterfaces/nic1`
    await put(nic, {
      location: 'westus',
      properties: { ipConfigurations: [configuration], networkSecurityGroup: { id: nsg } },
    })
    const { networkInterfaces, subnets } = (await get(nsg)).body.properties
    expect([networkInterfaces, subnets]).toEqual([[{ id: nic }], [{ id: `${vnet}/subnets/a` }]])
    expect(errorOf(await world.call('DELETE', at(nsg)))).toEqual(
      refusal(
        'InUseNetworkSecurityGroupCannotBeDeleted',
        `Network security group ${nsg} cannot be deleted because it is in use by the following resources: ${vnet}/subnets/a, ${nic}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
      ),
    )
    await world.call('DELETE', at(nic))
    await world.call('DELETE', at(vnet))
    expect((await world.call('DELETE', at(nsg))).status).toBe(202)
  })

  it('keeps the roles of those who may only touch rules to rules', async () => {
    await put(nsg, { location: 'westus' })
    const { as } = await world.caller({ name: 'reader', role: 'Reader', scope: nsg })
    const refused = await world.call('PUT', at(`${nsg}/securityRules/ssh`), { body: { properties: ssh }, as })
    expect(refused.body.error.message).toContain(
      "perform action 'Microsoft.Network/networkSecurityGroups/securityRules/write'",
    )
  })
})

describe('an application security group', () => {
  const asg = `${network}/applicationSecurityGroups/asg1`

  it('is answered as recorded, and stays while an interface is in it', async () => {
    await put(asg, { location: 'westus', tags: { tag1: 'value1' } })
    expect((await get(asg, '2019-11-01')).body).toEqual({
      name: 'asg1',
      id: asg,
      etag: 'W/"etag-1"',
      type: 'Microsoft.Network/applicationSecurityGroups',
      location: 'westus',
      tags: { tag1: 'value1' },
      properties: { provisioningState: 'Succeeded', resourceGuid: expect.any(String) },
    })
    const vnet = `${network}/virtualNetworks/vnet`
    const subnet = { name: 'a', properties: { addressPrefix: '10.0.0.0/24' } }
    await put(vnet, {
      location: 'westus',
      properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets: [subnet] },
    })
    const properties = { subnet: { id: `${vnet}/subnets/a` }, applicationSecurityGroups: [{ id: asg }] }
    await put(`${network}/networkInterfaces/nic1`, {
      location: 'westus',
      properties: { ipConfigurations: [{ name: 'one', properties }] },
    })
    expect((await world.call('DELETE', at(asg))).body.error.message).toBe(
      'Application Security Group asg1 cannot be deleted because it is referenced by IpConfiguration(s) one.',
    )
  })
})
