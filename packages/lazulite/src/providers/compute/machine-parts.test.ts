import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Json, type JsonObject, mergePatch } from '../../domain/json.js'
import { releaseMachine } from '../../operations/release-machine.js'
import type { TestResponse } from '../../testing/call-arm.js'
import { createNetworkInterface } from '../../testing/create-network-interface.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { vmBody } from '../../testing/vm-body.js'

const idOf = (type: string, name: string, inside = group): string => `${inside}/providers/${type}/${name}`
const vm = idOf('Microsoft.Compute/virtualMachines', 'vm1')
const nic = (name: string): string => idOf('Microsoft.Network/networkInterfaces', name)
const pip = idOf('Microsoft.Network/publicIPAddresses', 'pip1')
const disk = (name: string): string => idOf('Microsoft.Compute/disks', name)
const at = (id: string): string =>
  `${id}?api-version=${id.includes('/disks') ? '2023-04-02' : id.includes('Network') ? '2021-02-01' : '2024-03-01'}`
const errorOf = ({ status, body }: TestResponse): Json[] => [
  status,
  body?.error?.code,
  body?.error?.message,
  body?.error?.target,
]

let world: TestArm
beforeEach(async () => {
  world = await startTestArm({ groups: ['rg', 'other'] })
  await createNetworkInterface(world.call, nic('nic1'))
  await createNetworkInterface(world.call, nic('nic2'))
})
afterEach(() => world.close())

const get = (id: string) => world.call('GET', at(id))
const withParts = (properties: JsonObject): JsonObject => mergePatch(vmBody(), { properties }) as JsonObject
const withNics = (...nics: readonly (JsonObject | string)[]): JsonObject =>
  withParts({ networkProfile: { networkInterfaces: nics.map((one) => (typeof one === 'string' ? { id: one } : one)) } })
async function put(body: JsonObject, id = vm, as = 'owner') {
  const answer = await world.call('PUT', at(id), { body, as })
  await world.settle()
  return answer
}
const disksInGroup = async () => (await get(`${group}/providers/Microsoft.Compute/disks`)).body.value
const lockOn = (id: string): string => `${id}/providers/Microsoft.Authorization/locks/l?api-version=2016-09-01`
const statuses = (...ids: readonly string[]) => Promise.all(ids.map(async (id) => (await get(id)).status))
const machineOf = async (id: string) => (await get(id)).body.properties.virtualMachine

