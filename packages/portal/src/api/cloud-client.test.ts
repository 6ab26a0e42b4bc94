import { describe, expect, it } from 'vitest'
import { cloudOriginsFor } from '../session/cloud-origins.js'
import { type ClientParts, createCloudClient, type OperationProgress } from './cloud-client.js'
import { ServiceError } from './service-error.js'

interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

/** A client whose services answer in this order, each answer once. */
function clientOf(answers: readonly (Answer | Error)[], origin = 'https://localhost:4430') {
  const left = [...answers]
  const asked: Asked[] = []
  const waited: number[] = []
  const fetch: NonNullable<ClientParts['fetch']> = async (url, init = {}) => {
    const { method = 'GET', headers, body } = init
    asked.push({
      ...{ method, url: String(url), headers: Object.fromEntries(new Headers(headers)) },
      body: typeof body === 'string' ? body : undefined,
    })
    const next = left.shift()
    if (next === undefined) throw new Error('asked more often than there are answers')
    if (next instanceof Error) throw next
    const text = next.body === undefined ? null : typeof next.body === 'string' ? next.body : JSON.stringify(next.body)
    return new Response(text, { status: next.status ?? 200, headers: next.headers ?? {} })
  }
  const client = createCloudClient({
    origins: cloudOriginsFor(origin),
    accessToken: async (audience, refused) =>
      refused === undefined ? `token-for-${audience}` : `token-after-${refused}`,
    fetch,
    wait: async (milliseconds) => void waited.push(milliseconds),
  })
  return { client, asked, waited, urls: () => asked.map(({ method, url }) => `${method} ${url}`) }
}

const apiVersion = '2024-01-01'
const path = '/subscriptions/s/resourceGroups/dev'

describe('one request', () => {
  it('carries the token of its audience, and JSON', async () => {
    const { client, asked } = clientOf([{ body: { name: 'dev' } }])
    expect(await client.arm(path, { apiVersion, method: 'PUT', body: { location: 'west' } })).toEqual({ name: 'dev' })
    expect(asked).toEqual([
      {
        method: 'PUT',
        url: `https://localhost:4430${path}?api-version=${apiVersion}`,
        headers: {
          accept: 'application/json',
          authorization: 'Bearer token-for-arm',
          'content-type': 'application/json',
        },
        body: '{"location":"west"}',
      },
    ])
  })

  it('is asked once more with another token when the service no longer takes the first', async () => {
    const { client, asked } = clientOf([{ status: 401 }, { body: { name: 'dev' } }])
    expect(await client.arm(path, { apiVersion, method: 'PUT', body: { location: 'west' } })).toEqual({ name: 'dev' })
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-for-arm',
      'Bearer token-after-token-for-arm',
    ])
    expect(asked[1]?.body).toBe('{"location":"west"}')
  })

  it('is refused in the words of the service when another token is not taken either', async () => {
    const refusal = { status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'No.' } } }
    const { client, asked } = clientOf([refusal, refusal])
    await expect(client.arm(path, { apiVersion })).rejects.toMatchObject({ message: 'No.' })
    expect(asked).toHaveLength(2)
  })

  it('goes to the public names where the portal has its own', async () => {
    const { client, asked } = clientOf([{}, {}, {}], 'https://portal.azure.com')
    await client.arm('/subscriptions?$top=1', { apiVersion })
    await client.graph('/users')
    await client.operations('/health')
    expect(asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      [`https://management.azure.com/subscriptions?$top=1&api-version=${apiVersion}`, 'Bearer token-for-arm'],
      ['https://graph.microsoft.com/v1.0/users', 'Bearer token-for-graph'],
      ['https://portal.azure.com/_lazulite/health', 'Bearer token-for-arm'],
    ])
  })

  it('fails with what the service said', async () => {
    const headers = { 'x-ms-correlation-request-id': 'c-1' }
    const { client } = clientOf([{ status: 404, headers, body: { error: { code: 'NotThere', message: 'No.' } } }])
    const failure = await client.arm(path, { apiVersion }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ServiceError)
    expect(failure).toMatchObject({
      facts: {
        ...{ code: 'NotThere', message: 'No.', status: 404, correlationId: 'c-1' },
        request: { method: 'GET', url: `${path}?api-version=${apiVersion}` },
      },
    })
  })

  it('says so when nobody answers', async () => {
    const { client } = clientOf([new TypeError('Failed to fetch')])
    await expect(client.graph('/me')).rejects.toMatchObject({ facts: { code: 'Unreachable', status: 0 } })
  })

  it('hands an abort through as it is', async () => {
    const aborted = new DOMException('aborted', 'AbortError')
    const { client } = clientOf([aborted as unknown as Error]) // in this runtime it is one
    await expect(client.graph('/me', { signal: AbortSignal.abort() })).rejects.toBe(aborted)
  })
})

