import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../domain/json.js'
import type { TestResponse } from '../../testing/call-arm.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'

const version = '2019-11-01'
const network = `${group}/providers/Microsoft.Network`
const pip = `${network}/publicIPAddresses/pip1`
const at = (id: string, apiVersion = version): string => `${id}?api-version=${apiVersion}`
const errorOf = (answer: TestResponse): unknown => [
  answer.status,
  answer.body?.error?.code,
  answer.body?.error?.message,
]

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
})
afterEach(() => world.close())
const put = (id: string, said: JsonObject) => world.call('PUT', at(id), { body: { location: 'westus', ...said } })
const get = (id: string, apiVersion = version) => world.call('GET', at(id, apiVersion))
const standard: JsonObject = { sku: { name: 'Standard' }, properties: { publicIPAllocationMethod: 'Static' } }

describe('a public address', () => {
  it('is answered as recorded: without the address while it is made, with it afterwards', async () => {
    const created = await put(pip, { ...standard, tags: {} })
    const shown = (state: string, more: JsonObject): string =>
      JSON.stringify({
        name: 'pip1',
        id: pip,
        etag: 'W/"etag-1"',
        location: 'westus',
        tags: {},
        properties: {
          provisioningState: state,
          resourceGuid: created.body.properties.resourceGuid,
          ...more,
          publicIPAddressVersion: 'IPv4',
          publicIPAllocationMethod: 'Static',
          idleTimeoutInMinutes: 4,
          ipTags: [],
        },
        type: 'Microsoft.Network/publicIPAddresses',
        sku: { name: 'Standard', tier: 'Regional' },
      })
    expect([created.status, created.text]).toEqual([201, shown('Updating', {})])
    expect((await get(pip)).text).toBe(shown('Succeeded', { ipAddress: '203.0.113.1' }))
  })

  it('has an address of its own and keeps it', async () => {
    const other = `${network}/publicIPAddresses/pip2`
    await put(pip, standard)
    await put(other, standard)
    await put(pip, { ...standard, tags: { a: 'b' } })
    const addresses = [(await get(pip)).body, (await get(other)).body].map(({ properties }) => properties.ipAddress)
    expect(addresses).toEqual(['203.0.113.1', '203.0.113.2'])
    await world.call('DELETE', at(pip))
    await put(`${network}/publicIPAddresses/pip3`, standard)
    expect((await get(`${network}/publicIPAddresses/pip3`)).body.properties.ipAddress).toBe('203.0.113.1')
  })

  it('of version 6 is from another range', async () => {
    await put(pip, { sku: { name: 'Standard' }, properties: { publicIPAddressVersion: 'IPv6' } })
    expect((await get(pip)).body.properties).toMatchObject({ ipAddress: '2001:db8::1', publicIPAddressVersion: 'IPv6' })
  })

  it.each<[JsonObject, string, string]>([
    [
      { sku: { name: 'Standard' }, properties: { publicIPAllocationMethod: 'Dynamic' } },
      'PublicIPAndSkuAllocationMethodMismatch',
      `Standard sku publicIp ${pip} must have AllocationMethod set to Static.`,
    ],
    [
      { properties: { dnsSettings: { domainNameLabel: 'No_Label' } } },
      'InvalidDomainNameLabel',
      'The domain name label No_Label is invalid. It must conform to the following regular expression: ^[a-z][a-z0-9-]{1,61}[a-z0-9]$.',
    ],
    [{ sku: { name: 'Premium' } }, 'InvalidRequestFormat', 'Cannot parse the request.'],
  ])('is refused: row %#', async (said, code, message) =>
    expect(errorOf(await put(pip, said))).toEqual([400, code, message]),
  )

  it('has a name in DNS that nobody else gets', async () => {
    const named = { ...standard, properties: { dnsSettings: { domainNameLabel: 'web' } } }
    const check = async () =>
      (
        await world.call(
          'GET',
          `${group.split('/').slice(0, 3).join('/')}/providers/Microsoft.Network/locations/westus/CheckDnsNameAvailability?domainNameLabel=web&api-version=${version}`,
        )
      ).body
    expect(await check()).toEqual({ available: true })
    await put(pip, named)
    expect((await get(pip)).body.properties.dnsSettings).toEqual({
      domainNameLabel: 'web',
      fqdn: 'web.westus.cloudapp.azure.com',
    })
    expect(await check()).toEqual({ available: false })
    expect(errorOf(await put(`${network}/publicIPAddresses/pip2`, named))).toEqual([
      400,
      'DnsRecordInUse',
      'DNS record web.westus.cloudapp.azure.com is already used by another public IP.',
    ])
    expect((await put(pip, named)).status).toBe(200)
  })
})