describe("a machine's interfaces", () => {
  it('learn whose they are, and forget it when the machine goes', async () => {
    expect((await put(withNics(nic('nic1'), { id: nic('nic2').toUpperCase() }))).status).toBe(201)
    const first = (await get(nic('nic1'))).body.properties
    const second = (await get(nic('nic2'))).body.properties
    expect([first.virtualMachine, first.primary, second.virtualMachine, second.primary]).toEqual([
      { id: vm },
      true,
      { id: vm },
      false,
    ])
    expect(first.macAddress).toMatch(/^00-0D-3A(-[0-9A-F]{2}){3}$/)
    expect(second.macAddress).not.toBe(first.macAddress)
    await world.call('DELETE', at(vm))
    expect([await machineOf(nic('nic1')), await machineOf(nic('nic2'))]).toEqual([undefined, undefined])
  })

  it('change hands when the machine names others', async () => {
    await put(withNics(nic('nic1')))
    expect((await put(withNics(nic('nic2')))).status).toBe(200)
    expect([await machineOf(nic('nic1')), await machineOf(nic('nic2'))]).toEqual([undefined, { id: vm }])
  })

  it('stay what they are when the machine changes elsewhere', async () => {
    await put(withNics(nic('nic1')))
    const before = (await get(nic('nic1'))).text
    await world.call('PATCH', at(vm), { body: { tags: { a: 'b' } } })
    expect((await get(nic('nic1'))).text).toBe(before)
  })

  it('must exist, near the machine', async () => {
    const shouted = nic('NIC9').replace('/rg/', '/RG/')
    expect(errorOf(await put(withNics(nic('nic9'))))).toEqual([
      400,
      'InvalidResourceReference',
      `Resource ${shouted} referenced by resource ${vm} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
      undefined,
    ])
    expect(errorOf(await put({ ...withNics(nic('nic1')), location: 'eastus' }))[1]).toBe('InvalidResourceReference')
    expect((await get(vm)).status).toBe(404)
  })

  it('belong to one machine only, and cannot go while they do', async () => {
    await put(withNics(nic('nic1')))
    const other = idOf('Microsoft.Compute/virtualMachines', 'vm2')
    expect(errorOf(await put(withNics(nic('nic1')), other))).toEqual([
      400,
      'NicInUse',
      `Network Interface ${nic('nic1')} is used by existing resource ${vm}.`,
      undefined,
    ])
    expect(errorOf(await world.call('DELETE', at(nic('nic1'))))).toEqual([
      400,
      'NicInUse',
      `Network Interface ${nic('nic1')} is used by existing resource ${vm}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
      undefined,
    ])
  })

  it('are joined by those who may', async () => {
    const { as } = await world.caller({ name: 'guest', role: 'Virtual Machine Contributor', scope: vm })
    const refused = await put(withNics(nic('nic1')), vm, as)
    expect(refused.body.error.message).toContain(
      `perform action(s) 'Microsoft.Network/networkInterfaces/join/action' on the linked scope(s) '${nic('nic1')}'`,
    )
    await world.caller({ name: 'guest', role: 'Virtual Machine Contributor', scope: nic('nic1') })
    expect((await put(withNics(nic('nic1')), vm, as)).status).toBe(201)
  })

  it('need not exist where the machine has named them since before there were networks', async () => {
    await put(vmBody())
    await world.ports.store.transaction(async (tx) => {
      const machine = await tx.resources.get(vm)
      if (machine === undefined) throw new Error('no machine')
      const networkProfile = { networkInterfaces: [{ id: nic('never') }] }
      const properties = { ...(machine.body.properties as JsonObject), networkProfile }
      await tx.resources.update({ ...machine, body: { ...machine.body, properties } })
    })
    const patched = await world.call('PATCH', at(vm), { body: { identity: { type: 'SystemAssigned' } } })
    expect([patched.status, patched.body.properties.networkProfile]).toEqual([
      200,
      { networkInterfaces: [{ id: nic('never') }] },
    ])
    await world.settle()
    expect((await put(withNics(nic('never'), nic('other')))).body.error.code).toBe('InvalidResourceReference')
  })

  it('may be missing', async () => {
    await put(vmBody())
    expect((await get(vm)).body.properties.networkProfile).toEqual({ networkInterfaces: [] })
  })

  it('go with the machine when it says so, and so does their public address', async () => {
    await world.call('PUT', at(pip), { body: { location: 'westus', sku: { name: 'Standard' } } })
    const said = (await get(nic('nic1'))).body
    said.properties.ipConfigurations[0].properties.publicIPAddress = { id: pip, properties: { deleteOption: 'Delete' } }
    await world.call('PUT', at(nic('nic1')), { body: said })
    await put(withNics({ id: nic('nic1'), properties: { primary: true, deleteOption: 'Delete' } }, nic('nic2')))
    await world.call('DELETE', at(vm))
    expect([(await get(nic('nic1'))).status, (await get(pip)).status, (await get(nic('nic2'))).status]).toEqual([
      404, 404, 200,
    ])
  })

  describe('with the machine that is deleted', () => {
    beforeEach(async () => {
      await world.call('PUT', at(pip), { body: { location: 'westus', sku: { name: 'Standard' } } })
      const said = (await get(nic('nic1'))).body
      const publicIPAddress = { id: pip, properties: { deleteOption: 'Delete' } }
      said.properties.ipConfigurations[0].properties.publicIPAddress = publicIPAddress
      await world.call('PUT', at(nic('nic1')), { body: said })
      await put(withNics({ id: nic('nic1'), properties: { deleteOption: 'Delete' } }))
    })
    const lock = async (id: string): Promise<void> => {
      const locked = await world.call('PUT', lockOn(id), { body: { properties: { level: 'CanNotDelete' } } })
      expect(locked.status).toBe(201)
    }

    it('go by the right to delete the machine alone', async () => {
      const { as } = await world.caller({ name: 'guest', role: 'Virtual Machine Contributor', scope: vm })
      expect((await world.call('DELETE', at(nic('nic1')), { as })).status).toBe(403)
      expect((await world.call('DELETE', at(vm), { as })).status).toBe(202)
      expect(await statuses(nic('nic1'), pip)).toEqual([404, 404])
    })

    it('stay when they were told to since', async () => {
      const networkProfile = { networkInterfaces: [{ id: nic('nic1'), properties: { deleteOption: 'Detach' } }] }
      expect((await world.call('PATCH', at(vm), { body: { properties: { networkProfile } } })).status).toBe(200)
      await world.settle()
      await world.call('DELETE', at(vm))
      expect([await statuses(nic('nic1'), pip), await machineOf(nic('nic1'))]).toEqual([[200, 200], undefined])
    })

    it.each([
      ['an interface', nic('nic1')],
      ['its public address', pip],
    ])('keep the machine when %s is locked', async (_what, locked) => {
      await lock(locked)
      const refused = await world.call('DELETE', at(vm))
      expect(errorOf(refused).slice(0, 3)).toEqual([
        409,
        'ScopeLocked',
        `The scope '${locked}' cannot perform delete operation because following scope(s) are locked: '${locked}'. Please remove the lock and try again.`,
      ])
      expect(await statuses(vm, nic('nic1'), pip)).toEqual([200, 200, 200])
      await world.call('DELETE', lockOn(locked))
      expect((await world.call('DELETE', at(vm))).status).toBe(202)
      expect(await statuses(nic('nic1'), pip)).toEqual([404, 404])
    })

    it('stay behind, free, when only the background finds them locked', async () => {
      await lock(nic('nic1'))
      await world.ports.store.transaction(async (tx) => {
        const machine = await tx.resources.get(vm)
        if (machine !== undefined) await releaseMachine(tx, world.ports, machine)
      })
      expect([await statuses(nic('nic1'), pip), await machineOf(nic('nic1'))]).toEqual([[200, 200], undefined])
    })
  })

  it('give dynamic public addresses to their users, and take them back', async () => {
    const address = async () => (await get(pip)).body.properties.ipAddress
    await world.call('PUT', at(pip), { body: { location: 'westus' } })
    const said = (await get(nic('nic1'))).body
    said.properties.ipConfigurations[0].properties.publicIPAddress = { id: pip }
    await world.call('PUT', at(nic('nic1')), { body: said })
    expect(await address()).toBeUndefined()
    await put(withNics(nic('nic1')))
    expect(await address()).toBe('203.0.113.1')
    await world.call('DELETE', at(vm))
    expect(await address()).toBeUndefined()
  })

  it('are not made with the machine', async () => {
    const networkProfile = { networkApiVersion: '2020-11-01', networkInterfaceConfigurations: [] }
    expect(errorOf(await put(withParts({ networkProfile })))).toEqual([
      501,
      'NotImplemented',
      'NotImplemented: properties.networkProfile.networkInterfaceConfigurations',
      undefined,
    ])
  })
})

