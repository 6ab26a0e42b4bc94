/** Tables: what a body names × the right that is missing → Azure's refusal. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import catalogue from '../../data/provider-operations.json' with { type: 'json' }
import { type JsonObject, mergePatch } from '../../domain/json.js'
import { linksIn } from '../../domain/linked-access/body-links.js'
import { createNetworkInterface } from '../../testing/create-network-interface.js'
import { group, principalIdOf, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testTenantId } from '../../testing/test-ports.js'
import { vmBody } from '../../testing/vm-body.js'
import { diskLinks, machineLinks, scaleSetLinks } from './linked-parts.js'

const id = (type: string, name: string): string => `${group}/providers/${type}/${name}`
const compute = (type: string, name: string): string => id(`Microsoft.Compute/${type}`, name)
const network = (type: string, name: string): string => id(`Microsoft.Network/${type}`, name)
const vm = compute('virtualMachines', 'vm1')
const identity = id('Microsoft.ManagedIdentity/userAssignedIdentities', 'id1')
const nic = network('networkInterfaces', 'nic1')
const osDisk = compute('disks', 'os')
const dataDisk = compute('disks', 'data')

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
})
afterEach(() => world.close())

const machineWith = (properties: JsonObject): JsonObject => mergePatch(vmBody(), { properties }) as JsonObject
const put = (body: JsonObject, as = 'guest', at = vm) =>
  world.call('PUT', `${at}?api-version=${at.includes('/disks/') ? '2023-04-02' : '2024-03-01'}`, { body, as })
const linkedRefusal = (
  action: string,
  scope: string,
  linked: readonly (readonly [action: string, scope: string])[],
) => ({
  status: 403,
  body: {
    error: {
      code: 'LinkedAuthorizationFailed',
      message: `The client 'guest@lazulite' with object id '${principalIdOf('guest')}' has permission to perform action '${action}' on scope '${scope}'; however, it does not have permission to perform action(s) '${linked.map(([needed]) => needed).join(',')}' on the linked scope(s) '${linked.map(([, where]) => where).join(',')}' (respectively) or the linked scope(s) are invalid.`,
    },
  },
})
const answerOf = ({ status, body }: { status: number; body: unknown }) => ({ status, body })

describe('a machine', () => {
  const gallery = compute('galleries', 'g/images/i/versions/1.0.0')
  it.each<[string, JsonObject, (readonly [string, string])[]]>([
    [
      'an interface',
      { networkProfile: { networkInterfaces: [{ id: nic }] } },
      [['Microsoft.Network/networkInterfaces/join/action', nic]],
    ],
    [
      'a data disk',
      { storageProfile: { dataDisks: [{ lun: 0, createOption: 'Attach', managedDisk: { id: dataDisk } }] } },
      [['Microsoft.Compute/disks/write', dataDisk]],
    ],
    [
      'the disk that it has',
      { storageProfile: { osDisk: { createOption: 'FromImage', managedDisk: { id: osDisk } } } },
      [['Microsoft.Compute/disks/write', osDisk]],
    ],
    [
      'an image',
      { storageProfile: { imageReference: { id: compute('images', 'i1') } } },
      [['Microsoft.Compute/images/read', compute('images', 'i1')]],
    ],
    [
      'an image of a gallery',
      { storageProfile: { imageReference: { id: gallery } } },
      [['Microsoft.Compute/galleries/images/versions/read', gallery]],
    ],
    [
      'an encryption set',
      {
        storageProfile: {
          osDisk: {
            createOption: 'FromImage',
            managedDisk: { diskEncryptionSet: { id: compute('diskEncryptionSets', 'e') } },
          },
        },
      },
      [['Microsoft.Compute/diskEncryptionSets/read', compute('diskEncryptionSets', 'e')]],
    ],
    [
      'several things, each of them once and in one message',
      {
        networkProfile: { networkInterfaces: [{ id: nic }, { id: nic.toUpperCase() }] },
        storageProfile: {
          osDisk: { createOption: 'FromImage', managedDisk: { id: osDisk } },
          dataDisks: [{ lun: 0, createOption: 'Attach', managedDisk: { id: dataDisk } }],
        },
      },
      [
        ['Microsoft.Compute/disks/write', osDisk],
        ['Microsoft.Compute/disks/write', dataDisk],
        ['Microsoft.Network/networkInterfaces/join/action', nic.toUpperCase()],
      ],
    ],
  ])('that names %s needs the right to it', async (_, properties, linked) => {
    await world.caller({ name: 'guest', role: 'Virtual Machine Contributor', scope: vm })
    const refusal = linkedRefusal('Microsoft.Compute/virtualMachines/write', vm, linked)
    expect(answerOf(await put(machineWith(properties)))).toEqual(refusal)
    expect(await world.ports.store.read.resources.get(vm)).toBeUndefined()
    for (const [, scope] of linked) await world.caller({ name: 'guest', role: 'Contributor', scope })
    expect((await put(machineWith(properties))).status).not.toBe(403)
  })

  it('needs the right to its identity too, first', async () => {
    await world.caller({ name: 'guest', role: 'Virtual Machine Contributor', scope: vm })
    const body = {
      ...machineWith({ networkProfile: { networkInterfaces: [{ id: nic }] } }),
      identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
    }
    expect(answerOf(await put(body))).toEqual(
      linkedRefusal('Microsoft.Compute/virtualMachines/write', vm, [
        ['Microsoft.ManagedIdentity/userAssignedIdentities/assign/action', identity],
        ['Microsoft.Network/networkInterfaces/join/action', nic],
      ]),
    )
  })

  it.each<[string, JsonObject]>([
    ['an availability set', { availabilitySet: { id: compute('availabilitySets', 'a') } }],
    ['a proximity group', { proximityPlacementGroup: { id: compute('proximityPlacementGroups', 'p') } }],
    ['a platform image', {}],
  ])('may name %s without more', async (_, properties) => {
    await world.caller({ name: 'guest', role: 'Virtual Machine Contributor', scope: vm })
    expect((await put(machineWith(properties))).status).toBe(201)
  })

  it('that is sent back whole needs the rights to all that it has, one that is changed in part none of them', async () => {
    await createNetworkInterface(world.call, nic)
    expect((await put(machineWith({ networkProfile: { networkInterfaces: [{ id: nic }] } }), 'owner')).status).toBe(201)
    await world.settle()
    await world.caller({ name: 'guest', role: 'Virtual Machine Contributor', scope: vm })
    const url = `${vm}?api-version=2024-03-01`
    const { body: whole } = await world.call('GET', url)
    const shownDisk = whole.properties.storageProfile.osDisk.managedDisk.id
    expect(answerOf(await put(whole))).toEqual(
      linkedRefusal('Microsoft.Compute/virtualMachines/write', vm, [
        ['Microsoft.Compute/disks/write', shownDisk],
        ['Microsoft.Network/networkInterfaces/join/action', nic],
      ]),
    )
    const resize = { properties: { hardwareProfile: { vmSize: 'Standard_B2s' } } }
    expect((await world.call('PATCH', url, { body: resize, as: 'guest' })).status).toBe(200)
  })

  it.each([
    ['nic1', 'properties.networkProfile.networkInterfaces[1].id'],
    ['/subscriptions', 'properties.networkProfile.networkInterfaces[1].id'],
  ])('cannot name %s, which is no id', async (wrong, path) => {
    const answer = await put(
      machineWith({ networkProfile: { networkInterfaces: [{ id: nic }, { id: wrong }] } }),
      'owner',
    )
    expect(answerOf(answer)).toEqual({
      status: 400,
      body: {
        error: {
          code: 'LinkedInvalidPropertyId',
          message: `Property id '${wrong}' at path '${path}' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.`,
        },
      },
    })
  })

  it.each([
    [
      '90000000-0000-4000-8000-000000000009',
      `however the current tenant '${testTenantId}' is not authorized to access linked subscription '90000000-0000-4000-8000-000000000009'.`,
    ],
    [
      '00000000-0000-0000-0000-000000000000',
      "however the linked subscription '00000000-0000-0000-0000-000000000000' was not found. ",
    ],
    ['YOUR SUBSCRIPTION', "however the linked subscription 'YOUR SUBSCRIPTION' was not found. "],
  ])('cannot reach into subscription %s', async (subscriptionId, ending) => {
    const foreign = nic.replace(/^\/subscriptions\/[^/]+/, `/subscriptions/${subscriptionId}`)
    const answer = await put(machineWith({ networkProfile: { networkInterfaces: [{ id: foreign }] } }), 'owner')
    expect([answer.status, answer.body.error]).toEqual([
      403,
      {
        code: 'LinkedAuthorizationFailed',
        message: `The client has permission to perform action 'Microsoft.Network/networkInterfaces/join/action' on scope '${vm}', ${ending}`,
      },
    ])
  })

  it('is told of deny assignments on what it names', async () => {
    await world.caller({ name: 'guest', role: 'Contributor', scope: vm })
    await world.caller({ name: 'guest', role: 'Contributor', scope: osDisk })
    const now = world.clock.nowMillis()
    await world.ports.store.transaction((tx) =>
      tx.denyAssignments.insert({
        name: '70000000-0000-4000-8000-000000000001',
        scope: osDisk,
        displayName: 'hands off',
        ...{ effect: 'Enforced', isSystemProtected: false, doNotApplyToChildScopes: false },
        permissions: [{ actions: ['*/write'], notActions: [], dataActions: [], notDataActions: [] }],
        principals: [{ id: principalIdOf('guest'), type: 'User' }],
        excludePrincipals: [],
        createdAt: now,
        updatedAt: now,
      }),
    )
    const storageProfile = {
      osDisk: { createOption: 'FromImage', managedDisk: { id: osDisk } },
      dataDisks: [{ lun: 0, createOption: 'Attach', managedDisk: { id: dataDisk } }],
    }
    const { body } = await put(machineWith({ storageProfile }))
    expect(body.error).toEqual({
      code: 'LinkedAuthorizationFailed',
      message: `The client 'guest@lazulite' with object id '${principalIdOf('guest')}' has permission to perform action 'Microsoft.Compute/virtualMachines/write' on scope '${vm}'; however, it does not have permission to perform action 'Microsoft.Compute/disks/write' on the '1' linked scope(s) '${dataDisk}' or the linked scope(s) are invalid and is blocked by deny assignments on the '1' linked scope(s) '${osDisk}'.`,
    })
  })
})

