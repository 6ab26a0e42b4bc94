import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Json, type JsonObject, mergePatch } from '../../domain/json.js'
import type { TestResponse } from '../../testing/call-arm.js'
import { createNetworkInterface } from '../../testing/create-network-interface.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscriptionId, testTenantId } from '../../testing/test-ports.js'

const version = '2020-12-01'
const type = 'Microsoft.Compute/virtualMachines'
const vm = `${group}/providers/${type}/vm1`
const url = (suffix = '', apiVersion = version, query = ''): string =>
  `${vm}${suffix}?api-version=${apiVersion}${query}`
const image = { publisher: 'Canonical', offer: 'UbuntuServer', sku: '16.04.0-LTS', version: 'latest' }
const nic = `${group}/providers/Microsoft.Network/networkInterfaces/nic1`
const linux: JsonObject = {
  location: 'westus',
  tags: {},
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2_v3' },
    storageProfile: {
      imageReference: image,
      osDisk: { createOption: 'FromImage', caching: 'ReadWrite', managedDisk: { storageAccountType: 'Standard_LRS' } },
    },
    osProfile: { computerName: 'vm1', adminUsername: 'Foo12', adminPassword: 'Secret-123456', linuxConfiguration: {} },
    networkProfile: { networkInterfaces: [{ id: nic, properties: { primary: true } }] },
  },
}
const like = (patch: Json): JsonObject => mergePatch(linux, patch) as JsonObject
const errorOf = (answer: TestResponse): unknown => [answer.status, (answer.body as { error?: Json } | undefined)?.error]
const propertiesIn = (answer: TestResponse): JsonObject => (answer.body as { properties: JsonObject }).properties

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
  await createNetworkInterface(world.call, nic)
})
afterEach(() => world.close())

const put = (body: Json = linux, apiVersion = version) => world.call('PUT', url('', apiVersion), { body })
const get = (apiVersion = version, query = '') => world.call('GET', url('', apiVersion, query))