describe("a machine's disks", () => {
  const data = (more: JsonObject): JsonObject =>
    withParts({ storageProfile: { dataDisks: [{ lun: 0, createOption: 'Empty', diskSizeGB: 16, ...more }] } })

  it('are made with it, and stay when it goes', async () => {
    await put(data({}))
    const [dataDisk, osDisk] = await disksInGroup()
    expect([osDisk.name, dataDisk.name].map((name) => name.replace(/[0-9a-f]{32}$/, ''))).toEqual([
      'vm1_OsDisk_1_',
      'vm1_disk2_',
    ])
    expect(osDisk).toMatchObject({
      type: 'Microsoft.Compute/disks',
      location: 'westus',
      managedBy: vm,
      sku: { name: 'Premium_LRS', tier: 'Premium' },
      properties: {
        osType: 'Linux',
        hyperVGeneration: 'V1',
        creationData: {
          createOption: 'FromImage',
          imageReference: {
            id: `/Subscriptions/${group.split('/')[2]}/Providers/Microsoft.Compute/Locations/westus/Publishers/Canonical/ArtifactTypes/VMImage/Offers/UbuntuServer/Skus/18.04-LTS/Versions/18.04.202306070`,
          },
        },
        diskSizeGB: 30,
        diskState: 'Attached',
        provisioningState: 'Succeeded',
      },
    })
    expect(dataDisk.properties).toMatchObject({ creationData: { createOption: 'Empty' }, diskSizeGB: 16 })
    await world.call('DELETE', at(vm))
    expect(
      (await disksInGroup()).map((one: JsonObject) => [one.managedBy, (one.properties as JsonObject).diskState]),
    ).toEqual([
      [undefined, 'Unattached'],
      [undefined, 'Unattached'],
    ])
  })

  it('go with it when it says so', async () => {
    await put(data({ deleteOption: 'Delete' }))
    await world.call('DELETE', at(vm))
    expect((await disksInGroup()).map(({ name }: { name: string }) => name.slice(0, 10))).toEqual(['vm1_OsDisk'])
  })

  it('go all of them when all say so', async () => {
    const dataDisks = [{ lun: 0, createOption: 'Empty', diskSizeGB: 16, deleteOption: 'Delete' }]
    await put(withParts({ storageProfile: { osDisk: { deleteOption: 'Delete' }, dataDisks } }))
    expect((await disksInGroup()).length).toBe(2)
    await world.call('DELETE', at(vm))
    expect(await disksInGroup()).toEqual([])
  })

  const attached = (name: string) => data({ createOption: 'Attach', managedDisk: { id: disk(name) } })
  const makeDisk = (name: string) =>
    world.call('PUT', at(disk(name)), {
      body: { location: 'westus', properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 8 } },
    })

  it('can be attached, to one machine at a time, and taken off again', async () => {
    await makeDisk('d1')
    await put(attached('d1'))
    expect((await get(disk('d1'))).body.managedBy).toBe(vm)
    const other = idOf('Microsoft.Compute/virtualMachines', 'vm2')
    expect(errorOf(await put(attached('d1'), other)).slice(0, 3)).toEqual([
      409,
      'ConflictingUserInput',
      `Disk '${disk('d1')}' cannot be attached as the disk is already owned by VM '${vm}'.`,
    ])
    expect(errorOf(await world.call('DELETE', at(disk('d1')))).slice(0, 3)).toEqual([
      409,
      'OperationNotAllowed',
      `Disk d1 is attached to VM ${vm}.`,
    ])
    await put(withParts({ storageProfile: { dataDisks: [] } }))
    expect((await get(disk('d1'))).body.managedBy).toBeUndefined()
    expect((await put(attached('d1'), other)).status).toBe(201)
  })

  it('must exist to be attached, and must not to be made', async () => {
    expect(errorOf(await put(attached('none')))).toEqual([404, 'NotFound', 'Disk none is not found.', 'dataDisk'])
    await makeDisk('mine')
    expect(errorOf(await put(data({ name: 'mine' })))).toEqual([
      409,
      'ConflictingUserInput',
      'Disk mine already exists in resource group RG. Only CreateOption.Attach is supported.',
      'disk',
    ])
  })
})

