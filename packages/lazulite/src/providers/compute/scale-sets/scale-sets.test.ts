import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../domain/json.js'
import { identityHost } from '../../../operations/find-machine.js'
import { group, startTestArm, type TestArm } from '../../../testing/start-test-arm.js'
import { testSubscriptionId, testTenantId } from '../../../testing/test-ports.js'

const type = 'Microsoft.Compute/virtualMachineScaleSets'
const set = `${group}/providers/${type}/vmss1`
const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
const url = (path = '', version = '2020-06-01'): string => `${set}${path}?api-version=${version}`

/** As Azure CLI deploys it (recorded 2021-01). */
const body = (capacity = 2): JsonObject => ({
  location: 'westus',
  tags: {},
  sku: { name: 'Standard_DS1_v2', capacity },
  properties: {
    overprovision: true,
    upgradePolicy: { mode: 'manual' },
    singlePlacementGroup: true,
    virtualMachineProfile: {
      storageProfile: {
        osDisk: { createOption: 'FromImage', caching: 'ReadWrite', managedDisk: { storageAccountType: null } },
        imageReference: { publisher: 'Debian', offer: 'debian-10', sku: '10', version: 'latest' },
      },
      osProfile: { computerNamePrefix: 'vmss1a21c', adminUsername: 'admin123', adminPassword: 'Secret-123456' },
      networkProfile: {
        networkInterfaceConfigurations: [
          { name: 'vmss1a21cNic', properties: { primary: 'true', ipConfigurations: [{ name: 'ip', properties: {} }] } },
        ],
      },
    },
  },
})

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
  await world.call('PUT', `${identity}?api-version=2023-01-31`, { body: { location: 'westus' } })
})
afterEach(() => world.close())

const create = async (asked: JsonObject = body()) => {
  const made = await world.call('PUT', url(), { body: asked })
  expect(made.status).toBe(201)
  await world.settle()
  return made
}
const instances = async (version?: string) => {
  const { body } = await world.call('GET', url('/virtualMachines', version))
  return body.value as (JsonObject & { readonly instanceId: string; readonly properties: JsonObject })[]
}
const ids = async (): Promise<string[]> => (await instances()).map(({ instanceId }) => instanceId)

