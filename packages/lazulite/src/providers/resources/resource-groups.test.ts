import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

let test: TestCloud
let groups: string
const v = 'api-version=2021-04-01'
beforeAll(async () => {
  test = await startTestCloud()
  groups = `${test.subscription}/resourceGroups`
})
afterAll(() => test.close())

describe('a resource group', () => {
  it('is created with 201, then found, with every header Azure sends', async () => {
    const created = await test.arm('PUT', `${groups}/DevTest?${v}`, {
      body: { location: 'West US', tags: { env: 'dev' } },
    })
    expect(created.status).toBe(201)
    expect(created.body).toEqual({
      id: `${groups}/DevTest`,
      name: 'DevTest',
      type: 'Microsoft.Resources/resourceGroups',
      location: 'westus',
      tags: { env: 'dev' },
      properties: { provisioningState: 'Succeeded' },
    })
    const { 'x-ms-request-id': requestId, date: _date, connection: _connection, ...headers } = created.headers
    expect(headers).toEqual({
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      expires: '-1',
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(JSON.stringify(created.body).length),
      vary: 'Accept-Encoding',
      'x-ms-ratelimit-remaining-subscription-writes': '1199',
      'x-ms-correlation-request-id': requestId,
      'x-ms-routing-request-id': `WESTUS2:20300101T000000Z:${String(requestId)}`,
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
    })
    const read = await test.arm('GET', `${test.subscription}/resourcegroups/DEVTEST?${v}`)
    expect([read.status, read.body]).toEqual([200, created.body])
  })

  it('answers 200 when it is put again, in the case of its first creation', async () => {
    const again = await test.arm('PUT', `${groups}/devtest?${v}`, { body: { location: 'westus', tags: {} } })
    expect([again.status, again.body.id, again.body.tags]).toEqual([200, `${groups}/DevTest`, {}])
  })

  it('keeps its location', async () => {
    const moved = await test.arm('PUT', `${groups}/DevTest?${v}`, { body: { location: 'eastus' } })
    expect([moved.status, moved.body]).toEqual([
      409,
      {
        error: {
          code: 'InvalidResourceGroupLocation',
          message: "Invalid resource group location 'eastus'. The Resource group already exists in location 'westus'.",
        },
      },
    ])
  })

  it('shows no type to api-versions that had none, as the tutorials print it', async () => {
    const read = await test.arm('GET', `${groups}/DevTest?api-version=2016-09-01`)
    expect(read.body).toEqual({
      id: `${groups}/DevTest`,
      name: 'DevTest',
      location: 'westus',
      tags: {},
      properties: { provisioningState: 'Succeeded' },
    })
  })

  it('is asked about by HEAD without a body', async () => {
    expect(await test.arm('HEAD', `${groups}/DevTest?${v}`)).toMatchObject({ status: 204, body: undefined })
    expect(await test.arm('HEAD', `${groups}/none?${v}`)).toMatchObject({ status: 404, body: undefined })
  })

  it('takes tags by PATCH and leaves the rest', async () => {
    const patched = await test.arm('PATCH', `${groups}/DevTest?${v}`, { body: { tags: { a: 'b' } } })
    expect([patched.status, patched.body.tags, patched.body.location]).toEqual([200, { a: 'b' }, 'westus'])
  })

  it.each([
    [{}, 400, 'LocationRequired', 'The location property is required for this definition.'],
    [
      { location: 'non-existing' },
      400,
      'InvalidResourceLocation',
      "The specified location 'non-existing' is invalid. A location must consist of characters, whitespace, digit, or following symbols '(,)'.",
    ],
    [
      { location: 7 },
      400,
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'The 'location' property must be a string'.",
    ],
    [
      { location: 'westus', tags: ['x'] },
      400,
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'The 'tags' property must be an object of strings'.",
    ],
    ['{"location":', 400, 'InvalidRequestContent', undefined],
    [
      '[]',
      400,
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'The content must be a JSON object'.",
    ],
    [
      undefined,
      400,
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'The request has no content'.",
    ],
  ])('refuses the body %j', async (body, status, code, message) => {
    const answer = await test.arm('PUT', `${groups}/refused?${v}`, { body })
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
    if (message !== undefined) expect(answer.body.error.message).toBe(message)
    expect((await test.arm('GET', `${groups}/refused?${v}`)).status).toBe(404)
  })

  it.each([
    [
      'a%20b',
      "The provided resource group name 'a b' has these invalid characters: ' '. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.",
    ],
    [
      'a%3Cb%3E',
      "The provided resource group name 'a<b>' has these invalid characters: '<>'. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.",
    ],
    [`${'x'.repeat(91)}`, undefined],
    ['ends.', undefined],
  ])('refuses the name %s', async (name, message) => {
    const answer = await test.arm('PUT', `${groups}/${name}?${v}`, { body: { location: 'westus' } })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'InvalidResourceGroup'])
    if (message !== undefined) expect(answer.body.error.message).toBe(message)
  })

  it('is deleted in the background, with everything in it and the roles assigned there', async () => {
    const { principalId } = await test.caller()
    await test.arm('PUT', `${groups}/Doomed?${v}`, { body: { location: 'westus' } })
    const identity = `${groups}/Doomed/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one`
    const made = await test.arm('PUT', `${identity}?api-version=2023-01-31`, { body: { location: 'westus' } })
    const assignment = `${groups}/Doomed/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111`
    await test.arm('PUT', `${assignment}?api-version=2022-04-01`, {
      body: {
        properties: {
          principalId,
          roleDefinitionId: `${test.subscription}/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
        },
      },
    })
    const deleted = await test.arm('DELETE', `${groups}/Doomed?${v}`)
    expect([deleted.status, deleted.body, deleted.headers['retry-after']]).toEqual([202, undefined, '1'])
    const poll = String(deleted.headers.location)
    expect(poll).toMatch(
      /^https:\/\/management\.azure\.com\/subscriptions\/[^/]+\/operationresults\/[\w-]+\?api-version=2021-04-01$/,
    )
    expect(JSON.parse(Buffer.from(poll.split('/').at(-1)?.split('?')[0] ?? '', 'base64url').toString())).toEqual({
      jobId: 'RESOURCEGROUPDELETIONJOB-DOOMED-WESTUS',
      jobLocation: 'westus',
    })
    await test.cloud.background.idle()
    expect((await test.arm('GET', poll.replace('https://management.azure.com', ''))).status).toBe(200)
    expect((await test.arm('GET', `${groups}/Doomed?${v}`)).body.error).toEqual({
      code: 'ResourceGroupNotFound',
      message: "Resource group 'Doomed' could not be found.",
    })
    const { store } = test.cloud.ports
    expect(await store.read.principals.get(made.body.properties.principalId)).toBeUndefined()
    expect(await store.read.roleAssignments.findByName('11111111-1111-4111-8111-111111111111')).toBeUndefined()
  })

  it('answers a second DELETE with 404 once it is gone', async () => {
    const answer = await test.arm('DELETE', `${groups}/Doomed?${v}`)
    expect([answer.status, answer.body.error.code, answer.headers['x-ms-failure-cause']]).toEqual([
      404,
      'ResourceGroupNotFound',
      'gateway',
    ])
  })
})

describe('the list of groups', () => {
  it('is filtered by tag and shows only what the caller may read', async () => {
    await test.arm('PUT', `${groups}/rg1?${v}`, { body: { location: 'westus', tags: { team: 'a' } } })
    await test.arm('PUT', `${groups}/rg10?${v}`, { body: { location: 'westus', tags: { team: 'b' } } })
    const filtered = await test.arm(
      'GET',
      `${groups}?$filter=tagName%20eq%20%27team%27%20and%20tagValue+eq+%27b%27&${v}`,
    )
    expect(filtered.body.value.map(({ name }: { name: string }) => name)).toEqual(['rg10'])

    const refused = await test.arm('GET', `${groups}?${v}`, { as: (await test.caller()).as })
    expect([refused.status, refused.body.error.code]).toEqual([403, 'AuthorizationFailed'])
    const { as, principalId, clientId } = await test.caller({ role: 'Reader', scope: `${groups}/rg1` })
    const own = await test.arm('GET', `${groups}?${v}`, { as })
    expect([own.status, own.body.value.map(({ name }: { name: string }) => name)]).toEqual([200, ['rg1']])
    expect((await test.arm('GET', `${groups}/rg10?${v}`, { as })).body.error).toEqual({
      code: 'AuthorizationFailed',
      message: `The client '${clientId}' with object id '${principalId}' does not have authorization to perform action 'Microsoft.Resources/subscriptions/resourcegroups/read' over scope '${groups}/rg10' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    })
  })
})
