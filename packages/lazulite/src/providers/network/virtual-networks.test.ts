import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Json, type JsonObject, mergePatch } from '../../domain/json.js'
import type { TestResponse } from '../../testing/call-arm.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'

const version = '2020-07-01'
const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet1`
const at = (id: string, apiVersion = version): string => `${id}?api-version=${apiVersion}`
const said: JsonObject = {
  location: 'westus',
  tags: {},
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 'a', properties: { addressPrefix: '10.0.0.0/24' } }],
  },
}
const like = (patch: Json): JsonObject => mergePatch(said, patch) as JsonObject
const subnets = (...items: readonly (readonly [string, string])[]): JsonObject =>
  like({ properties: { subnets: items.map(([name, addressPrefix]) => ({ name, properties: { addressPrefix } })) } })
const errorOf = (answer: TestResponse): unknown => [answer.status, answer.body?.error]
const refusal = (status: number, code: string, message: string) => [status, { code, message, details: [] }]

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
})
afterEach(() => world.close())

const put = (body: Json = said, id = vnet, apiVersion = version) => world.call('PUT', at(id, apiVersion), { body })
const get = (id = vnet, apiVersion = version) => world.call('GET', at(id, apiVersion))
const nicIn = (subnet: string): JsonObject => ({
  location: 'westus',
  properties: { ipConfigurations: [{ name: 'one', properties: { subnet: { id: `${vnet}/subnets/${subnet}` } } }] },
})
const nic = `${group}/providers/Microsoft.Network/networkInterfaces/nic1`
const putNic = (subnet = 'a') => world.call('PUT', at(nic), { body: nicIn(subnet) })

describe('a virtual network', () => {
  it('answers to the api-version of the newest client', async () => {
    await put(said, vnet, '2026-03-01')
    expect(await get(vnet, '2026-03-01')).toMatchObject({ status: 200, body: { name: 'vnet1' } })
  })

  it('is answered as recorded for 2020-07-01, and can be followed', async () => {
    const created = await put({
      location: 'westus',
      tags: {},
      properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, dhcpOptions: {} },
    })
    expect(created.status).toBe(201)
    const guid = created.body.properties.resourceGuid
    const shown = (state: string): string =>
      JSON.stringify({
        name: 'vnet1',
        id: vnet,
        etag: 'W/"etag-1"',
        type: 'Microsoft.Network/virtualNetworks',
        location: 'westus',
        tags: {},
        properties: {
          provisioningState: state,
          resourceGuid: guid,
          addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
          dhcpOptions: { dnsServers: [] },
          subnets: [],
          virtualNetworkPeerings: [],
          enableDdosProtection: false,
          enableVmProtection: false,
        },
      })
    expect(created.text).toBe(shown('Updating'))
    const follow = new URL(String(created.headers['azure-asyncoperation']))
    expect((await world.call('GET', follow.pathname + follow.search)).text).toBe('{"status":"Succeeded"}')
    const later = await get()
    expect([later.text, later.headers.etag]).toEqual([shown('Succeeded'), 'W/"etag-1"'])
  })

  it.each([
    ['2016-12-01', ['provisioningState', 'addressPrefix']],
    ['2018-04-01', ['provisioningState', 'addressPrefix', 'delegations']],
    [
      '2019-11-01',
      [
        'provisioningState',
        'addressPrefix',
        'delegations',
        'privateEndpointNetworkPolicies',
        'privateLinkServiceNetworkPolicies',
        'subnetID',
      ],
    ],
  ])('shows members of a subnet as %s has them, and its type', async (apiVersion, members) => {
    await put()
    const [subnet] = (await get(vnet, apiVersion)).body.properties.subnets
    expect(Object.keys(subnet)).toEqual(['name', 'id', 'etag', 'properties', 'type'])
    expect(Object.keys(subnet.properties)).toEqual(members)
  })

  it('is 200 when it is there already, keeps its id and GUID, and its subnets when none are said', async () => {
    const created = await put()
    const again = await put(like({ properties: { subnets: null }, tags: { a: 'b' } }), vnet.replace('vnet1', 'VNET1'))
    expect([again.status, again.body.id, again.body.tags]).toEqual([200, vnet, { a: 'b' }])
    expect(again.body.properties.resourceGuid).toBe(created.body.properties.resourceGuid)
    expect(again.body.properties.subnets.map(({ name }: { name: string }) => name)).toEqual(['a'])
  })

  it('lists in group and subscription what the caller may read', async () => {
    await put()
    await put(said, vnet.replace('vnet1', 'vnet2'))
    const { as } = await world.caller({ name: 'guest', role: 'Reader', scope: vnet })
    const list = async (scope: string, who: string) =>
      (await world.call('GET', at(`${scope}/providers/Microsoft.Network/virtualNetworks`), { as: who })).body.value.map(
        ({ name }: { name: string }) => name,
      )
    const subscription = group.split('/').slice(0, 3).join('/')
    expect([await list(group, 'owner'), await list(subscription, 'owner'), await list(group, as)]).toEqual([
      ['vnet1', 'vnet2'],
      ['vnet1', 'vnet2'],
      ['vnet1'],
    ])
  })

  it('changes tags by PATCH', async () => {
    await put()
    const patched = await world.call('PATCH', at(vnet), { body: { tags: { env: 'dev' } } })
    expect([patched.status, patched.body.tags, patched.body.properties.provisioningState]).toEqual([
      200,
      { env: 'dev' },
      'Succeeded',
    ])
  })

  it.each<[Json, string, string]>([
    [
      like({ properties: { addressSpace: null } }),
      'AddressPrefixStringCannotBeNullOrEmpty',
      `Address prefix string for resource ${vnet} cannot be null or empty.`,
    ],
    [
      like({ properties: { addressSpace: { addressPrefixes: ['10.0.0.0'] } } }),
      'InvalidAddressPrefixFormat',
      `Address prefix 10.0.0.0 of resource ${vnet} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
    ],
    [
      subnets(['a', '10.0.0.5/24']),
      'InvalidCIDRNotation',
      `The address prefix 10.0.0.5/24 in resource ${vnet}/subnets/a has an invalid CIDR notation. For the given prefix length, the address prefix should be 10.0.0.0/24.`,
    ],
    [
      subnets(['a', '10.1.0.0/24']),
      'NetcfgSubnetRangeOutsideVnet',
      "Subnet 'a' is not valid because its IP address range is outside the IP address range of virtual network 'vnet1'.",
    ],
    [
      subnets(['a', '10.0.0.0/24'], ['b', '10.0.0.128/25']),
      'NetcfgSubnetRangesOverlap',
      "Subnet 'b' is not valid because its IP address range overlaps with that of an existing subnet in virtual network 'vnet1'.",
    ],
    [subnets(['a', '10.0.0.0/30']), 'NetcfgInvalidSubnet', "Subnet 'a' is not valid in virtual network 'vnet1'."],
    [
      subnets(['a', '10.0.0.0/24'], ['A', '10.0.1.0/24']),
      'DuplicateResourceName',
      `Resource ${vnet}/ has two child resources with the same name (A).`,
    ],
  ])('is refused: row %#', async (body, code, message) => {
    expect(errorOf(await put(body))).toEqual(refusal(400, code, message))
    expect((await get()).status).toBe(404)
  })

  it('is deleted with 202 and both addresses, and then is not there', async () => {
    await put()
    const gone = await world.call('DELETE', at(vnet))
    const result = new URL(String(gone.headers.location))
    expect([gone.status, gone.text, result.pathname.split('/').at(-2)]).toEqual([202, '', 'operationResults'])
    expect((await world.call('GET', result.pathname + result.search)).status).toBe(204)
    expect([(await get()).status, (await world.call('DELETE', at(vnet))).status]).toEqual([404, 204])
  })

  it('stays while somebody is in it, and the subnet keeps its prefix', async () => {
    await put()
    await putNic()
    const inUse = refusal(
      400,
      'InUseSubnetCannotBeDeleted',
      `Subnet a is in use by ${nic}/ipConfigurations/one and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
    )
    expect(errorOf(await world.call('DELETE', at(vnet)))).toEqual(inUse)
    expect(errorOf(await world.call('DELETE', at(`${vnet}/subnets/a`)))).toEqual(inUse)
    expect(errorOf(await put(subnets()))).toEqual(inUse)
    expect(errorOf(await put(subnets(['a', '10.0.8.0/24'])))).toEqual(
      refusal(
        400,
        'InUsePrefixCannotBeDeleted',
        'IpPrefix 10.0.0.0/24 on Subnet a has active allocations and cannot be deleted.',
      ),
    )
    expect((await get()).body.properties.subnets[0].properties.ipConfigurations).toEqual([
      { id: `${nic}/ipConfigurations/one` },
    ])
  })

  it('stays while a scale set is in it, which it does not show', async () => {
    await put()
    const scaleSet = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/ss`
    const properties = {
      virtualMachineProfile: {
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: 'nic',
              properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: `${vnet}/subnets/a` } } }] },
            },
          ],
        },
      },
    }
    await world.ports.store.transaction(async (tx) => {
      const network = await tx.resources.get(vnet)
      if (network === undefined) throw new Error('no network')
      await tx.resources.insert({
        ...network,
        id: scaleSet,
        type: 'Microsoft.Compute/virtualMachineScaleSets',
        body: { properties },
      })
    })
    const user = `${scaleSet}/networkInterfaceConfigurations/nic/ipConfigurations/ip`
    expect((await world.call('DELETE', at(vnet))).body.error.message).toContain(`is in use by ${user} `)
    expect((await get()).body.properties.subnets[0].properties.ipConfigurations).toBeUndefined()
  })

  it('says by name that it has no peerings', async () => {
    await put()
    const refused = await put(like({ properties: { virtualNetworkPeerings: [{ name: 'p', properties: {} }] } }))
    const own = await world.call('GET', at(`${vnet}/virtualNetworkPeerings/p`))
    expect([refused.status, own.status, own.body.error.code]).toEqual([501, 501, 'NotImplemented'])
  })

  it('needs the right to be written', async () => {
    const { as } = await world.caller({ name: 'reader', role: 'Reader', scope: group })
    expect((await world.call('PUT', at(vnet), { body: said, as })).body.error.code).toBe('AuthorizationFailed')
  })
})

