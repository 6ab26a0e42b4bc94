import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lacks, places, type RightsWorld, startRightsWorld, versions } from '../../testing/rights-world.js'

type Caller = Awaited<ReturnType<RightsWorld['caller']>>

const action = 'Microsoft.Insights/eventtypes/values/read'
const path = 'providers/microsoft.insights/eventtypes/management/values'
const correlationId = 'c0ffee00-0000-4000-8000-000000000001'

let world: RightsWorld
/** Reader of the group; Owner of the subscription by the name of a user; nothing at all. */
let reader: Caller
let nobody: Caller
let ann: { readonly as: string; readonly principalId: string }
beforeAll(async () => {
  world = await startRightsWorld()
  reader = await world.caller(['Reader', places.group])
  nobody = await world.caller()
  ann = await user('ann')
})
afterAll(() => world.cloud.close())

async function user(name: string) {
  const { store, clock } = world.cloud
  const principalId = world.cloud.cloud.ports.ids.guid('user')
  const userPrincipalName = `${name}@lazulite.onmicrosoft.com`
  await store.transaction((tx) =>
    tx.principals.insert({
      ...{ kind: 'User', principalId, displayName: 'Ann', isEnabled: true, createdAt: clock.nowMillis() },
      ...{ userPrincipalName, directoryRoles: [] },
    }),
  )
  await world.cloud.grant({ principalId }, { role: 'Owner', scope: places.subscription })
  const claims = { idtyp: 'user', scp: 'user_impersonation', upn: userPrincipalName, appid: 'az' }
  return { principalId, as: await world.cloud.tokenFor({ principalId, claims }) }
}

interface Question {
  readonly filter?: string
  readonly as?: string | null
  readonly scope?: string
  readonly more?: string
}

async function list({ filter = 'eventTimestamp ge 2020-01-01', scope = places.subscription, ...how }: Question = {}) {
  const query = `api-version=2015-04-01&$filter=${encodeURIComponent(filter)}${how.more ?? ''}`
  return world.cloud.arm('GET', `${scope}/${path}?${query}`, how.as === undefined ? {} : { as: how.as })
}
const since = (rest: string): string => `eventTimestamp ge 2020-01-01 and ${rest}`
const show = ({ body }: Awaited<ReturnType<typeof list>>): string[] =>
  body.value.map((event: { operationName: { value: string }; status: { value: string }; resourceId: string }) =>
    [event.operationName.value, event.status.value, event.resourceId.split('/').at(-1)].join(' '),
  )
const tags = (scope: string) => `${scope}?api-version=${versions.resources}`
const identity = (name: string) =>
  `${places.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}?api-version=${versions.identity}`

