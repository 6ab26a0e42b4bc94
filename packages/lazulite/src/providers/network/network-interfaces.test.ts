import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../domain/json.js'
import type { TestResponse } from '../../testing/call-arm.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'

const version = '2021-02-01'
const network = `${group}/providers/Microsoft.Network`
const vnet = `${network}/virtualNetworks/vnet`
const subnet = `${vnet}/subnets/a`
const nicId = (name: string): string => `${network}/networkInterfaces/${name}`
const pipId = (name: string): string => `${network}/publicIPAddresses/${name}`
const at = (id: string, apiVersion = version): string => `${id}?api-version=${apiVersion}`
const errorOf = (answer: TestResponse): unknown => [answer.status, answer.body?.error]
const refusal = (code: string, message: string, details: Json = []) => [400, { code, message, details }]
const configuration = (properties: JsonObject = {}, name = 'one'): JsonObject => ({
  name,
  properties: { subnet: { id: subnet }, ...properties },
})
const body = (...ipConfigurations: JsonObject[]): JsonObject => ({
  location: 'westus',
  properties: { ipConfigurations },
})

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
  await put(vnet, {
    location: 'westus',
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [
        { name: 'a', properties: { addressPrefix: '10.0.0.0/24' } },
        { name: 'tiny', properties: { addressPrefix: '10.0.1.0/29' } },
      ],
    },
  })
})
afterEach(() => world.close())
const put = (id: string, said: Json, as = 'owner') => world.call('PUT', at(id), { body: said, as })
const get = (id: string, apiVersion = version) => world.call('GET', at(id, apiVersion))
const putAddress = (name: string, more: JsonObject = { sku: { name: 'Standard' } }) =>
  put(pipId(name), { location: 'westus', ...more })
const addressIn = (answer: TestResponse): unknown =>
  answer.body.properties.ipConfigurations[0].properties.privateIPAddress