describe('a subnet', () => {
  const subnet = `${vnet}/subnets/b`
  const body = { properties: { addressPrefix: '10.0.1.0/24' } }

  it('is one and the same inside its network and on its own', async () => {
    await put()
    const created = await put(body, subnet)
    expect([created.status, created.body.name, created.body.properties.provisioningState]).toEqual([
      201,
      'b',
      'Updating',
    ])
    const own = await get(subnet)
    expect((await get()).body.properties.subnets[1]).toEqual(own.body)
    expect((await get(`${vnet}/subnets`)).body.value).toEqual((await get()).body.properties.subnets)
    expect((await put({ properties: { addressPrefix: '10.0.2.0/24' } }, subnet)).status).toBe(200)
    expect((await get()).body.properties.subnets[1].properties.addressPrefix).toBe('10.0.2.0/24')
    expect((await world.call('DELETE', at(subnet))).status).toBe(202)
    expect((await get()).body.properties.subnets.map(({ name }: { name: string }) => name)).toEqual(['a'])
    expect((await world.call('DELETE', at(subnet))).status).toBe(204)
  })

  it('needs its network, and is missing by name', async () => {
    expect((await put(body, subnet)).body.error.code).toBe('ParentResourceNotFound')
    await put()
    expect(errorOf(await get(subnet))).toEqual([
      404,
      { code: 'NotFound', message: `Resource ${subnet} not found.`, details: [] },
    ])
  })

  it('can be a scope of role assignments while it is there, and takes them along', async () => {
    await put()
    const assignment = `${vnet}/subnets/%/providers/Microsoft.Authorization/roleAssignments/a0000000-0000-4000-8000-00000000000a`
    const { principalId } = await world.caller({ name: 'guest', role: 'Reader', scope: vnet })
    const assign = (name: string) =>
      world.call('PUT', `${assignment.replace('%', name)}?api-version=2022-04-01`, {
        body: {
          properties: {
            principalId,
            principalType: 'User',
            roleDefinitionId: `${group.split('/').slice(0, 3).join('/')}/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7`,
          },
        },
      })
    expect((await assign('none')).body.error.code).toBe('ResourceNotFound')
    expect((await assign('a')).status).toBe(201)
    await world.call('DELETE', at(`${vnet}/subnets/a`))
    expect(
      await world.ports.store.read.roleAssignments.listAtScope(`${vnet}/subnets/a`, { covering: false, below: true }),
    ).toEqual([])
  })

  it('needs the right to join what it refers to', async () => {
    await put()
    const nsg = `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg1`
    await world.call('PUT', at(nsg), { body: { location: 'westus' } })
    const { as } = await world.caller({ name: 'guest', role: 'Network Contributor', scope: vnet })
    const refused = await world.call('PUT', at(subnet), {
      body: { properties: { ...body.properties, networkSecurityGroup: { id: nsg } } },
      as,
    })
    expect([refused.status, refused.body.error.code]).toEqual([403, 'LinkedAuthorizationFailed'])
    expect(refused.body.error.message).toContain('Microsoft.Network/networkSecurityGroups/join/action')
    expect((await world.call('PUT', at(subnet), { body, as })).status).toBe(201)
  })
})

describe('CheckIPAddressAvailability', () => {
  it.each([
    ['10.0.0.9', { available: true, isPlatformReserved: false }],
    [
      '10.0.0.4',
      {
        available: false,
        availableIPAddresses: ['10.0.0.5', '10.0.0.6', '10.0.0.7', '10.0.0.8', '10.0.0.9'],
        isPlatformReserved: false,
      },
    ],
    [
      '10.0.0.1',
      {
        available: false,
        availableIPAddresses: ['10.0.0.5', '10.0.0.6', '10.0.0.7', '10.0.0.8', '10.0.0.9'],
        isPlatformReserved: true,
      },
    ],
  ])('answers for %s', async (address, expected) => {
    await put()
    await putNic()
    const answer = await world.call(
      'GET',
      `${vnet}/CheckIPAddressAvailability?ipAddress=${address}&api-version=${version}`,
    )
    expect(answer.body).toEqual(expected)
  })
})