describe('an activity log', () => {
  it('says who did what, what was decided and how it ended', async () => {
    const headers = {
      'x-ms-correlation-request-id': correlationId,
      'x-ms-client-request-id': 'd0000000-0000-4000-8000-000000000001',
    }
    await world.cloud.arm('PUT', identity('golden'), { as: ann.as, headers, body: { location: 'westus' } })
    const { status, body } = await list({ filter: since(`correlationId eq '${correlationId}'`) })
    const [assignment] = await world.cloud.store.read.roleAssignments.listByPrincipals([ann.principalId])
    const { subscriptionId, tenantId } = body.value[0]
    const resourceId = `${places.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/golden`
    const operation = 'Microsoft.ManagedIdentity/userAssignedIdentities/write'
    const eventDataId = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8000-8000-[0-9a-f]{12}$/)
    expect([status, places.subscription, Object.keys(body)]).toEqual([
      200,
      `/subscriptions/${subscriptionId}`,
      ['value'],
    ])
    expect(body.value).toEqual([
      {
        authorization: { action: operation, role: 'Owner', scope: resourceId },
        caller: 'ann@lazulite.onmicrosoft.com',
        channels: 'Operation',
        claims: {
          aud: 'https://management.azure.com/',
          iss: `https://sts.windows.net/${tenantId}/`,
          appid: 'az',
          ipaddr: '127.0.0.1',
          name: 'Ann',
          idtyp: 'user',
          'http://schemas.microsoft.com/identity/claims/objectidentifier': ann.principalId,
          'http://schemas.microsoft.com/identity/claims/tenantid': tenantId,
          'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'ann@lazulite.onmicrosoft.com',
          ver: '1.0',
        },
        correlationId,
        description: '',
        eventDataId,
        eventName: { value: 'EndRequest', localizedValue: 'End request' },
        category: { value: 'Administrative', localizedValue: 'Administrative' },
        eventTimestamp: '2030-01-01T00:00:00.0000000Z',
        id: expect.stringMatching(new RegExp(`^${resourceId}/events/[0-9a-f-]{36}/ticks/640290528000000000$`)),
        level: 'Informational',
        operationId: correlationId,
        operationName: { value: operation, localizedValue: 'Create or Update User Assigned Identities' },
        resourceGroupName: 'rg',
        resourceProviderName: { value: 'Microsoft.ManagedIdentity', localizedValue: 'Microsoft.ManagedIdentity' },
        resourceType: {
          value: 'Microsoft.ManagedIdentity/userAssignedIdentities',
          localizedValue: 'Microsoft.ManagedIdentity/userAssignedIdentities',
        },
        resourceId,
        status: { value: 'Succeeded', localizedValue: 'Succeeded' },
        subStatus: { value: 'Created', localizedValue: 'Created (HTTP Status Code: 201)' },
        submissionTimestamp: '2030-01-01T00:00:00.0000000Z',
        subscriptionId,
        tenantId,
        properties: {
          statusCode: 'Created',
          serviceRequestId: '',
          eventCategory: 'Administrative',
          entity: resourceId,
          message: operation,
          decision: 'allowed',
          role: 'Owner',
          roleAssignmentId: `${places.subscription}/providers/Microsoft.Authorization/roleAssignments/${assignment?.name}`,
        },
        httpRequest: {
          clientRequestId: 'd0000000-0000-4000-8000-000000000001',
          clientIpAddress: '127.0.0.1',
          method: 'PUT',
        },
      },
    ])
  })

  it('says why something was refused, also a read', async () => {
    await world.cloud.arm('DELETE', identity('golden'), { as: reader.as })
    await world.cloud.arm('GET', identity('golden'), { as: nobody.as })
    const { body } = await list({ filter: since("status eq 'Failed'"), more: '&$top=2' })
    const [read, deletion] = body.value
    expect([read.authorization.action, read.caller, read.properties.reason]).toEqual([
      'Microsoft.ManagedIdentity/userAssignedIdentities/read',
      nobody.principalId,
      'noAssignment',
    ])
    expect(deletion).toMatchObject({
      caller: reader.principalId,
      level: 'Error',
      status: { value: 'Failed' },
      subStatus: { value: 'Forbidden', localizedValue: 'Forbidden (HTTP Status Code: 403)' },
      properties: { decision: 'denied', reason: 'noMatchingAction', statusCode: 'Forbidden' },
    })
    expect(JSON.parse(deletion.properties.statusMessage).error.code).toBe('AuthorizationFailed')
  })

  it('says that something went wrong after it was allowed', async () => {
    await world.cloud.arm('PUT', identity('bad'), { as: ann.as, body: { location: 'nowhere' } })
    const { body } = await list({ filter: since("caller eq 'ANN@lazulite.onmicrosoft.com'"), more: '&$top=1' })
    expect(body.value[0]).toMatchObject({
      status: { value: 'Failed' },
      properties: { decision: 'allowed', statusCode: 'BadRequest' },
    })
  })

  it('calls accepted what goes on after the answer', async () => {
    await world.given('POST', `${places.machine}/restart?api-version=${versions.compute}`, undefined)
    const { body } = await list({ filter: since(`resourceUri eq '${places.machine}'`), more: '&$top=1' })
    expect(body.value[0]).toMatchObject({
      status: { value: 'Accepted' },
      subStatus: { value: 'Accepted' },
      operationName: {
        value: 'Microsoft.Compute/virtualMachines/restart/action',
        localizedValue: 'Restart Virtual Machines',
      },
      resourceType: { value: 'Microsoft.Compute/virtualMachines' },
    })
  })

  it('has neither reads nor the rights that a request needs besides', async () => {
    await world.cloud.arm('GET', `${places.machine}?api-version=${versions.compute}`, { as: reader.as })
    const all = show(await list())
    expect(all.filter((line) => /\/join\/action|\/read Succeeded/i.test(line))).toEqual([])
  })

  it('is listed newest first, in pages that nothing shifts', async () => {
    for (let n = 0; n < 205; n++) await world.cloud.arm('PUT', identity('page'), { body: { location: 'westus' } })
    const first = await list({ filter: since("resourceGroupName eq 'RG'"), more: '&$select=eventDataId,status' })
    expect([first.body.value.length, Object.keys(first.body.value[0])]).toEqual([200, ['eventDataId', 'status']])
    await world.cloud.arm('PUT', identity('page'), { body: { location: 'westus' } })
    const { pathname, search } = new URL(first.body.nextLink)
    const second = await world.cloud.arm('GET', `${pathname}${search}`)
    const ids = [...first.body.value, ...second.body.value].map(({ eventDataId }) => eventDataId)
    expect([new Set(ids).size, ids.toSorted().toReversed()]).toEqual([ids.length, ids])
    expect(second.body.nextLink).toBeUndefined()
  })
})