describe('a scale set', () => {
  const set = compute('virtualMachineScaleSets', 'vmss1')
  const subnet = network('virtualNetworks', 'vnet/subnets/default')
  const profile = (ipProperties: JsonObject, nicProperties: JsonObject = {}): JsonObject => ({
    networkProfile: {
      networkInterfaceConfigurations: [
        { name: 'nic', properties: { ...nicProperties, ipConfigurations: [{ name: 'ip', properties: ipProperties }] } },
      ],
    },
  })
  const body = (virtualMachineProfile: JsonObject): JsonObject => ({
    location: 'westus',
    sku: { name: 'Standard_DS1_v2', capacity: 0 },
    properties: {
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: {
        storageProfile: {
          imageReference: { publisher: 'Debian', offer: 'debian-10', sku: '10', version: 'latest' },
        },
        osProfile: { computerNamePrefix: 'vmss', adminUsername: 'me', adminPassword: 'Secret-123456' },
        ...virtualMachineProfile,
      },
    },
  })
  const balancer = (part: string): string => network('loadBalancers', `lb/${part}/x`)
  const asg = network('applicationSecurityGroups', 'asg')
  const nsg = network('networkSecurityGroups', 'nsg')
  it.each<[string, JsonObject, string, string]>([
    ['subnet', profile({ subnet: { id: subnet } }), 'Microsoft.Network/virtualNetworks/subnets/join/action', subnet],
    [
      'security group',
      profile({}, { networkSecurityGroup: { id: nsg } }),
      'Microsoft.Network/networkSecurityGroups/join/action',
      nsg,
    ],
    [
      'application security group',
      profile({ applicationSecurityGroups: [{ id: asg }] }),
      'Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action',
      asg,
    ],
    [
      'backend pool',
      profile({ loadBalancerBackendAddressPools: [{ id: balancer('backendAddressPools') }] }),
      'Microsoft.Network/loadBalancers/backendAddressPools/join/action',
      balancer('backendAddressPools'),
    ],
    [
      'NAT pool',
      profile({ loadBalancerInboundNatPools: [{ id: balancer('inboundNatPools') }] }),
      'Microsoft.Network/loadBalancers/inboundNatPools/join/action',
      balancer('inboundNatPools'),
    ],
    [
      'health probe',
      { networkProfile: { healthProbe: { id: balancer('probes') }, networkInterfaceConfigurations: [] } },
      'Microsoft.Network/loadBalancers/probes/join/action',
      balancer('probes'),
    ],
    [
      'image',
      { storageProfile: { imageReference: { id: compute('images', 'i1') } } },
      'Microsoft.Compute/images/read',
      compute('images', 'i1'),
    ],
  ])('needs the right to its %s', async (_, virtualMachineProfile, action, scope) => {
    await world.caller({ name: 'guest', role: 'Virtual Machine Contributor', scope: set })
    expect(answerOf(await put(body(virtualMachineProfile), 'guest', set))).toEqual(
      linkedRefusal('Microsoft.Compute/virtualMachineScaleSets/write', set, [[action, scope]]),
    )
    await world.caller({ name: 'guest', role: 'Contributor', scope })
    expect((await put(body(virtualMachineProfile), 'guest', set)).status).toBe(201)
  })

  it('needs the right to its identities', async () => {
    await world.caller({ name: 'guest', role: 'Virtual Machine Contributor', scope: set })
    const withIdentity = { ...body({}), identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } } }
    expect(answerOf(await put(withIdentity, 'guest', set))).toEqual(
      linkedRefusal('Microsoft.Compute/virtualMachineScaleSets/write', set, [
        ['Microsoft.ManagedIdentity/userAssignedIdentities/assign/action', identity],
      ]),
    )
  })
})

