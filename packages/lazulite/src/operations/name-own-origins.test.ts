import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestGraph, type TestGraph } from '../testing/start-test-graph.js'
import { claimsOf } from '../testing/token-world.js'

let graph: TestGraph
beforeAll(async () => {
  graph = await startTestGraph()
})
afterAll(() => graph.close())

/** A token of the operator's, as az asks for it. */
async function tokenFor(resource: string) {
  const response = await graph.cloud.cloud.sts.inject({
    method: 'POST',
    url: '/10000000-0000-4000-8000-000000000001/oauth2/v2.0/token',
    headers: { host: 'localhost:4430', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: '30000000-0000-4000-8000-000000000001',
      client_secret: 'operator-secret',
      scope: `${resource}/.default`,
    }).toString(),
  })
  return { status: response.statusCode, token: String(response.json().access_token) }
}

it.each(['https://localhost:4430/', 'https://localhost:4430', 'https://graph.microsoft.com/'])(
  'a token asked for %s opens Microsoft Graph at the local origin',
  async (resource) => {
    const { status, token } = await tokenFor(resource)
    expect([status, claimsOf(token).aud]).toEqual([200, resource])
    expect(claimsOf(token).wids).toEqual(['62e90394-69f5-4237-9190-012177145e10'])
    const answer = await graph.get('/v1.0/organization', { as: token, headers: { host: 'localhost:4430' } })
    expect(answer.status).toBe(200)
  },
)

it('another origin names nothing', async () => {
  expect((await tokenFor('https://localhost:4431/')).status).toBe(400)
})