describe('who may read it', () => {
  it('a reader of one group: its events, and none of another', async () => {
    await world.given('PUT', tags(places.other), { location: 'westus', tags: { a: 'b' } })
    const { status, body } = await list({ as: reader.as, more: '&$top=1000' })
    const groups = new Set(body.value.map(({ resourceGroupName }: { resourceGroupName: string }) => resourceGroupName))
    expect([status, [...groups]]).toEqual([200, ['rg']])
    const other = await list({ as: reader.as, filter: since("resourceGroupName eq 'other'") })
    expect([other.status, other.body.error?.code]).toEqual([403, 'AuthorizationFailed'])
    expect((await list({ as: reader.as, filter: since("resourceGroupName eq 'rg'") })).status).toBe(200)
  })

  it('nobody without a role', async () => {
    const scope = `${places.subscription}/providers/Microsoft.Insights/eventtypes/management`
    expect(await list({ as: nobody.as })).toMatchObject({ status: 403, body: lacks(nobody, action, scope) })
    expect((await list({ as: null })).status).toBe(401)
  })

  it('not who is denied', async () => {
    const denied = await world.caller(['Reader', places.subscription])
    await world.deny(denied, { actions: ['Microsoft.Insights/*'], scope: places.other })
    const shown = show(await list({ as: denied.as, more: '&$top=1000' }))
    expect([shown.length > 0, shown.filter((line) => line.endsWith(' other'))]).toEqual([true, []])
    await world.deny(denied, { actions: ['*/read'], scope: places.subscription })
    expect((await list({ as: denied.as })).body.error.code).toBe('DenyAssignmentAuthorizationFailed')
  })

  it('does not look into other subscriptions by the name of a resource', async () => {
    const filter = since("resourceUri eq '/subscriptions/99999999-0000-4000-8000-000000000000'")
    expect(await list({ as: reader.as, filter })).toMatchObject({ status: 200, body: { value: [] } })
  })
})

describe('what is refused', () => {
  it.each([
    ['no start', { filter: '' }, 'BadRequest'],
    [
      'an unknown comparison',
      { filter: "eventTimestamp ge 2020-01-01 and colour eq 'red'" },
      'InvalidFilterInQueryString',
    ],
    ['an unknown member', { more: '&$select=id,colour' }, 'BadRequest'],
    ['no number', { more: '&$top=many' }, 'BadRequest'],
    ['a foreign token', { more: '&$skiptoken=abc' }, 'BadRequest'],
  ])('%s', async (_what, question, code) => {
    const { status, body } = await list(question)
    expect([status, body.error.code]).toEqual([400, code])
  })

  it.each([
    ['digest events', `${'eventtypes/management'}/digestevents`],
    ['metrics', 'metrics'],
    ['diagnostic settings', 'diagnosticSettings'],
  ])('%s, by name', async (_what, rest) => {
    const { body } = await world.cloud.arm(
      'GET',
      `${places.subscription}/providers/Microsoft.Insights/${rest}?api-version=2015-04-01`,
    )
    expect([body.error.code, body.error.message]).toEqual([
      'NotImplemented',
      expect.stringMatching(/Microsoft\.Insights/),
    ])
  })
})

describe("the tenant's", () => {
  const managementGroup = '/providers/Microsoft.Management/managementGroups/mg1'
  beforeAll(async () => {
    await world.given('PUT', `${managementGroup}?api-version=2020-05-01`, { properties: { displayName: 'One' } })
  })

  it('has what belongs to no subscription', async () => {
    const { status, body } = await list({ scope: '', filter: '' })
    expect([status, body.value[0].resourceId, body.value[0].subscriptionId]).toEqual([200, managementGroup, undefined])
    expect(show({ ...(await list()), body }).every((line) => !line.includes('Microsoft.Compute'))).toBe(true)
  })

  it('is refused to who has nothing there', async () => {
    expect(await list({ scope: '', as: nobody.as })).toMatchObject({
      status: 403,
      body: lacks(nobody, action, '/providers/Microsoft.Insights/eventtypes/management'),
    })
  })
})

it('lists its categories to everybody', async () => {
  const { status, body } = await world.cloud.arm(
    'GET',
    '/providers/microsoft.insights/eventcategories?api-version=2015-04-01',
    { as: nobody.as },
  )
  expect([status, body.value[2]]).toEqual([200, { value: 'ServiceHealth', localizedValue: 'Service Health' }])
})

it('keeps ninety days', async () => {
  const { clock, tokenFor } = world.cloud
  const name = 'Microsoft.ManagedIdentity/userAssignedIdentities/kept'
  const filter = since(`resourceId eq '${places.group}/providers/${name}'`)
  const count = async (): Promise<number> => {
    const as = await tokenFor({ principalId: ann.principalId })
    return (await list({ filter, as })).body.value.length
  }
  await world.cloud.arm('PUT', identity('kept'), { body: { location: 'westus' } })
  clock.advance(90 * 86_400)
  expect(await count()).toBe(1)
  clock.advance(1)
  expect(await count()).toBe(0)
})
