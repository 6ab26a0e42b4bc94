import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'

let test: TestCloud
let providers: string
const v = 'api-version=2021-04-01'
beforeAll(async () => {
  test = await startTestCloud()
  providers = `${test.subscription}/providers`
})
afterAll(() => test.close())

const state = async (namespace: string): Promise<unknown> =>
  (await test.arm('GET', `${providers}/${namespace}?${v}`)).body.registrationState

describe('resource providers of a subscription', () => {
  it('lists what Lazulite has as registered and what else Azure has as not registered', async () => {
    const { status, body } = await test.arm('GET', `${providers}?${v}`)
    const states = new Map(
      (body.value as { namespace: string; registrationState: string }[]).map((one) => [
        one.namespace,
        one.registrationState,
      ]),
    )
    expect(status).toBe(200)
    expect(states.size).toBe((body.value as unknown[]).length)
    expect(
      ['Microsoft.Resources', 'Microsoft.Authorization', 'Microsoft.Compute', 'Microsoft.ManagedIdentity'].map((name) =>
        states.get(name),
      ),
    ).toEqual(['Registered', 'Registered', 'Registered', 'Registered'])
    expect([states.get('Microsoft.Web'), states.get('Microsoft.Storage')]).toEqual(['NotRegistered', 'NotRegistered'])
  })

  it('shows a namespace that Lazulite lacks with the types it is known to have, in registered case', async () => {
    const { status, body } = await test.arm('GET', `${providers}/microsoft.keyvault?${v}`)
    expect([status, body.id, body.namespace, body.registrationState, body.registrationPolicy]).toEqual([
      200,
      `${providers}/Microsoft.KeyVault`,
      'Microsoft.KeyVault',
      'NotRegistered',
      'RegistrationRequired',
    ])
    const vaults = (body.resourceTypes as { resourceType: string }[]).find((type) => type.resourceType === 'vaults')
    expect(vaults).toEqual({
      resourceType: 'vaults',
      locations: expect.arrayContaining(['West US', 'North Europe']),
      apiVersions: expect.arrayContaining(['2022-07-01', '2016-10-01', '2015-06-01']),
      defaultApiVersion: expect.any(String),
      apiProfiles: expect.any(Array),
      capabilities: expect.stringContaining('SupportsTags'),
    })
  })

  it('lists for a type that Lazulite has only api-versions that it answers, for clients take the newest', async () => {
    const { body } = await test.arm('GET', `${providers}/Microsoft.Authorization?${v}`)
    const types = body.resourceTypes as { resourceType: string; apiVersions: string[]; apiProfiles?: object[] }[]
    const assignments = types.find((type) => type.resourceType === 'roleAssignments')
    const answers = await Promise.all(
      (assignments?.apiVersions ?? []).map((version) =>
        test.arm('GET', `${providers}/Microsoft.Authorization/roleAssignments?api-version=${version}`),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(answers.length).toBeGreaterThan(5)
  })

  it('does not know a namespace that Azure lacks', async () => {
    for (const [method, path] of [
      ['GET', 'Microsoft.Nonsense'],
      ['POST', 'Microsoft.Nonsense/register'],
      ['POST', 'Microsoft.Nonsense/unregister'],
    ] as const) {
      const { status, body } = await test.arm(method, `${providers}/${path}?${v}`)
      expect([status, body]).toEqual([
        404,
        {
          error: {
            code: 'InvalidResourceNamespace',
            message: "The resource namespace 'Microsoft.Nonsense' is invalid.",
          },
        },
      ])
    }
  })

  it('registers a namespace and takes that back, passing through the states between', async () => {
    const post = async (verb: string): Promise<unknown> =>
      (await test.arm('POST', `${providers}/Microsoft.Batch/${verb}?${v}`)).body.registrationState
    expect(await state('Microsoft.Batch')).toBe('NotRegistered')
    expect(await post('register')).toBe('Registering')
    expect(await state('microsoft.batch')).toBe('Registered')
    expect(await post('register')).toBe('Registered')
    expect(await post('unregister')).toBe('Unregistering')
    expect(await state('Microsoft.Batch')).toBe('Unregistered')
    expect(await state('Microsoft.Cdn')).toBe('NotRegistered')
  })

  it('says by name that the types of a registered namespace are missing all the same', async () => {
    await test.arm('POST', `${providers}/Microsoft.Relay/register?${v}`)
    const { status, body } = await test.arm('GET', `${providers}/Microsoft.Relay/namespaces?${v}`)
    expect([status, body.error]).toEqual([
      501,
      { code: 'NotImplemented', message: 'NotImplemented: GET Microsoft.Relay/namespaces' },
    ])
  })

  it('keeps its own namespaces registered', async () => {
    const registered = await test.arm('POST', `${providers}/Microsoft.Compute/register?${v}`)
    const unregistered = await test.arm('POST', `${providers}/Microsoft.Compute/unregister?${v}`)
    expect([registered.status, registered.body.registrationState, unregistered.status]).toEqual([
      200,
      'Registered',
      501,
    ])
    expect(await state('Microsoft.Compute')).toBe('Registered')
  })

  it.each([
    { version: '2014-04-01-preview', policy: undefined, tags: undefined, tenants: undefined },
    { version: '2016-07-01', policy: undefined, tags: 'SupportsExtension', tenants: undefined },
    { version: '2019-05-10', policy: undefined, tags: 'SupportsExtension', tenants: undefined },
    { version: '2019-07-01', policy: 'RegistrationFree', tags: 'SupportsExtension', tenants: 'None' },
  ])('prints policy and capabilities as $version does', async ({ version, policy, tags, tenants }) => {
    const { body } = await test.arm('GET', `${providers}/Microsoft.Resources?api-version=${version}`)
    const types = new Map(
      (body.resourceTypes as { resourceType: string; capabilities?: string }[]).map((type) => [
        type.resourceType,
        type.capabilities,
      ]),
    )
    expect([body.registrationPolicy, types.get('tags'), types.get('tenants')]).toEqual([policy, tags, tenants])
  })
})

describe('resource providers of the tenant', () => {
  it('have neither id nor registration', async () => {
    const { body } = await test.arm('GET', `/providers/Microsoft.Storage?${v}`)
    expect(Object.keys(body)).toEqual(['namespace', 'authorizations', 'resourceTypes'])
  })
})