describe('an image', () => {
  const image = (patch: JsonObject, plan?: JsonObject): JsonObject =>
    mergePatch(vmBody(), {
      ...(plan === undefined ? {} : { plan }),
      properties: { storageProfile: { imageReference: patch } },
    }) as JsonObject

  it.each<[JsonObject, string]>([
    [{ sku: 'nope' }, 'Canonical:UbuntuServer:nope:latest'],
    [{ version: 'newest' }, 'Canonical:UbuntuServer:18.04-LTS:newest'],
  ])('that does not exist is refused: %j', async (patch, named) => {
    expect(errorOf(await put(image(patch)))).toEqual([
      404,
      'PlatformImageNotFound',
      `The platform image '${named}' is not available. Verify that all fields in the storage profile are correct. For more details about storage profile information, please refer to https://aka.ms/storageprofile`,
      'imageReference',
    ])
  })

  it('of an offer outside the catalogue is taken at its word', async () => {
    const elsewhere = { publisher: 'bitnami', offer: 'lampstack', sku: '5-6', version: '5.6.2' }
    expect((await put(image(elsewhere))).status).toBe(201)
  })

  it('with terms is given to those who accept them', async () => {
    const flatcar = { publisher: 'kinvolk', offer: 'flatcar-container-linux-free', sku: 'stable-gen2' }
    expect(errorOf(await put(image(flatcar)))[1]).toBe('VMMarketplaceInvalidInput')
    const plan = { publisher: 'kinvolk', product: 'flatcar-container-linux-free', name: 'stable-gen2' }
    expect((await put(image(flatcar, plan))).status).toBe(201)
  })
})

describe('a group with machines', () => {
  it('goes with everything in it, and leaves nothing elsewhere pointing to it', async () => {
    const away = idOf('Microsoft.Network/networkInterfaces', 'away', `${group.replace(/rg$/, 'other')}`)
    await createNetworkInterface(world.call, away)
    await put(withNics(away))
    const { runResourceGroupDeletions } = await import('../../operations/delete-resource-group.js')
    expect((await world.call('DELETE', `${group}?api-version=2021-04-01`)).status).toBe(202)
    await runResourceGroupDeletions(world.ports)
    await world.settle()
    await runResourceGroupDeletions(world.ports)
    expect((await world.call('GET', `${group}?api-version=2021-04-01`)).status).toBe(404)
    expect(await machineOf(away)).toBeUndefined()
  })

  it('stays as it was while somebody elsewhere depends on it', async () => {
    const { runResourceGroupDeletions } = await import('../../operations/delete-resource-group.js')
    const away = idOf('Microsoft.Compute/virtualMachines', 'vm1', group.replace(/rg$/, 'other'))
    expect((await put(withNics(nic('nic1')), away)).status).toBe(201)
    const begun = await world.call('DELETE', `${group}?api-version=2021-04-01`)
    await runResourceGroupDeletions(world.ports)
    const poll = new URL(String(begun.headers.location))
    const ended = await world.call('GET', poll.pathname + poll.search)
    expect([ended.status, ended.body.error.code]).toEqual([409, 'ResourceGroupDeletionBlocked'])
    expect(ended.body.error.message).toMatch(
      /^Deletion of resource group 'rg' failed as resources with identifiers 'Microsoft.Network\/networkInterfaces\/nic1' could not be deleted\./,
    )
    const later = await world.call('GET', `${group}?api-version=2021-04-01`)
    expect([later.status, later.body.properties.provisioningState]).toEqual([200, 'Succeeded'])
    expect((await get(nic('nic2'))).status).toBe(200)
  })
})
