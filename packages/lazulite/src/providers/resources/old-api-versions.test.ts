import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'

let test: TestCloud
beforeAll(async () => {
  test = await startTestCloud()
})
afterAll(() => test.close())

describe('a subscription', () => {
  it.each([
    {
      version: '2014-04-01-preview',
      members: ['id', 'subscriptionId', 'displayName', 'state', 'subscriptionPolicies', 'authorizationSource'],
      policies: ['locationPlacementId', 'quotaId'],
    },
    {
      version: '2016-06-01',
      members: ['id', 'authorizationSource', 'subscriptionId', 'displayName', 'state', 'subscriptionPolicies'],
      policies: ['locationPlacementId', 'quotaId', 'spendingLimit'],
    },
    {
      version: '2020-01-01',
      members: [
        'id',
        'authorizationSource',
        'managedByTenants',
        'subscriptionId',
        'tenantId',
        'displayName',
        'state',
        'subscriptionPolicies',
      ],
      policies: ['locationPlacementId', 'quotaId', 'spendingLimit'],
    },
  ])('has the members of $version, in their order', async ({ version, members, policies }) => {
    const { body } = await test.arm('GET', `${test.subscription}?api-version=${version}`)
    expect([Object.keys(body), Object.keys(body.subscriptionPolicies)]).toEqual([members, policies])
  })
})

describe('resources across the tenant', () => {
  const resources = '/resources?api-version=2016-09-01&$filter='
  const namesIn = (body: { value: { name: string }[] }): string[] => body.value.map(({ name }) => name)

  it('are found by subscription, and only those that the caller may read', async () => {
    await test.arm('PUT', `${test.subscription}/resourceGroups/across?api-version=2021-04-01`, {
      body: { location: 'westus' },
    })
    const identity = `${test.subscription}/resourceGroups/across/providers/Microsoft.ManagedIdentity/userAssignedIdentities/test2`
    await test.arm('PUT', `${identity}?api-version=2023-01-31`, { body: { location: 'westus' } })
    const subscriptionId = test.subscription.split('/').at(-1)
    const mine = `subscriptionId EQ '${subscriptionId}' AND substringof('test', name) AND substringof('across', resourceGroup)`
    const found = await test.arm('GET', `${resources}${encodeURIComponent(mine)}`)
    expect([found.status, namesIn(found.body)]).toEqual([200, ['test2']])
    const elsewhere = `subscriptionId EQ '00000000-0000-0000-0000-000000000000'`
    expect(namesIn((await test.arm('GET', `${resources}${encodeURIComponent(elsewhere)}`)).body)).toEqual([])

    const { as } = await test.caller()
    const seen = await test.arm('GET', `${resources}${encodeURIComponent(mine)}`, { as })
    expect([seen.status, namesIn(seen.body)]).toEqual([200, []])
  })
})