describe('a scale set', () => {
  const profile = {
    osProfile: {
      computerNamePrefix: 'vmss1a21c',
      adminUsername: 'admin123',
      linuxConfiguration: { disablePasswordAuthentication: false, provisionVMAgent: true },
      secrets: [],
      allowExtensionOperations: true,
      requireGuestProvisionSignal: true,
    },
    storageProfile: {
      osDisk: {
        createOption: 'FromImage',
        caching: 'ReadWrite',
        managedDisk: { storageAccountType: 'Premium_LRS' },
        diskSizeGB: 30,
      },
      imageReference: { publisher: 'Debian', offer: 'debian-10', sku: '10', version: 'latest' },
    },
    networkProfile: {
      networkInterfaceConfigurations: [
        {
          name: 'vmss1a21cNic',
          properties: {
            enableAcceleratedNetworking: false,
            dnsSettings: { dnsServers: [] },
            enableIPForwarding: false,
            primary: true,
            ipConfigurations: [{ name: 'ip', properties: { privateIPAddressVersion: 'IPv4' } }],
          },
        },
      ],
    },
  }
  const whole = (provisioningState: string) => ({
    name: 'vmss1',
    id: set,
    type,
    location: 'westus',
    tags: {},
    sku: { name: 'Standard_DS1_v2', tier: 'Standard', capacity: 2 },
    properties: {
      singlePlacementGroup: true,
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: profile,
      provisioningState,
      overprovision: true,
      doNotRunExtensionsOnOverprovisionedVMs: false,
      uniqueId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  })

  it('is created with 201 and an operation to follow, completed with defaults and without its password', async () => {
    const made = await world.call('PUT', url(), { body: body() })
    expect([made.status, made.body]).toEqual([201, whole('Creating')])
    expect(made.headers['azure-asyncoperation']).toMatch(
      new RegExp(`/subscriptions/${testSubscriptionId}/providers/Microsoft.Compute/locations/westus/operations/`),
    )
    expect(made.text).not.toContain('Secret')
    const operation = String(made.headers['azure-asyncoperation']).replace(/^https?:\/\/[^/]+/, '')
    expect((await world.call('GET', operation)).body.status).toBe('InProgress')
    await world.settle()
    expect((await world.call('GET', operation)).body.status).toBe('Succeeded')
    const read = await world.call('GET', url())
    expect([read.status, read.body]).toEqual([200, whole('Succeeded')])
    expect((await world.call('GET', `${group}/providers/${type}?api-version=2020-06-01`)).body).toEqual({
      value: [whole('Succeeded')],
    })
    const again = await world.call('PUT', url(), { body: body() })
    expect([again.status, again.body.properties.provisioningState]).toEqual([200, 'Updating'])
  })

  it('prints properties first in old versions, and what only later versions know in those alone', async () => {
    await create()
    const old = (await world.call('GET', url('', '2018-10-01'))).body
    expect(Object.keys(old)).toEqual(['sku', 'properties', 'type', 'location', 'tags', 'id', 'name'])
    expect(old.properties.virtualMachineProfile.osProfile.requireGuestProvisionSignal).toBeUndefined()
    expect(old.properties.doNotRunExtensionsOnOverprovisionedVMs).toBeUndefined()
    const late = (await world.call('GET', url('', '2024-11-01'))).body
    expect(late.properties).toMatchObject({ orchestrationMode: 'Uniform', timeCreated: expect.any(String) })
    expect(late.etag).toMatch(/^"/)
  })

  it('has instances 0 to n-1, each a machine of its own', async () => {
    await create()
    const [first, second] = await instances()
    expect(first).toEqual({
      name: 'vmss1_0',
      id: `${set}/virtualMachines/0`,
      instanceId: '0',
      type: `${type}/virtualMachines`,
      location: 'westus',
      tags: {},
      sku: { name: 'Standard_DS1_v2', tier: 'Standard' },
      properties: {
        latestModelApplied: true,
        modelDefinitionApplied: 'VirtualMachineScaleSet',
        networkProfileConfiguration: profile.networkProfile,
        hardwareProfile: {},
        storageProfile: {
          imageReference: { ...profile.storageProfile.imageReference, exactVersion: expect.any(String) },
          osDisk: {
            osType: 'Linux',
            name: expect.stringMatching(/^vmss1_0_OsDisk_1_[0-9a-f]{32}$/),
            createOption: 'FromImage',
            caching: 'ReadWrite',
            managedDisk: { storageAccountType: 'Premium_LRS', id: expect.stringContaining('/disks/vmss1_0_OsDisk_1_') },
            deleteOption: 'Detach',
            diskSizeGB: 30,
          },
          dataDisks: [],
        },
        osProfile: expect.objectContaining({ computerName: 'vmss1a21c000000', adminUsername: 'admin123' }),
        networkProfile: { networkInterfaces: [] },
        provisioningState: 'Succeeded',
        vmId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    })
    expect(second?.properties.vmId).not.toBe(first?.properties.vmId)
    const one = await world.call('GET', `${url('/virtualMachines/1')}&$expand=instanceView`)
    expect(one.body.properties.instanceView.statuses[1].code).toBe('PowerState/running')
    const view = await world.call('GET', url('/virtualMachines/1/instanceView'))
    expect(view.body.statuses[1]).toEqual({ code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' })
  })

  it('tells how many of its machines are in which state, and which size it could have', async () => {
    await create()
    expect((await world.call('GET', url('/instanceView'))).body).toEqual({
      virtualMachine: { statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 2 }] },
      statuses: [
        {
          code: 'ProvisioningState/succeeded',
          level: 'Info',
          displayStatus: 'Provisioning succeeded',
          time: expect.any(String),
        },
      ],
    })
    expect((await world.call('GET', url('/skus'))).body.value[0].sku).toEqual({
      name: 'Standard_DS1_v2',
      tier: 'Standard',
    })
  })

  it('grows with new numbers and shrinks from the end, by PUT with location and sku alone or by PATCH', async () => {
    await create()
    const grown = await world.call('PUT', url(), {
      body: { location: 'westus', sku: { name: 'Standard_DS1_v2', tier: 'Standard', capacity: 4 } },
    })
    expect([grown.status, grown.body.sku.capacity]).toEqual([200, 4])
    expect(grown.body.properties.virtualMachineProfile).toEqual(profile)
    await world.settle()
    expect(await ids()).toEqual(['0', '1', '2', '3'])
    await world.call('PATCH', url(), { body: { sku: { capacity: 1 } } })
    await world.settle()
    expect(await ids()).toEqual(['0'])
    await world.call('PATCH', url(), { body: { sku: { capacity: 2 } } })
    await world.settle()
    expect(await ids()).toEqual(['0', '4'])
  })

  it('goes with its machines, its identity and its instances', async () => {
    const made = await create({ ...body(), identity: { type: 'SystemAssigned' } })
    const { principalId } = made.body.identity
    const removed = await world.call('DELETE', url())
    expect(removed.status).toBe(202)
    expect(removed.headers.location).toContain('monitor=true')
    expect((await world.call('GET', url())).body.properties.provisioningState).toBe('Deleting')
    expect(await world.ports.store.read.principals.get(principalId)).toBeUndefined()
    await world.settle()
    expect(await world.ports.store.read.resources.list({ scope: set })).toEqual([])
    expect((await world.call('DELETE', url())).status).toBe(204)
  })
})

describe('actions on a scale set', () => {
  const powerStates = async () => {
    const { body } = await world.call('GET', `${url('/virtualMachines')}&$expand=instanceView`)
    return body.value.map(
      (one: { properties: { instanceView: { statuses: { code: string }[] } } }) =>
        one.properties.instanceView.statuses[1]?.code,
    )
  }
  it.each([
    ['deallocate', undefined, ['PowerState/deallocated', 'PowerState/deallocated']],
    ['powerOff', { instanceIds: ['1'] }, ['PowerState/running', 'PowerState/stopped']],
    ['powerOff', { instanceIds: ['*'] }, ['PowerState/stopped', 'PowerState/stopped']],
    ['start', undefined, ['PowerState/running', 'PowerState/running']],
    ['restart', { instanceIds: ['0'] }, ['PowerState/running', 'PowerState/running']],
    ['reimageall', { instanceIds: ['0'] }, ['PowerState/running', 'PowerState/running']],
    ['reimage', undefined, ['PowerState/running', 'PowerState/running']],
    ['manualupgrade', { instanceIds: ['*'] }, ['PowerState/running', 'PowerState/running']],
  ])('%s %j', async (action, asked, expected) => {
    await create()
    const answer = await world.call('POST', url(`/${action}`), asked === undefined ? {} : { body: asked })
    expect([answer.status, answer.text]).toEqual([202, ''])
    expect(answer.headers['azure-asyncoperation']).toContain('/operations/')
    expect((await world.call('GET', url())).body.properties.provisioningState).toBe('Updating')
    await world.settle()
    expect((await world.call('GET', url())).body.properties.provisioningState).toBe('Succeeded')
    expect(await powerStates()).toEqual(expected)
  })

  it('deletes the instances that are named, and asks for fewer from then on', async () => {
    await create(body(3))
    expect((await world.call('POST', url('/delete'), { body: { instanceIds: ['1'] } })).status).toBe(202)
    await world.settle()
    expect(await ids()).toEqual(['0', '2'])
    expect((await world.call('GET', url())).body.sku.capacity).toBe(2)
    expect((await world.call('DELETE', url('/virtualMachines/0'))).status).toBe(202)
    await world.settle()
    expect(await ids()).toEqual(['2'])
    expect((await world.call('DELETE', url('/virtualMachines/0'))).status).toBe(204)
  })

  it('acts on one instance', async () => {
    await create()
    expect((await world.call('POST', url('/virtualMachines/1/deallocate'))).status).toBe(202)
    await world.settle()
    expect(await powerStates()).toEqual(['PowerState/running', 'PowerState/deallocated'])
  })

  const notFound = 'The entity was not found in this Azure location.'
  it.each<[string, string, unknown, number, string, string]>([
    ['GET', '/virtualMachines/9', undefined, 404, 'NotFound', notFound],
    ['GET', '/virtualMachines/9/instanceView', undefined, 404, 'NotFound', notFound],
    [
      'POST',
      '/start',
      { instanceIds: ['9'] },
      400,
      'InvalidParameter',
      'The provided instanceId 9 is not an active Virtual Machine Scale Set VM instanceId.',
    ],
    ['POST', '/delete', {}, 400, 'InvalidParameter', "Required parameter 'instanceIds' is missing (null)."],
    ['POST', '/performMaintenance', {}, 501, 'NotImplemented', `NotImplemented: POST ${type}/performMaintenance`],
  ])('%s %s %j is refused', async (method, path, asked, status, code, message) => {
    await create()
    const answer = await world.call(method, url(path), asked === undefined ? {} : { body: asked })
    expect([answer.status, answer.body.error.code, answer.body.error.message]).toEqual([status, code, message])
  })
})

describe('a scale set is refused', () => {
  const with_ = (properties: JsonObject, rest: JsonObject = {}): JsonObject => ({
    ...body(),
    ...rest,
    properties: { ...(body().properties as JsonObject), ...properties },
  })
  it.each<[string, JsonObject, string, string]>([
    ['without a profile', with_({ virtualMachineProfile: null }), 'virtualMachineProfile', 'is missing'],
    ['without a size', with_({}, { sku: null }), 'sku', 'is missing'],
    ['with a size without a name', with_({}, { sku: { capacity: 1 } }), 'sku.name', 'is missing'],
    ['with too many machines', with_({}, { sku: { name: 'Standard_B1s', capacity: 101 } }), 'sku.capacity', '0 to 100'],
    ['with half a machine', with_({}, { sku: { name: 'Standard_B1s', capacity: 0.5 } }), 'sku.capacity', '0 to 100'],
    ['with an unknown policy', with_({ upgradePolicy: { mode: 'x' } }), 'upgradePolicy.mode', "'Automatic', 'Manual'"],
    ['with an unknown mode', with_({ orchestrationMode: 'x' }), 'orchestrationMode', "'Uniform', 'Flexible'"],
    [
      'without a user',
      with_({ virtualMachineProfile: { storageProfile: {}, osProfile: {} } }),
      'adminUsername',
      'is missing',
    ],
  ])('%s', async (_, asked, target, text) => {
    const answer = await world.call('PUT', url(), { body: asked })
    expect([answer.status, answer.body.error.code, answer.body.error.target]).toEqual([400, 'InvalidParameter', target])
    expect(answer.body.error.message).toContain(text)
    expect((await world.call('GET', url())).status).toBe(404)
  })

  it('when it moves, or changes how it is orchestrated', async () => {
    await create()
    expect((await world.call('PUT', url(), { body: { ...body(), location: 'eastus' } })).status).toBe(409)
    const other = await world.call('PATCH', url(), { body: { properties: { orchestrationMode: 'Flexible' } } })
    expect([other.status, other.body.error.code]).toEqual([409, 'PropertyChangeNotAllowed'])
  })

  it.each([
    ['Reader', 'GET', 200],
    ['Reader', 'PATCH', 403],
    ['Reader', 'DELETE', 403],
    ['Virtual Machine Contributor', 'PATCH', 200],
  ])('to a %s by %s: %i', async (role, method, status) => {
    await create()
    const { as } = await world.caller({ name: 'somebody', role, scope: group })
    expect((await world.call(method, url(), { as, ...(method === 'PATCH' ? { body: {} } : {}) })).status).toBe(status)
  })
})

describe('identities of a scale set', () => {
  const patch = (asked: JsonObject) => world.call('PATCH', url(), { body: { identity: asked } })
  const stored = async (number: number) => {
    const machine = await world.ports.store.read.resources.get(`${set}/virtualMachines/${number}`)
    return machine === undefined ? undefined : identityHost(machine)
  }

  it('come and go as recorded, and reach instances when these are upgraded', async () => {
    await create(body(1))
    const system = await patch({ type: 'SystemAssigned' })
    expect([system.status, system.body.identity]).toEqual([
      200,
      { type: 'SystemAssigned', principalId: expect.any(String), tenantId: testTenantId },
    ])
    await world.settle()
    const both = await patch({ type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [identity]: {} } })
    expect(both.body.identity).toMatchObject({
      type: 'SystemAssigned, UserAssigned',
      userAssignedIdentities: { [identity]: {} },
    })
    await world.settle()
    const [before] = await instances()
    expect([before?.identity, before?.properties.latestModelApplied]).toEqual([undefined, false])
    expect((await stored(0))?.identity).toBeUndefined()

    await world.call('POST', url('/manualupgrade'), { body: { instanceIds: ['0'] } })
    await world.settle()
    const [after] = await instances()
    const { identity: shown } = (await world.call('GET', url())).body
    expect([after?.identity, after?.properties.latestModelApplied]).toEqual([shown, true])
    expect(await stored(0)).toMatchObject({
      id: set,
      identity: {
        systemAssigned: { principalId: shown.principalId },
        userAssigned: [{ resourceId: identity }],
      },
    })

    const none = await patch({ type: 'None' })
    expect(none.body.identity).toBeUndefined()
    expect(await world.ports.store.read.principals.get(shown.principalId)).toBeUndefined()
  })

  it('reach instances at once under the policy Automatic', async () => {
    const asked = body(1)
    await create({
      ...asked,
      properties: { ...(asked.properties as JsonObject), upgradePolicy: { mode: 'Automatic' } },
    })
    await patch({ type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } })
    await world.settle()
    const [only] = await instances()
    expect(only?.properties.latestModelApplied).toBe(true)
    expect(only?.identity).toMatchObject({ type: 'UserAssigned' })
  })

  it('name the set among the resources of an identity, not its instances', async () => {
    await create({ ...body(2), identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } } })
    const associated = await world.call('POST', `${identity}/listAssociatedResources?api-version=2022-01-31-preview`)
    expect(associated.body.value.map(({ id }: { id: string }) => id)).toEqual([set])
    const all = await world.call('GET', `${group}/resources?api-version=2021-04-01`)
    expect(all.body.value.map(({ name }: { name: string }) => name)).toEqual(['vmss1', 'id1'])
  })

  it('need the right to assign them', async () => {
    await create()
    const { as } = await world.caller({ name: 'somebody', role: 'Virtual Machine Contributor', scope: set })
    const answer = await world.call('PATCH', url(), {
      as,
      body: { identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } } },
    })
    expect([answer.status, answer.body.error.code]).toEqual([403, 'LinkedAuthorizationFailed'])
    expect(answer.body.error.message).toContain(`perform action '${type}/write'`)
  })
})

