import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { vmBody } from '../../testing/vm-body.js'

const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
const type = 'Microsoft.Compute/virtualMachines/extensions'
const url = (name = '', version = '2020-12-01'): string =>
  `${vm}/extensions${name === '' ? '' : `/${name}`}?api-version=${version}`
const handler = {
  publisher: 'Microsoft.ManagedIdentity',
  type: 'ManagedIdentityExtensionForLinux',
  typeHandlerVersion: '1.0',
  autoUpgradeMinorVersion: true,
  settings: { port: 50342 },
}
const body = { location: 'westus', properties: { ...handler, protectedSettings: { key: 'Secret-1' } } }

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
  await world.call('PUT', `${vm}?api-version=2022-11-01`, { body: vmBody() })
  await world.settle()
})
afterEach(() => world.close())

describe('an extension of a machine', () => {
  const place = { type, location: 'westus' }
  const named = { id: `${vm}/extensions/ext`, name: 'ext' }
  it.each<[string, (state: string) => object]>([
    ['2017-12-01', (provisioningState) => ({ properties: { ...handler, provisioningState }, ...place, ...named })],
    [
      '2020-12-01',
      (provisioningState) => {
        const { autoUpgradeMinorVersion, settings, ...rest } = handler
        const properties = { autoUpgradeMinorVersion, provisioningState, ...rest, settings }
        return { name: named.name, id: named.id, ...place, properties }
      },
    ],
  ])('is made, read and removed as recorded in %s, its secrets never shown', async (version, whole) => {
    const made = await world.call('PUT', url('ext', version), { body })
    expect([made.status, made.text]).toEqual([201, JSON.stringify(whole('Creating'))])
    const operation = String(made.headers['azure-asyncoperation']).replace(/^https?:\/\/[^/]+/, '')
    expect((await world.call('GET', operation)).body.status).toBe('Succeeded')
    expect((await world.call('GET', url('EXT', version))).text).toBe(JSON.stringify(whole('Succeeded')))
    expect((await world.call('GET', url('', version))).body).toEqual({ value: [whole('Succeeded')] })
    expect(JSON.stringify(await world.ports.store.read.resources.get(named.id))).not.toContain('Secret')
    const again = await world.call('PUT', url('ext', version), { body })
    expect([again.status, again.text]).toEqual([200, JSON.stringify(whole('Updating'))])
    const removed = await world.call('DELETE', url('ext', version))
    expect([removed.status, removed.headers.location]).toEqual([202, expect.stringContaining('monitor=true')])
    expect((await world.call('DELETE', url('ext', version))).status).toBe(204)
  })

  it.each(['2017-12-01', '2020-12-01'])(
    'is shown whole with its machine, by its id in lists, in %s',
    async (version) => {
      await world.call('PUT', url('ext', version), { body })
      const { body: extension } = await world.call('GET', url('ext', version))
      const machine = await world.call('GET', `${vm}?api-version=${version}`)
      expect(machine.body.resources).toEqual([extension])
      const members = Object.keys(machine.body)
      expect(members.indexOf('resources')).toBe(members.indexOf('properties') + 1)
      const patched = await world.call('PATCH', `${vm}?api-version=${version}`, { body: { tags: { a: 'b' } } })
      expect(patched.body.resources).toEqual([extension])
      const list = await world.call('GET', `${vm.slice(0, vm.lastIndexOf('/'))}?api-version=${version}`)
      expect(list.body.value[0].resources).toEqual([{ id: named.id }])
      await world.call('DELETE', url('ext', version))
      expect((await world.call('GET', `${vm}?api-version=${version}`)).body).not.toHaveProperty('resources')
    },
  )

  it('is changed in part, and goes with its machine', async () => {
    await world.call('PUT', url('ext'), { body })
    const patched = await world.call('PATCH', url('ext'), {
      body: { tags: { a: 'b' }, properties: { settings: { x: 1 } } },
    })
    expect([patched.status, patched.body.tags]).toEqual([200, { a: 'b' }])
    expect(patched.body.properties).toMatchObject({ publisher: handler.publisher, settings: { port: 50342, x: 1 } })
    await world.call('DELETE', `${vm}?api-version=2022-11-01`)
    expect(await world.ports.store.read.resources.get(`${vm}/extensions/ext`)).toBeUndefined()
  })
})

describe('an extension is refused', () => {
  const notThere =
    "The Resource 'Microsoft.Compute/virtualMachines/vm1/extensions/x' under resource group 'rg' was not found."
  it('where it is not there, in the words of each version', async () => {
    const late = await world.call('GET', url('x', '2022-03-01'))
    const message = 'The entity was not found in this Azure location.'
    expect([late.status, late.body]).toEqual([404, { error: { code: 'NotFound', target: 'extensionName', message } }])
    const early = await world.call('GET', url('x', '2017-12-01'))
    expect([early.status, early.body.error.code]).toEqual([404, 'ResourceNotFound'])
    expect(early.body.error.message).toContain(notThere)
    expect((await world.call('PATCH', url('x'), { body: {} })).status).toBe(404)
  })
  it.each(['publisher', 'type', 'typeHandlerVersion'])('without %s', async (name) => {
    const answer = await world.call('PUT', url('x'), { body: { properties: { ...handler, [name]: '' } } })
    const message = `Required parameter '${name}' is missing (null).`
    expect([answer.status, answer.body]).toEqual([400, { error: { code: 'InvalidParameter', target: name, message } }])
  })
  it('without its machine', async () => {
    const answer = await world.call('PUT', url('x').replace('/vm1/', '/vm9/'), { body })
    expect([answer.status, answer.body.error.code]).toEqual([404, 'ParentResourceNotFound'])
  })
  it('to who may only read', async () => {
    const { as } = await world.caller({ name: 'reader', role: 'Reader', scope: group })
    expect((await world.call('PUT', url('x'), { as, body })).status).toBe(403)
    expect((await world.call('GET', url(), { as })).status).toBe(200)
  })
})