it('a copy of a disk needs the right to read its source', async () => {
  const copy = compute('disks', 'copy')
  const body = {
    location: 'westus',
    properties: { creationData: { createOption: 'Copy', sourceResourceId: osDisk }, diskSizeGB: 8 },
  }
  const source = { location: 'westus', properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 8 } }
  expect((await put(source, 'owner', osDisk)).status).toBe(202)
  await world.caller({ name: 'guest', role: 'Contributor', scope: copy })
  expect(answerOf(await put(body, 'guest', copy))).toEqual(
    linkedRefusal('Microsoft.Compute/disks/write', copy, [['Microsoft.Compute/disks/beginGetAccess/action', osDisk]]),
  )
  await world.caller({ name: 'guest', role: 'Contributor', scope: osDisk })
  expect((await put(body, 'guest', copy)).status).toBe(202)
})

it('asks for no action that the catalogue of operations does not have', () => {
  const known = Object.entries(catalogue.namespaces).flatMap(([namespace, { operations }]) =>
    operations.map((name) => `${namespace}/${name}`.toLowerCase()),
  )
  const asked = [...machineLinks, ...scaleSetLinks, ...diskLinks].flatMap(({ action }) =>
    typeof action === 'string' ? [action] : Object.values(action),
  )
  expect(asked.filter((action) => !known.includes(action.toLowerCase()))).toEqual([])
})

it('leaves ids of types that a rule does not know alone', () => {
  const storageProfile = { imageReference: { id: compute('snapshots', 's') } }
  expect(linksIn({ storageProfile }, machineLinks)).toEqual([])
})