describe('usages', () => {
  it('count what is in a region', async () => {
    await put(pip, standard)
    const scope = group.split('/').slice(0, 3).join('/')
    const answer = await world.call('GET', at(`${scope}/providers/Microsoft.Network/locations/westus/usages`))
    const counts = answer.body.value.map(
      ({ name, currentValue }: { name: { value: string }; currentValue: number }) => [name.value, currentValue],
    )
    expect(Object.fromEntries(counts)).toMatchObject({ PublicIPAddresses: 1, VirtualNetworks: 0 })
  })
})

describe('a load balancer', () => {
  const balancer = `${network}/loadBalancers/lb1`
  const frontend = `${balancer}/frontendIPConfigurations/front`
  const pool = `${balancer}/backendAddressPools/pool`
  const said: JsonObject = {
    sku: { name: 'Standard' },
    properties: {
      frontendIPConfigurations: [{ name: 'front', properties: { publicIPAddress: { id: pip } } }],
      backendAddressPools: [{ name: 'pool' }],
      probes: [{ name: 'probe', properties: { protocol: 'Tcp', port: 80, intervalInSeconds: 15, numberOfProbes: 2 } }],
      loadBalancingRules: [
        {
          name: 'web',
          properties: {
            frontendIPConfiguration: { id: frontend },
            backendAddressPool: { id: pool },
            probe: { id: `${balancer}/probes/probe` },
            protocol: 'Tcp',
            frontendPort: 80,
            backendPort: 80,
          },
        },
      ],
      inboundNatPools: [
        {
          name: 'nat',
          properties: {
            frontendIPConfiguration: { id: frontend },
            protocol: 'tcp',
            frontendPortRangeStart: '50000',
            frontendPortRangeEnd: '50119',
            backendPort: 22,
          },
        },
      ],
    },
  }

  it('shows its parts, who uses them, and each on its own', async () => {
    await put(pip, standard)
    const created = await put(balancer, said)
    expect([created.status, created.body.properties.provisioningState, created.body.sku]).toEqual([
      201,
      'Succeeded',
      { name: 'Standard', tier: 'Regional' },
    ])
    const { frontendIPConfigurations, backendAddressPools, probes } = (await get(balancer)).body.properties
    const rule = [{ id: `${balancer}/loadBalancingRules/web` }]
    expect(frontendIPConfigurations[0].properties).toEqual({
      provisioningState: 'Succeeded',
      privateIPAllocationMethod: 'Dynamic',
      publicIPAddress: { id: pip },
      loadBalancingRules: rule,
      inboundNatPools: [{ id: `${balancer}/inboundNatPools/nat` }],
    })
    expect([backendAddressPools[0].properties.loadBalancingRules, probes[0].properties.loadBalancingRules]).toEqual([
      rule,
      rule,
    ])
    expect((await get(pool)).body).toEqual(backendAddressPools[0])
    expect((await get(pip)).body.properties.ipConfiguration).toEqual({ id: frontend })
    expect((await put(balancer, (await get(balancer)).body)).status).toBe(200)
  })

  it('stays while interfaces are in its pool', async () => {
    await put(pip, standard)
    await put(balancer, said)
    const vnet = `${network}/virtualNetworks/vnet`
    const subnet = { name: 'a', properties: { addressPrefix: '10.0.0.0/24' } }
    await put(vnet, { properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets: [subnet] } })
    const nic = `${network}/networkInterfaces/nic1`
    const properties = { subnet: { id: `${vnet}/subnets/a` }, loadBalancerBackendAddressPools: [{ id: pool }] }
    await put(nic, { properties: { ipConfigurations: [{ name: 'one', properties }] } })
    expect((await get(pool)).body.properties.backendIPConfigurations).toEqual([{ id: `${nic}/ipConfigurations/one` }])
    expect((await world.call('DELETE', at(balancer))).body.error.code).toBe('LoadBalancerInUseCannotBeDeleted')
    expect((await world.call('DELETE', at(pool))).body.error.code).toBe('InvalidResourceReference')
    await world.call('DELETE', at(nic))
    expect((await world.call('DELETE', at(balancer))).status).toBe(202)
  })

  it('refers to parts of its own that are there', async () => {
    await put(pip, standard)
    const without = { ...said, properties: { ...(said.properties as JsonObject), probes: [] as Json[] } }
    expect(errorOf(await put(balancer, without))).toEqual([
      400,
      'InvalidResourceReference',
      `Resource ${balancer}/probes/probe referenced by resource ${balancer} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    ])
  })
})