describe('creating a virtual machine', () => {
  it('knows the size of a disk in a storage account only once the machine is made', async () => {
    const osDisk = {
      name: 'os',
      createOption: 'FromImage',
      vhd: { uri: 'https://x.blob.core.windows.net/vhds/os.vhd' },
    }
    const sizeIn = (answer: TestResponse): Json | undefined =>
      ((propertiesIn(answer).storageProfile as JsonObject).osDisk as JsonObject).diskSizeGB
    const created = await put({
      ...linux,
      properties: { ...(linux.properties as JsonObject), storageProfile: { imageReference: image, osDisk } },
    })
    await world.settle()
    expect([created.status, sizeIn(created), sizeIn(await get())]).toEqual([201, undefined, 30])
  })

  it('answers 201 with the machine as recorded for 2020-12-01, and where to follow it', async () => {
    const answer = await put()
    const operationId = /operations\/([0-9a-f-]{36})\?/.exec(String(answer.headers['azure-asyncoperation']))?.[1]
    expect([
      answer.status,
      answer.headers['azure-asyncoperation'],
      answer.headers['retry-after'],
      answer.headers.location,
    ]).toEqual([
      201,
      `https://management.azure.com/subscriptions/${testSubscriptionId}/providers/Microsoft.Compute/locations/westus/operations/${operationId}?api-version=${version}`,
      '1',
      undefined,
    ])
    const { vmId } = propertiesIn(answer)
    expect(answer.text).toBe(
      JSON.stringify({
        name: 'vm1',
        id: vm,
        type,
        location: 'westus',
        tags: {},
        properties: {
          vmId,
          hardwareProfile: { vmSize: 'Standard_D2_v3' },
          storageProfile: {
            imageReference: { ...image, exactVersion: '16.04.202109281' },
            osDisk: {
              osType: 'Linux',
              createOption: 'FromImage',
              caching: 'ReadWrite',
              managedDisk: { storageAccountType: 'Standard_LRS' },
              diskSizeGB: 30,
            },
            dataDisks: [],
          },
          osProfile: {
            computerName: 'vm1',
            adminUsername: 'Foo12',
            linuxConfiguration: {
              disablePasswordAuthentication: false,
              provisionVMAgent: true,
              patchSettings: { patchMode: 'ImageDefault' },
            },
            secrets: [],
            allowExtensionOperations: true,
            requireGuestProvisionSignal: true,
          },
          networkProfile: { networkInterfaces: [{ id: nic, properties: { primary: true } }] },
          provisioningState: 'Creating',
        },
      }),
    )
    expect(world.wakes()).toBe(1)
  })

  it('keeps a hash of the password, and custom data, and never shows them', async () => {
    const created = await put(like({ properties: { osProfile: { customData: 'Y3VzdG9t' }, userData: 'dXNlcg==' } }))
    const resource = await world.ports.store.read.resources.get(vm)
    expect(resource?.body).toMatchObject({
      vmId: expect.any(String),
      powerState: 'running',
      adminPasswordHash: 'test$Secret-123456',
      customData: 'Y3VzdG9t',
      userData: 'dXNlcg==',
    })
    expect(JSON.stringify(resource?.body.properties)).not.toMatch(/Secret-123456|Y3VzdG9t|adminPassword"/)
    const all = [
      created,
      await get('&$expand=instanceView,userData'),
      await world.call('GET', `${group}/resources?api-version=2021-04-01`),
    ]
    for (const { text } of all) expect(text).not.toMatch(/Secret-123456|Y3VzdG9t|adminPassword|customData/)
  })

  it('takes the same secrets again, and no others', async () => {
    const said = like({ properties: { osProfile: { customData: 'Y3VzdG9t' } } })
    await put(said)
    await world.settle()
    expect((await put(said)).status).toBe(200)
    const change = (osProfile: JsonObject) => put(mergePatch(said, { properties: { osProfile } }))
    for (const [name, value] of [
      ['adminPassword', 'Another-123456'],
      ['customData', 'b3RoZXI='],
    ] as const) {
      const refused = await change({ [name]: value })
      expect([refused.status, refused.body.error]).toEqual([
        409,
        { code: 'PropertyChangeNotAllowed', message: `Changing property '${name}' is not allowed.`, target: name },
      ])
    }
  })

  it('is done when the reconciler is: disk named, state Succeeded, operation ended', async () => {
    const created = await put()
    const operation = new URL(String(created.headers['azure-asyncoperation']))
    const poll = () => world.call('GET', operation.pathname + operation.search)
    const name = operation.pathname.split('/').at(-1)
    expect((await poll()).headers['retry-after']).toBe('1')
    expect((await poll()).text).toBe(`{"startTime":"2030-01-01T00:00:00+00:00","status":"InProgress","name":"${name}"}`)
    world.clock.advance(1.5)
    await world.settle()
    expect((await poll()).text).toBe(
      `{"startTime":"2030-01-01T00:00:00+00:00","endTime":"2030-01-01T00:00:01.5+00:00","status":"Succeeded","name":"${name}"}`,
    )
    const { storageProfile, provisioningState } = propertiesIn(await get())
    const disk = (storageProfile as { osDisk: JsonObject }).osDisk
    expect(provisioningState).toBe('Succeeded')
    expect(disk.name).toMatch(/^vm1_OsDisk_1_[0-9a-f]{32}$/)
    expect(disk.managedDisk).toEqual({
      storageAccountType: 'Standard_LRS',
      id: `${group}/providers/Microsoft.Compute/disks/${disk.name}`,
    })
  })

  it('takes the least that a client can say', async () => {
    const least = {
      storageProfile: { imageReference: image },
      osProfile: { adminUsername: 'me', adminPassword: 'Secret-123456' },
    }
    expect(await put({ location: 'West US', properties: least }, '2024-03-01')).toMatchObject({
      status: 201,
      body: {
        location: 'westus',
        properties: { hardwareProfile: { vmSize: 'Standard_DS1_v2' }, osProfile: { computerName: 'vm1' } },
      },
    })
  })

  it.each<[string, Json, number, string, string | undefined]>([
    ['no location', like({ location: null }), 400, 'LocationRequired', undefined],
    ['an unknown location', like({ location: 'nowhere' }), 400, 'LocationNotAvailableForResourceType', undefined],
    ['no storage', like({ properties: { storageProfile: null } }), 400, 'InvalidParameter', 'storageProfile'],
    ['no user', like({ properties: { osProfile: { adminUsername: null } } }), 400, 'InvalidParameter', 'adminUsername'],
    ['properties of a wrong type', { ...linux, properties: [] }, 400, 'InvalidRequestContent', undefined],
    ['tags of a wrong type', like({ tags: { a: 1 } }), 400, 'InvalidRequestContent', undefined],
    ['a wrong identity type', like({ identity: { type: 'Everything' } }), 400, 'InvalidParameter', 'identity.type'],
  ])('is refused for %s, leaving nothing behind', async (_, body, status, code, target) => {
    const answer = await put(body)
    expect(errorOf(answer)).toEqual([
      status,
      { code, ...(target === undefined ? {} : { target }), message: expect.any(String) },
    ])
    expect(await world.ports.store.read.resources.get(vm)).toBeUndefined()
    expect(await world.ports.store.read.principals.list()).toEqual([])
    expect(world.wakes()).toBe(0)
  })

  it('refuses a name that no machine can have', async () => {
    const answer = await world.call('PUT', `${vm}-?api-version=${version}`, { body: linux })
    expect(errorOf(answer)).toEqual([400, expect.objectContaining({ code: 'InvalidParameter', target: 'vmName' })])
  })
})

describe('reading a virtual machine', () => {
  const shown = async (apiVersion: string): Promise<JsonObject> => (await get(apiVersion)).body as JsonObject
  beforeEach(async () => {
    await put(like({ identity: { type: 'SystemAssigned' }, zones: ['1'], properties: { userData: 'dXNlcg==' } }))
    await world.settle()
  })

  it.each([
    ['2015-06-15', 'properties,type,location,tags,zones,identity,id,name'],
    ['2019-03-01', 'properties,type,location,tags,zones,identity,id,name'],
    ['2019-07-01', 'name,id,type,location,tags,zones,identity,properties'],
    ['2024-03-01', 'name,id,type,location,tags,zones,identity,properties,etag'],
    ['2026-03-01', 'name,id,type,location,tags,zones,identity,properties,etag'],
  ])('puts its members in the order of %s', async (apiVersion, members) => {
    expect(Object.keys(await shown(apiVersion)).join()).toBe(members)
  })

  it.each([
    ['2017-12-01', 'vmId,hardwareProfile,storageProfile,osProfile,networkProfile,provisioningState'],
    ['2022-03-01', 'vmId,hardwareProfile,storageProfile,osProfile,networkProfile,provisioningState,timeCreated'],
    ['2024-11-01', 'hardwareProfile,provisioningState,vmId,storageProfile,osProfile,networkProfile,timeCreated'],
  ])('puts its properties in the order of %s', async (apiVersion, members) => {
    expect(Object.keys(propertiesIn(await get(apiVersion))).join()).toBe(members)
  })

  it.each([
    [
      '2017-12-01',
      { osProfile: false, agent: false, exact: false, patch: undefined, deleteOption: false, controller: false },
    ],
    [
      '2018-10-01',
      { osProfile: true, agent: true, exact: false, patch: undefined, deleteOption: false, controller: false },
    ],
    [
      '2019-07-01',
      { osProfile: true, agent: true, exact: true, patch: undefined, deleteOption: false, controller: false },
    ],
    [
      '2020-12-01',
      {
        osProfile: true,
        agent: true,
        exact: true,
        patch: { patchMode: 'ImageDefault' },
        deleteOption: false,
        controller: false,
      },
    ],
    [
      '2024-11-01',
      {
        osProfile: true,
        agent: true,
        exact: true,
        patch: { patchMode: 'ImageDefault', assessmentMode: 'ImageDefault' },
        deleteOption: true,
        controller: true,
      },
    ],
  ])('shows in %s what that version knows', async (apiVersion, expected) => {
    const { osProfile, storageProfile } = propertiesIn(await get(apiVersion)) as {
      osProfile: JsonObject & { linuxConfiguration: JsonObject }
      storageProfile: JsonObject & { osDisk: JsonObject; imageReference: JsonObject }
    }
    expect({
      osProfile: osProfile.allowExtensionOperations !== undefined,
      agent: osProfile.linuxConfiguration.provisionVMAgent !== undefined,
      exact: storageProfile.imageReference.exactVersion !== undefined,
      patch: osProfile.linuxConfiguration.patchSettings,
      deleteOption: storageProfile.osDisk.deleteOption !== undefined,
      controller: storageProfile.diskControllerType !== undefined,
    }).toEqual(expected)
  })

  it('shows user data only to who asks', async () => {
    expect(propertiesIn(await get('2024-03-01')).userData).toBeUndefined()
    expect(propertiesIn(await get('2024-03-01', '&$expand=userData')).userData).toBe('dXNlcg==')
    expect((await get('2024-03-01', '&$expand=secrets')).status).toBe(400)
  })

  it('shows its instance view expanded and on its own', async () => {
    const view = {
      computerName: 'vm1',
      osName: 'ubuntu',
      osVersion: '16.04.0',
      vmAgent: {
        vmAgentVersion: '2.9.1.1',
        statuses: [
          {
            code: 'ProvisioningState/succeeded',
            level: 'Info',
            displayStatus: 'Ready',
            message: 'Guest Agent is running',
            time: '2030-01-01T00:00:00+00:00',
          },
        ],
        extensionHandlers: [],
      },
      disks: [
        {
          name: expect.stringMatching(/^vm1_OsDisk_1_/),
          statuses: [
            {
              code: 'ProvisioningState/succeeded',
              level: 'Info',
              displayStatus: 'Provisioning succeeded',
              time: '2030-01-01T00:00:00+00:00',
            },
          ],
        },
      ],
      hyperVGeneration: 'V1',
      statuses: [
        {
          code: 'ProvisioningState/succeeded',
          level: 'Info',
          displayStatus: 'Provisioning succeeded',
          time: '2030-01-01T00:00:00+00:00',
        },
        { code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' },
      ],
    }
    expect(propertiesIn(await get(version, '&$expand=instanceView')).instanceView).toEqual(view)
    expect((await world.call('GET', url('/instanceView'))).body).toEqual(view)
  })

  it('is listed by group and subscription, expanded or with status only', async () => {
    const one = (await get()).body
    for (const scope of [group, `/subscriptions/${testSubscriptionId}`]) {
      const list = (query = '') => world.call('GET', `${scope}/providers/${type}?api-version=${version}${query}`)
      expect((await list()).body).toEqual({ value: [one] })
      expect((await list("&$filter='virtualMachineScaleSet/id' eq '/x'")).body).toEqual({ value: [] })
      expect((await list("&$filter=name eq 'x'")).status).toBe(400)
      expect((await list('&$expand=instanceView')).body).toEqual({
        value: [(await get(version, '&$expand=instanceView')).body],
      })
      expect((await list('&statusOnly=true')).body).toMatchObject({
        value: [{ name: 'vm1', properties: { instanceView: { statuses: [{}, { code: 'PowerState/running' }] } } }],
      })
    }
  })

  it('is not found under another name, in the registered case of its type', async () => {
    const answer = await world.call(
      'GET',
      `${group}/providers/microsoft.compute/VIRTUALMACHINES/vm2?api-version=${version}`,
    )
    expect(errorOf(answer)).toEqual([
      404,
      {
        code: 'ResourceNotFound',
        message: `The Resource '${type}/vm2' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
      },
    ])
  })

  it('lists its sizes, and those of a location', async () => {
    const first = {
      name: 'Standard_B1ls',
      numberOfCores: 1,
      osDiskSizeInMB: 1047552,
      resourceDiskSizeInMB: 4096,
      memoryInMB: 512,
      maxDataDiskCount: 2,
    }
    for (const path of [
      `${vm}/vmSizes`,
      `/subscriptions/${testSubscriptionId}/providers/Microsoft.Compute/locations/westus/vmSizes`,
    ]) {
      const { value } = (await world.call('GET', `${path}?api-version=${version}`)).body as { value: JsonObject[] }
      expect([value.length, value[0]]).toEqual([660, first])
    }
    const unknown = await world.call(
      'GET',
      `/subscriptions/${testSubscriptionId}/providers/Microsoft.Compute/locations/mars/vmSizes?api-version=${version}`,
    )
    expect(errorOf(unknown)).toEqual([400, expect.objectContaining({ code: 'NoRegisteredProviderFound' })])
  })
})

describe('changing a virtual machine', () => {
  beforeEach(async () => {
    await put(
      like({
        tags: { a: '1' },
        properties: { diagnosticsProfile: { bootDiagnostics: { enabled: true } }, userData: 'dXNlcg==' },
      }),
    )
    await world.settle()
  })

  it('by PUT answers 200 Updating, replaces what is said and keeps the profiles that are not', async () => {
    const before = propertiesIn(await get())
    const answer = await put({ location: 'westus', properties: { hardwareProfile: { vmSize: 'Standard_D4_v3' } } })
    expect([answer.status, answer.headers['azure-asyncoperation']]).toEqual([
      200,
      expect.stringContaining('/operations/'),
    ])
    const { diagnosticsProfile: _, ...kept } = before
    expect(answer.body).toEqual({
      name: 'vm1',
      id: vm,
      type,
      location: 'westus',
      properties: { ...kept, hardwareProfile: { vmSize: 'Standard_D4_v3' }, provisioningState: 'Updating' },
    })
    expect(propertiesIn(await get('2024-03-01', '&$expand=userData')).userData).toBeUndefined()
    await world.settle()
    expect(propertiesIn(await get()).provisioningState).toBe('Succeeded')
  })

  it('by PUT of what GET showed, as Az PowerShell does, changes nothing', async () => {
    for (const apiVersion of ['2017-12-01', '2020-12-01', '2024-03-01']) {
      const before = (await get(apiVersion)).body as JsonObject
      const answer = await put(before, apiVersion)
      expect([apiVersion, answer.status]).toEqual([apiVersion, 200])
      await world.settle()
      const { etag: _, ...after } = (await get(apiVersion)).body as JsonObject
      const { etag: __, ...expected } = before
      expect(after).toEqual(expected)
    }
  })

  it('by PATCH merges, answers 200 with the address to follow, and wakes the reconciler', async () => {
    const before = (await get()).body as JsonObject
    const wakes = world.wakes()
    const answer = await world.call('PATCH', url(), {
      body: { properties: { hardwareProfile: { vmSize: 'Standard_D4_v3' } } },
    })
    expect(answer.status).toBe(200)
    expect(answer.headers['azure-asyncoperation']).toContain('/operations/')
    expect(answer.body).toEqual(
      mergePatch(before, {
        properties: { hardwareProfile: { vmSize: 'Standard_D4_v3' }, provisioningState: 'Updating' },
      }),
    )
    expect(world.wakes()).toBe(wakes + 1)
    expect((await world.call('PATCH', url(), { body: { tags: { b: '2' } } })).body).toMatchObject({ tags: { b: '2' } })
    expect((await get()).body).toMatchObject({ tags: { b: '2' } })
  })

  it.each<[string, Json, string]>([
    ['PUT', like({ properties: { osProfile: { computerName: 'vm2' } } }), 'osProfile.computerName'],
    ['PUT', like({ properties: { osProfile: { adminUsername: 'you' } } }), 'osProfile.adminUsername'],
    ['PUT', like({ properties: { storageProfile: { imageReference: { sku: '18.04-LTS' } } } }), 'imageReference'],
    ['PUT', like({ zones: ['2'] }), 'zones'],
    ['PATCH', { properties: { osProfile: { computerName: 'vm2' } } }, 'osProfile.computerName'],
    ['PATCH', { properties: { storageProfile: { osDisk: { name: 'x' } } } }, 'osDisk.name'],
    ['PATCH', { properties: { priority: 'Spot' } }, 'priority'],
    ['PATCH', { zones: ['2'] }, 'zones'],
  ])('by %s is refused for what a machine keeps: %j', async (method, body, property) => {
    const before = await world.ports.store.read.resources.get(vm)
    const answer = await world.call(method, url(), { body })
    expect(errorOf(answer)).toEqual([
      409,
      {
        code: 'PropertyChangeNotAllowed',
        target: property,
        message: `Changing property '${property}' is not allowed.`,
      },
    ])
    expect(await world.ports.store.read.resources.get(vm)).toEqual(before)
  })

  it('does not move to another location', async () => {
    expect(errorOf(await put(like({ location: 'eastus' })))).toEqual([
      409,
      {
        code: 'InvalidResourceLocation',
        message:
          "The resource 'vm1' already exists in location 'westus' in resource group 'rg'. A resource with the same name cannot be created in location 'eastus'. Please select a new resource name.",
      },
    ])
  })

  it('by PATCH needs the machine to exist', async () => {
    expect((await world.call('PATCH', `${vm}2?api-version=${version}`, { body: {} })).status).toBe(404)
  })

  it.each(['PUT', 'PATCH', 'DELETE'])('by %s heeds If-Match and If-None-Match', async (method) => {
    const { etag } = (await get('2024-03-01')).body as { etag: string }
    const send = (headers: Record<string, string>) =>
      world.call(method, url('', '2024-03-01'), {
        ...(method === 'DELETE' ? {} : { body: method === 'PUT' ? linux : {} }),
        headers,
      })
    for (const headers of [{ 'if-match': '"stale"' }, { 'if-none-match': '*' }, { 'if-none-match': etag }]) {
      expect(errorOf(await send(headers))).toEqual([412, expect.objectContaining({ code: 'PreconditionFailed' })])
    }
    expect((await send({ 'if-match': etag })).status).toBeLessThan(300)
    expect((await get('2024-03-01')).body).not.toMatchObject({ etag })
  })

  it('with If-Match does not create', async () => {
    const answer = await world.call('PUT', `${vm}2?api-version=2024-03-01`, {
      body: linux,
      headers: { 'if-match': '*' },
    })
    expect(errorOf(answer)).toEqual([412, expect.objectContaining({ code: 'PreconditionFailed' })])
  })
})

describe('power', () => {
  const act = (action: string) => world.call('POST', url(`/${action}`))
  const power = async () => (await world.ports.store.read.resources.get(vm))?.body
  beforeEach(async () => {
    await put()
    await world.settle()
  })

  it.each([
    ['powerOff', 'stopped', 'virtualMachineAction', 'VM stopped'],
    ['deallocate', 'deallocated', 'virtualMachineAction', 'VM deallocated'],
    ['start', 'running', 'virtualMachineAction', 'VM running'],
    ['restart', 'running', 'virtualMachineRestart', 'VM running'],
    ['redeploy', 'running', 'virtualMachineRedeploy', 'VM running'],
    ['reapply', 'running', 'virtualMachineAction', 'VM running'],
  ])('%s wants the machine %s', async (action, powerState, kind, displayStatus) => {
    const answer = await act(action)
    const address = String(answer.headers['azure-asyncoperation'])
    expect([answer.status, answer.text, answer.headers.location, answer.headers['retry-after']]).toEqual([
      202,
      '',
      address.replace('?', '?monitor=true&'),
      '1',
    ])
    expect(await power()).toMatchObject({ powerState })
    expect(await world.ports.store.read.operations.list({ status: 'InProgress' })).toMatchObject([
      { kind, subject: vm },
    ])
    expect(propertiesIn(await get()).provisioningState).toBe('Updating')
    const monitor = new URL(String(answer.headers.location))
    const poll = () => world.call('GET', monitor.pathname + monitor.search)
    expect((await poll()).status).toBe(202)
    await world.settle()
    expect(await poll()).toMatchObject({ status: 200, text: '' })
    const { statuses } = (await world.call('GET', url('/instanceView'))).body as { statuses: JsonObject[] }
    expect(statuses[1]?.displayStatus).toBe(displayStatus)
  })

  it('off, a machine reports no agent', async () => {
    await act('powerOff')
    await world.settle()
    expect(Object.keys((await world.call('GET', url('/instanceView'))).body as object)).toEqual([
      'disks',
      'hyperVGeneration',
      'statuses',
    ])
  })

  it('does not restart what does not run, and does not allocate by switching off', async () => {
    await act('deallocate')
    expect(errorOf(await act('restart'))).toEqual([
      409,
      {
        code: 'OperationNotAllowed',
        message: "Operation 'restart' is not allowed on VM 'vm1' since the VM is deallocated.",
      },
    ])
    await act('powerOff')
    expect(await power()).toMatchObject({ powerState: 'deallocated' })
  })

  it('needs a machine', async () => {
    expect((await world.call('POST', `${vm}2/start?api-version=${version}`)).status).toBe(404)
  })

  it('says by name which actions are missing', async () => {
    expect(errorOf(await act('generalize'))).toEqual([
      501,
      { code: 'NotImplemented', message: `NotImplemented: POST ${type}/generalize` },
    ])
  })

  it('needs its own right', async () => {
    await world.caller({ name: 'guest', role: 'Reader', scope: vm })
    expect(errorOf(await world.call('POST', url('/start'), { as: 'guest' }))).toEqual([
      403,
      expect.objectContaining({
        code: 'AuthorizationFailed',
        message: expect.stringContaining(`'${type}/start/action' over scope '${vm}'`),
      }),
    ])
  })
})

describe('deleting a virtual machine', () => {
  it('answers 202 with both addresses, shows Deleting until it is gone, and takes its identity at once', async () => {
    const created = await put(like({ identity: { type: 'SystemAssigned' } }))
    await world.caller({ name: 'guest', role: 'Reader', scope: vm })
    const { principalId } = (created.body as { identity: JsonObject }).identity
    const answer = await world.call('DELETE', url())
    const address = String(answer.headers['azure-asyncoperation'])
    expect([answer.status, answer.text, answer.headers.location]).toEqual([
      202,
      '',
      address.replace('?', '?monitor=true&'),
    ])
    expect(await world.ports.store.read.principals.get(String(principalId))).toBeUndefined()
    expect(await world.ports.store.read.roleAssignments.listAtScope(vm, { covering: false, below: false })).toEqual([])
    const { body } = await get()
    expect(body).toMatchObject({ properties: { provisioningState: 'Deleting' } })
    expect((body as JsonObject).identity).toBeUndefined()
    for (const [method, path, sent] of [
      ['PUT', url(), linux],
      ['PATCH', url(), {}],
      ['POST', url('/start'), undefined],
    ] as const) {
      const refused = await world.call(method, path, sent === undefined ? {} : { body: sent })
      expect(errorOf(refused)).toEqual([409, expect.objectContaining({ code: 'Conflict' })])
    }
    expect((await world.call('DELETE', url())).status).toBe(202)
    await world.settle()
    expect((await get()).status).toBe(404)
    expect((await world.call('DELETE', url())).status).toBe(204)
    const poll = new URL(address)
    expect((await world.call('GET', poll.pathname + poll.search)).body).toMatchObject({ status: 'Succeeded' })
  })
})

describe('operations', () => {
  const base = `/subscriptions/${testSubscriptionId}/providers/Microsoft.Compute/locations`
  it('are polled by whoever was given the address, and by nobody at another location', async () => {
    const address = new URL(String((await put()).headers['azure-asyncoperation']))
    expect((await world.call('GET', address.pathname + address.search, { as: 'stranger' })).status).toBe(200)
    for (const path of [address.pathname.replace('westus', 'eastus'), `${base}/westus/operations/${testTenantId}`]) {
      expect(errorOf(await world.call('GET', path + address.search))).toEqual([
        404,
        { code: 'NotFound', message: 'The entity was not found in this Azure location.' },
      ])
    }
  })
})