describe('lists', () => {
  it('are read to their last page', async () => {
    const { client, urls } = clientOf([{ body: { value: [1, 2], nextLink: 'https://x/2' } }, { body: { value: [3] } }])
    expect(await client.armList('/subscriptions', { apiVersion })).toEqual([1, 2, 3])
    expect(urls()[1]).toBe('GET https://x/2')
  })

  it("follow Graph's link as well", async () => {
    const { client } = clientOf([{ body: { value: [1], '@odata.nextLink': 'https://x/2' } }, { body: { value: [2] } }])
    expect(await client.graphList('/users')).toEqual([1, 2])
  })
})

describe('long operations', () => {
  const operation = 'https://localhost:4430/operations/1'
  const started = { status: 201, headers: { 'azure-asyncoperation': operation }, body: { name: 'dev' } }

  it('are done at once when the service says nothing else', async () => {
    const { client, waited } = clientOf([{ body: { name: 'dev' } }])
    expect(await client.armOperation(path, { apiVersion, method: 'PUT', body: {} })).toEqual({ name: 'dev' })
    expect(waited).toEqual([])
  })

  it('are followed to their end; a write ends with the resource', async () => {
    const told: OperationProgress[] = []
    const { client, urls } = clientOf([
      started,
      { body: { status: 'InProgress', percentComplete: 40 } },
      { body: { status: 'Succeeded' } },
      { body: { name: 'dev', isDone: true } },
    ])
    const onProgress = (progress: OperationProgress) => told.push(progress)
    const done = await client.armOperation(path, { apiVersion, method: 'PUT', body: {}, onProgress })
    expect(done).toEqual({ name: 'dev', isDone: true })
    expect(told).toEqual([{ status: 'InProgress', percentComplete: 40 }, { status: 'Succeeded' }])
    const resource = `https://localhost:4430${path}?api-version=${apiVersion}`
    expect(urls()).toEqual([`PUT ${resource}`, `GET ${operation}`, `GET ${operation}`, `GET ${resource}`])
  })

  it.each(['Failed', 'Canceled'])('that end as %s fail with their own words', async (status) => {
    const { client } = clientOf([started, { body: { status, error: { code: 'Quota', message: 'Too many.' } } }])
    await expect(client.armOperation(path, { apiVersion, method: 'PUT' })).rejects.toMatchObject({
      facts: { code: 'Quota', message: 'Too many.' },
    })
  })

  it('without an operation are followed by their location', async () => {
    const location = 'https://localhost:4430/results/1'
    const accepted = { status: 202, headers: { location } }
    const { client, urls } = clientOf([accepted, { status: 202 }, { status: 204 }])
    expect(await client.armOperation(path, { apiVersion, method: 'DELETE' })).toBeUndefined()
    expect(urls().slice(1)).toEqual([`GET ${location}`, `GET ${location}`])
  })

  it.each([
    ['5', 2000],
    ['1', 1000],
    ['0', 0],
    [undefined, 1000],
    ['soon', 1000],
  ])('with Retry-After %s are looked at after %s ms', async (retryAfter, expected) => {
    const headers = { ...started.headers, ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) }
    const { client, waited } = clientOf([{ ...started, headers }, { body: { status: 'Succeeded' } }])
    await client.armOperation(path, { apiVersion, method: 'POST' })
    expect(waited).toEqual([expected])
  })
})