describe('a network interface', () => {
  it('is answered as recorded for 2019-11-01', async () => {
    const created = await world.call('PUT', at(nicId('nic1'), '2019-11-01'), {
      body: { ...body(configuration()), tags: {} },
    })
    expect([created.status, Object.keys(created.headers).includes('azure-asyncoperation')]).toEqual([201, true])
    expect(created.text).toBe(
      JSON.stringify({
        name: 'nic1',
        id: nicId('nic1'),
        etag: 'W/"etag-2"',
        location: 'westus',
        tags: {},
        properties: {
          provisioningState: 'Succeeded',
          resourceGuid: created.body.properties.resourceGuid,
          ipConfigurations: [
            {
              name: 'one',
              id: `${nicId('nic1')}/ipConfigurations/one`,
              etag: 'W/"etag-2"',
              type: 'Microsoft.Network/networkInterfaces/ipConfigurations',
              properties: {
                provisioningState: 'Succeeded',
                privateIPAddress: '10.0.0.4',
                privateIPAllocationMethod: 'Dynamic',
                subnet: { id: subnet },
                primary: true,
                privateIPAddressVersion: 'IPv4',
              },
            },
          ],
          dnsSettings: {
            dnsServers: [],
            appliedDnsServers: [],
            internalDomainNameSuffix: created.body.properties.dnsSettings.internalDomainNameSuffix,
          },
          enableAcceleratedNetworking: false,
          enableIPForwarding: false,
          hostedWorkloads: [],
          tapConfigurations: [],
        },
        type: 'Microsoft.Network/networkInterfaces',
      }),
    )
    expect(created.body.properties.dnsSettings.internalDomainNameSuffix).toMatch(
      /^[a-z0-5]{26}\.dx\.internal\.cloudapp\.net$/,
    )
  })

  it('keeps its address when it is written again, and gives it back when it goes', async () => {
    expect(addressIn(await put(nicId('nic1'), body(configuration())))).toBe('10.0.0.4')
    expect(addressIn(await put(nicId('nic2'), body(configuration())))).toBe('10.0.0.5')
    const sentBack = (await get(nicId('nic2'))).body
    const again = await put(nicId('nic2'), sentBack)
    expect([again.status, addressIn(again)]).toEqual([200, '10.0.0.5'])
    await world.call('DELETE', at(nicId('nic1')))
    expect(addressIn(await put(nicId('nic2'), sentBack))).toBe('10.0.0.5')
    expect(addressIn(await put(nicId('nic3'), body(configuration())))).toBe('10.0.0.4')
  })

  it('has as many configurations as it wants, one of them primary', async () => {
    const created = await put(nicId('nic1'), body(configuration({}, 'one'), configuration({ primary: true }, 'two')))
    expect(
      created.body.properties.ipConfigurations.map(({ name, properties }: { name: string; properties: JsonObject }) => [
        name,
        properties.privateIPAddress,
        properties.primary,
      ]),
    ).toEqual([
      ['one', '10.0.0.4', false],
      ['two', '10.0.0.5', true],
    ])
    const list = await get(`${nicId('nic1')}/ipConfigurations`)
    expect(list.body.value).toEqual((await get(nicId('nic1'))).body.properties.ipConfigurations)
  })

  it('takes the static address that it asks for', async () => {
    const wish = (privateIPAddress: string) => configuration({ privateIPAllocationMethod: 'static', privateIPAddress })
    expect(addressIn(await put(nicId('nic1'), body(wish('10.0.0.9'))))).toBe('10.0.0.9')
    const refusals: [string, string, string][] = [
      [
        '10.0.0.9',
        'PrivateIPAddressIsAllocated',
        `IP configuration ${nicId('nic2')}/ipConfigurations/one is using the private IP address 10.0.0.9 which is already allocated to resource ${nicId('nic1')}.`,
      ],
      [
        '10.0.2.1',
        'PrivateIPAddressNotInSubnet',
        'Private static IP address 10.0.2.1 does not belong to the range of subnet prefix 10.0.0.0/24.',
      ],
      [
        '10.0.0.3',
        'PrivateIPAddressInReservedRange',
        'Private static IP address 10.0.0.3 falls within reserved IP range of subnet prefix 10.0.0.0/24.',
      ],
      [
        '10.0.0.255',
        'PrivateIPAddressInReservedRange',
        'Private static IP address 10.0.0.255 falls within reserved IP range of subnet prefix 10.0.0.0/24.',
      ],
    ]
    for (const [address, code, message] of refusals) {
      expect(errorOf(await put(nicId('nic2'), body(wish(address))))).toEqual(refusal(code, message))
    }
  })

  it('is refused when its subnet is full', async () => {
    const tiny = configuration({ subnet: { id: `${vnet}/subnets/tiny` } })
    for (const name of ['n1', 'n2', 'n3']) expect((await put(nicId(name), body(tiny))).status).toBe(201)
    expect(errorOf(await put(nicId('n4'), body(tiny)))).toEqual(
      refusal(
        'SubnetIsFull',
        'Subnet tiny with address prefix 10.0.1.0/29 does not have enough capacity for 4 IP addresses.',
      ),
    )
  })

  it.each<[string, JsonObject, string, Json]>([
    ['a subnet', configuration({ subnet: { id: `${vnet}/subnets/none` } }), `${vnet}/subnets/none`, []],
    [
      'a public address',
      configuration({ publicIPAddress: { id: pipId('none') } }),
      pipId('NONE').replace('/rg/', '/RG/'),
      [{ code: 'NotFound', message: `Resource ${pipId('NONE').replace('/rg/', '/RG/')} not found.` }],
    ],
  ])('refuses to refer to %s that is not there', async (_, said, referenced, details) => {
    expect(errorOf(await put(nicId('nic1'), body(said)))).toEqual(
      refusal(
        'InvalidResourceReference',
        `Resource ${referenced} referenced by resource ${nicId('nic1')} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
        details,
      ),
    )
  })

  it('refuses what is in another region', async () => {
    await put(pipId('far'), { location: 'eastus', sku: { name: 'Standard' } })
    const refused = await put(nicId('nic1'), body(configuration({ publicIPAddress: { id: pipId('far') } })))
    expect(refused.body.error.code).toBe('InvalidResourceReference')
  })

  it('refuses a public address that another one has', async () => {
    await putAddress('pip1')
    const said = body(configuration({ publicIPAddress: { id: pipId('pip1') } }))
    expect((await put(nicId('nic1'), said)).status).toBe(201)
    expect((await put(nicId('nic1'), said)).status).toBe(200)
    expect(errorOf(await put(nicId('nic2'), said))).toEqual(
      refusal(
        'PublicIPAddressInUse',
        `Resource ${nicId('nic2')}/ipConfigurations/one is referencing public IP address ${pipId('pip1')} that is already allocated to resource ${nicId('nic1')}/ipConfigurations/one.`,
      ),
    )
  })

  it.each([
    ['subnet', 'Microsoft.Network/virtualNetworks/subnets/join/action', subnet],
    ['public address', 'Microsoft.Network/publicIPAddresses/join/action', pipId('pip1')],
  ])('needs the right to join its %s', async (_, action, scope) => {
    await putAddress('pip1')
    const said = body(configuration({ publicIPAddress: { id: pipId('pip1') } }))
    const role = 'Network Contributor'
    const { as } = await world.caller({ name: 'guest', role, scope: nicId('nic1') })
    for (const other of [subnet, pipId('pip1')].filter((id) => id !== scope))
      await world.caller({ name: 'guest', role, scope: other })
    const refused = await put(nicId('nic1'), said, as)
    expect([refused.status, refused.body.error.code]).toEqual([403, 'LinkedAuthorizationFailed'])
    expect(refused.body.error.message).toContain(`perform action(s) '${action}' on the linked scope(s) '${scope}'`)
    await world.caller({ name: 'guest', role, scope })
    expect((await put(nicId('nic1'), said, as)).status).toBe(201)
  })

  it.each<[JsonObject, string]>([
    [body(), 'NetworkInterfaceMustHaveIpConfiguration'],
    [body({ name: 'one', properties: {} }), 'SubnetNotSpecified'],
    [body(configuration({ privateIPAllocationMethod: 'Static' })), 'PrivateIPAddressNotSpecified'],
    [
      body(configuration({ primary: true }, 'one'), configuration({ primary: true }, 'two')),
      'MultiplePrimaryIpConfigurations',
    ],
    [body(configuration({}, 'one'), configuration({}, 'ONE')), 'DuplicateResourceName'],
    [body(configuration({ privateIPAllocationMethod: 'Sometimes' })), 'InvalidRequestFormat'],
    [{ location: 'westus', properties: { ipConfigurations: {} } }, 'InvalidRequestFormat'],
    [body({ properties: {} }), 'InvalidRequestFormat'],
  ])('is refused: row %#', async (said, code) => {
    expect((await put(nicId('nic1'), said)).body.error.code).toBe(code)
  })

  it('says by name what it does not have', async () => {
    await put(nicId('nic1'), body(configuration()))
    const answer = await world.call('POST', at(`${nicId('nic1')}/effectiveRouteTable`))
    expect([answer.status, answer.body.error.code]).toEqual([501, 'NotImplemented'])
  })
})

describe('addresses', () => {
  it('have one owner each, whatever comes and goes in which order', async () => {
    const step = fc.record({
      nic: fc.integer({ min: 1, max: 6 }),
      what: fc.constantFrom('put', 'delete', 'static'),
      last: fc.integer({ min: 4, max: 9 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        for (const { nic, what, last } of steps) {
          const id = nicId(`n${nic}`)
          if (what === 'delete') await world.call('DELETE', at(id))
          else {
            const wish = { privateIPAllocationMethod: 'Static', privateIPAddress: `10.0.0.${last}` }
            await put(id, body(configuration(what === 'static' ? wish : {})))
          }
          const all = (await world.call('GET', at(`${network}/networkInterfaces`))).body.value
          const given = all.map((one: { properties: JsonObject }) => addressIn({ body: one } as TestResponse))
          expect(new Set(given).size).toBe(given.length)
          const users = (await get(vnet)).body.properties.subnets[0].properties.ipConfigurations ?? []
          expect(users.length).toBe(all.length)
        }
      }),
      { numRuns: 15 },
    )
  })
})
