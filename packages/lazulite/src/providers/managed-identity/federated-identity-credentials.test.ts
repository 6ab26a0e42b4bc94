import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../domain/json.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscriptionId } from '../../testing/test-ports.js'

const identityType = 'Microsoft.ManagedIdentity/userAssignedIdentities'
const identity = `${group}/providers/${identityType}/ID1`
const url = (name: string, version = '2023-01-31') =>
  `${identity}/federatedIdentityCredentials${name === '' ? '' : `/${name}`}?api-version=${version}`
const id = (name: string) =>
  `/subscriptions/${testSubscriptionId}/resourcegroups/rg/providers/${identityType}/ID1/federatedIdentityCredentials/${name}`

const properties = {
  issuer: 'https://oidc.prod-aks.azure.com/IssuerGUID',
  subject: 'system:serviceaccount:ns:svcaccount1',
  audiences: ['api://AzureADTokenExchange'],
}
const rendered = (name: string, changed: JsonObject = {}) => ({
  id: id(name),
  name,
  type: `${identityType}/federatedIdentityCredentials`,
  properties: { ...properties, ...changed },
})

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
  await world.call('PUT', `${identity}?api-version=2023-01-31`, { body: { location: 'westus' } })
})
afterEach(() => world.close())
const put = (name: string, changed: JsonObject = {}, version?: string) =>
  world.call('PUT', url(name, version), { body: { properties: { ...properties, ...changed } } })

describe('a federated identity credential', () => {
  it('is created with 201 and a relative Location, then answered with 200', async () => {
    const first = await put('fic1')
    expect([first.status, first.headers.location, first.body]).toEqual([201, id('fic1'), rendered('fic1')])
    const again = await put('FIC1', { subject: 'system:serviceaccount:ns:svcaccount3' })
    expect([again.status, again.body]).toEqual([
      200,
      rendered('fic1', { subject: 'system:serviceaccount:ns:svcaccount3' }),
    ])
    expect(again.headers).not.toHaveProperty('location')
  })

  it('is read, listed and deleted', async () => {
    await put('fic1')
    await put('fic2', { subject: 'other' })
    expect(await world.call('GET', url('fic1'))).toMatchObject({ status: 200, body: rendered('fic1') })
    const both = [rendered('fic1'), rendered('fic2', { subject: 'other' })]
    expect(await world.call('GET', url(''))).toMatchObject({ status: 200, body: { value: both } })
    expect((await world.call('DELETE', url('fic1'))).status).toBe(200)
    expect((await world.call('DELETE', url('fic1'))).status).toBe(204)
    expect((await world.call('GET', url(''))).body).toEqual({ value: [both[1]] })
  })

  it('is not found in the recorded words', async () => {
    expect(await world.call('GET', url('nobody'))).toMatchObject({
      status: 404,
      body: { error: { code: 'NotFound', message: `Resource '${id('nobody')}' was not found.` } },
    })
  })

  it('is no resource of generic lists', async () => {
    await put('fic1')
    const { body } = await world.call('GET', `${group}/resources?api-version=2021-04-01`)
    expect(Object(body).value.map(({ type }: { type: string }) => type)).toEqual([identityType])
  })

  it('needs its identity', async () => {
    const missing = url('fic1').replace('ID1', 'ID9')
    expect((await world.call('PUT', missing, { body: { properties } })).status).toBe(404)
  })

  it.each<[string, JsonObject, number]>([
    ['no issuer', { issuer: undefined }, 400],
    ['an issuer that is no URL', { issuer: 'x' }, 400],
    ['an issuer of another scheme', { issuer: 'ftp://x' }, 400],
    ['an empty subject', { subject: '' }, 400],
    ['a long subject', { subject: 'x'.repeat(601) }, 400],
    ['no audience', { audiences: [] }, 400],
    ['two audiences', { audiences: ['a', 'b'] }, 400],
    ['an audience that is no text', { audiences: [1] }, 400],
    ['the longest subject', { subject: 'x'.repeat(600) }, 201],
  ])('with %s', async (_, changed, status) => {
    expect((await put('fic1', changed)).status).toBe(status)
  })

  it.each([['ab'], ['-fic'], ['f.c'], ['f'.repeat(121)]])('is not called %s', async (name) => {
    expect(await put(name)).toMatchObject({ status: 400, body: { error: { code: 'InvalidResourceName' } } })
  })

  it('is the only one with its issuer and subject', async () => {
    await put('fic1')
    expect(await put('fic2')).toMatchObject({ status: 409, body: { error: { code: 'Conflict' } } })
    expect((await put('fic1')).status).toBe(200)
  })

  it('is one of twenty at most', async () => {
    for (let i = 0; i < 20; i++) expect((await put(`fic-${i}`, { subject: `s${i}` })).status).toBe(201)
    expect((await put('fic-20', { subject: 's20' })).status).toBe(400)
    expect((await put('fic-19', { subject: 'changed' })).status).toBe(200)
  })

  it('needs the right to write it', async () => {
    await world.caller({ name: 'reader', role: 'Reader', scope: group })
    const body = { properties }
    expect((await world.call('PUT', url('fic1'), { as: 'reader', body })).status).toBe(403)
    expect((await world.call('GET', url(''), { as: 'reader' })).status).toBe(200)
  })

  it('came with 2022-01-31-preview', async () => {
    expect((await put('fic1', {}, '2022-01-31-preview')).status).toBe(201)
    expect((await put('fic1', {}, '2018-11-30')).status).toBe(400)
  })
})
