import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscriptionId } from '../../testing/test-ports.js'

const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ide`
const type = 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials'
const spelt = `/subscriptions/${testSubscriptionId}/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ide`
const url = (name = '', version = '2023-01-31', parent = identity): string =>
  `${parent}/federatedIdentityCredentials${name === '' ? '' : `/${name}`}?api-version=${version}`
const properties = (subject: string) => ({
  issuer: 'https://oidc.prod-aks.azure.com/IssuerGUID',
  subject,
  audiences: ['api://AzureADTokenExchange'],
})
const whole = (name: string, subject: string) => ({
  id: `${spelt}/federatedIdentityCredentials/${name}`,
  name,
  type,
  properties: properties(subject),
})

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
  const body = { location: 'westus' }
  expect((await world.call('PUT', `${identity}?api-version=2023-01-31`, { body })).status).toBe(201)
})
afterEach(() => world.close())

const put = (name: string, subject: string, version?: string) =>
  world.call('PUT', url(name, version), { body: { properties: properties(subject) } })

describe('a federated credential', () => {
  it.each(['2022-01-31-preview', '2023-01-31', '2025-01-31-preview'])('lives as recorded, in %s', async (version) => {
    const made = await put('fic1', 'one', version)
    expect([made.status, made.headers.location]).toEqual([201, whole('fic1', 'one').id])
    expect(made.text).toBe(JSON.stringify(whole('fic1', 'one')))
    expect(await put('fic2', 'two', version)).toMatchObject({ status: 201 })
    expect(await world.call('GET', url('FIC1', version))).toMatchObject({ status: 200, body: whole('fic1', 'one') })
    const listed = await world.call('GET', url('', version))
    expect(listed).toMatchObject({ status: 200, body: { value: [whole('fic1', 'one'), whole('fic2', 'two')] } })

    const changed = await put('fic1', 'three', version)
    expect([changed.status, changed.headers.location, changed.body]).toEqual([200, undefined, whole('fic1', 'three')])
    const removed = await world.call('DELETE', url('fic1', version))
    expect([removed.status, removed.text]).toEqual([200, ''])
    expect((await world.call('DELETE', url('fic1', version))).status).toBe(204)
    expect((await world.call('GET', url('', version))).body).toEqual({ value: [whole('fic2', 'two')] })
  })

  it('lists at most $top', async () => {
    await put('fic1', 'one')
    await put('fic2', 'two')
    expect((await world.call('GET', `${url()}&$top=1`)).body).toEqual({ value: [whole('fic1', 'one')] })
  })

  it('is not among the resources of its group, and goes with its identity', async () => {
    await put('fic1', 'one')
    const resources = await world.call('GET', `${group}/resources?api-version=2021-04-01`)
    expect(resources.body.value.map(({ id }: { id: string }) => id)).toEqual([spelt])
    await world.call('DELETE', `${identity}?api-version=2023-01-31`)
    expect(await world.ports.store.read.resources.list({ scope: identity })).toEqual([])
  })

  it('may keep its own pair, and take one that has been let go', async () => {
    await put('fic1', 'one')
    expect((await put('fic1', 'one')).status).toBe(200)
    await world.call('DELETE', url('fic1'))
    expect((await put('fic2', 'one')).status).toBe(201)
  })
})

describe('refusals', () => {
  beforeEach(() => put('fic1', 'one'))
  const nobody = identity.replace(/ide$/, 'nobody')
  const parentNotFound = (verb: string): string =>
    `Failed to perform '${verb}' on resource(s) of type 'userAssignedIdentities/federatedIdentityCredentials', because the parent resource '${nobody}' could not be found.`
  it.each([
    ['GET', url('no1'), 404, 'NotFound', `Resource '${spelt}/federatedIdentityCredentials/no1' was not found.`],
    ['GET', url('', '2023-01-31', nobody), 404, 'ParentResourceNotFound', parentNotFound('read')],
    ['PUT', url('fic1', '2023-01-31', nobody), 404, 'ParentResourceNotFound', parentNotFound('write')],
    ['DELETE', url('fic1', '2023-01-31', nobody), 404, 'ParentResourceNotFound', parentNotFound('delete')],
    ['PUT', url('x'), 400, 'BadRequest', "Federated Identity Credential name 'x' is invalid."],
    ['PUT', url('fic2'), 409, 'Conflict', 'Issuer and subject combination already exists for this Managed Identity.'],
  ])('%s %s: %i', async (method, where, status, code, message) => {
    const answer = await world.call(method, where, method === 'PUT' ? { body: { properties: properties('one') } } : {})
    expect([answer.status, answer.body]).toEqual([status, { error: { code, message } }])
  })

  it('has no PATCH, and is unknown before 2022', async () => {
    expect((await world.call('PATCH', url('fic1'), { body: {} })).status).toBe(405)
    const old = await world.call('GET', url('', '2018-11-30'))
    expect([old.status, old.body.error.code]).toEqual([400, 'NoRegisteredProviderFound'])
  })

  it.each([
    ['GET', url(), 'read'],
    ['GET', url('fic1'), 'read'],
    ['PUT', url('fic1'), 'write'],
    ['DELETE', url('fic1'), 'delete'],
  ])('%s %s needs its own action', async (method, where, verb) => {
    const { as } = await world.caller({ name: 'operator', role: 'Managed Identity Operator', scope: group })
    const denied = await world.call(method, where, { as, ...(method === 'PUT' ? { body: {} } : {}) })
    const mayRead = verb === 'read'
    expect(denied.status).toBe(mayRead ? 200 : 403)
    if (!mayRead) expect(denied.body.error.message).toContain(`'${type}/${verb}'`)
  })
})