describe('a Flexible scale set', () => {
  const flexible = (rest: JsonObject = {}): JsonObject => {
    const asked = body()
    const { upgradePolicy: _, overprovision: __, ...properties } = asked.properties as JsonObject
    return {
      ...asked,
      ...rest,
      properties: {
        ...properties,
        orchestrationMode: 'Flexible',
        singlePlacementGroup: false,
        platformFaultDomainCount: 1,
      },
    }
  }

  it('has virtual machines of the group, with its user-assigned identities', async () => {
    await create(flexible({ identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } } }))
    const machines = await world.call(
      'GET',
      `${group}/providers/Microsoft.Compute/virtualMachines?api-version=2022-11-01`,
    )
    expect(machines.body.value).toHaveLength(2)
    const [machine] = machines.body.value
    expect(machine.name).toMatch(/^vmss1_[0-9a-f]{8}$/)
    expect(machine.properties.virtualMachineScaleSet).toEqual({ id: set })
    expect(machine.identity.userAssignedIdentities[identity]).toBeDefined()
    const listed = await instances('2024-11-01')
    expect(listed.map(({ instanceId }) => instanceId)).toEqual(
      machines.body.value.map(({ name }: { name: string }) => name),
    )
    expect((await world.call('GET', url(`/virtualMachines/${machine.name}`))).status).toBe(200)
    expect((await world.call('GET', url())).body.properties).toMatchObject({ orchestrationMode: 'Flexible' })
    await world.call('DELETE', url())
    await world.settle()
    expect(
      await world.ports.store.read.resources.list({ scope: group, type: 'Microsoft.Compute/virtualMachines' }),
    ).toEqual([])
  })

  it('may be empty, without profile and size', async () => {
    const made = await create({
      location: 'westus',
      properties: { orchestrationMode: 'Flexible', platformFaultDomainCount: 1 },
    })
    expect(made.body.sku).toBeUndefined()
    expect(await instances()).toEqual([])
  })
})
