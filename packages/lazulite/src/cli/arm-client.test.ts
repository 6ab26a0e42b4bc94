import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer, type Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openCertificateAuthority } from '../crypto/certificate-authority.js'
import { systemClock } from '../system-clock.js'
import { sequentialIds } from '../testing/sequential-ids.js'
import { silentLog } from '../testing/silent-log.js'
import { type ArmClientOptions, armClient } from './arm-client.js'
import { errorLine } from './cli-error.js'

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}
interface Seen {
  readonly line: string
  readonly authorization: string | undefined
  readonly body: string
}

const folder = mkdtempSync(join(tmpdir(), 'arm-client-'))
let server: Server
let origin: string
let caCertificate: string
/** What the service answers, one after the other; the token endpoint answers by itself. */
let answers: Answer[]
let seen: Seen[]
let waited: number[]

const tokenAnswer: Answer = { status: 200, body: { access_token: 'the-token', token_type: 'Bearer' } }
let token: Answer

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

beforeAll(async () => {
  const authority = await openCertificateAuthority({ folder, clock: systemClock, ids: sequentialIds(), log: silentLog })
  caCertificate = authority.caCertificate
  server = createServer(authority.tlsOptions(), async (request, response) => {
    const body = await textOf(request)
    const isToken = request.url?.endsWith('/oauth2/v2.0/token') === true
    seen.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization, body })
    const answer = isToken
      ? token
      : (answers.shift() ?? { status: 500, body: { error: { code: 'Unexpected', message: '' } } })
    const content = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(content)
  })
  await authority.close()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  origin = `https://localhost:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(async () => {
  await new Promise((done) => server.close(done))
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  ;[answers, seen, waited, token] = [[], [], [], tokenAnswer]
})

const client = (options: ArmClientOptions = {}) =>
  armClient(
    { origin, tenantId: 'tenant', clientId: 'operator', clientSecret: 's&cret', caCertificate },
    { wait: async (seconds) => void waited.push(seconds), ...options },
  )
const lines = (): string[] => seen.slice(1).map(({ line }) => line)
const failure = (work: Promise<unknown>): Promise<string> => work.then(() => 'no failure', errorLine)

describe('signing in', () => {
  it('asks once for a token by client credentials and sends it with every call', async () => {
    answers = [
      { status: 200, body: { name: 'a' } },
      { status: 200, body: { name: 'b' } },
    ]
    const arm = client()
    expect([await arm.get('/a?x=1'), await arm.get('/b')]).toEqual([{ name: 'a' }, { name: 'b' }])
    expect(seen.map(({ line, authorization }) => [line, authorization])).toEqual([
      ['POST /tenant/oauth2/v2.0/token', undefined],
      ['GET /a?x=1', 'Bearer the-token'],
      ['GET /b', 'Bearer the-token'],
    ])
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'operator',
      client_secret: 's&cret',
      scope: 'https://management.azure.com/.default',
    })
  })

  it("says the token service's own code and first line when refused", async () => {
    token = { status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215: no.\r\nTrace ID: x' } }
    expect(await failure(client().get('/a'))).toBe('invalid_client: AADSTS7000215: no.')
  })

  it('trusts no other certificate authority', async () => {
    const stranger = mkdtempSync(join(tmpdir(), 'stranger-'))
    const other = await openCertificateAuthority({
      folder: stranger,
      clock: systemClock,
      ids: sequentialIds(),
      log: silentLog,
    })
    await other.close()
    const arm = armClient({
      origin,
      tenantId: 't',
      clientId: 'c',
      clientSecret: 's',
      caCertificate: other.caCertificate,
    })
    expect(await failure(arm.get('/a'))).toMatch(/^error: localhost:\d+: .*(certificate|signature)/)
    expect(seen).toEqual([])
    rmSync(stranger, { recursive: true })
  })
})

describe('errors', () => {
  it.each<[string, Answer, string]>([
    [
      "Resource Manager's shape",
      { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'No.' } } },
      'AuthorizationFailed: No.',
    ],
    ['several lines', { status: 400, body: { error: { code: 'Bad', message: 'one\n  two' } } }, 'Bad: one two'],
    ['no code', { status: 400, body: { error: { message: 'why' } } }, 'Error: why'],
    ['no JSON', { status: 502, body: '<html>' }, 'Status502: the server gave no reason'],
    ['success without JSON', { status: 200, body: 'hello' }, 'error: the server answered 200 without a JSON object'],
  ])('%s', async (_what, answer, expected) => {
    answers = [answer]
    expect(await failure(client().get('/a'))).toBe(expected)
  })

  it('is undefined for what find does not find, and an error for anything else', async () => {
    answers = [
      { status: 404, body: { error: { code: 'NotFound', message: 'No.' } } },
      { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'No.' } } },
    ]
    const arm = client()
    expect(await arm.find('/a')).toBeUndefined()
    expect(await failure(arm.find('/a'))).toBe('AuthorizationFailed: No.')
  })

  it('names a server that does not answer', async () => {
    const gone = { origin: 'https://localhost:1', tenantId: 't', clientId: 'c', clientSecret: 's', caCertificate }
    expect(await failure(armClient(gone).get('/a'))).toMatch(/^error: localhost:1: .*ECONNREFUSED/)
  })
})

describe('lists', () => {
  it('follows every page, but only on this server', async () => {
    answers = [
      { status: 200, body: { value: [{ name: 'a' }], nextLink: 'https://management.azure.com/items?page=2' } },
      { status: 200, body: { value: [{ name: 'b' }] } },
    ]
    expect(await client().list('/items')).toEqual([{ name: 'a' }, { name: 'b' }])
    expect(lines()).toEqual(['GET /items', 'GET /items?page=2'])
  })
})

describe('long-running operations', () => {
  const operation = 'https://management.azure.com/operations/1?api-version=x'
  const accepted = (headers: Record<string, string>): Answer => ({ status: 202, headers, body: '' })

  it('asks for the state as often as told, then for the resource', async () => {
    const told: string[] = []
    answers = [
      { status: 201, headers: { 'azure-asyncoperation': operation, 'retry-after': '3' }, body: { name: 'vm' } },
      { status: 200, headers: { 'retry-after': '7' }, body: { status: 'InProgress' } },
      { status: 200, body: { status: 'Running' } },
      { status: 200, body: { status: 'Succeeded' } },
      { status: 200, body: { name: 'vm', properties: { provisioningState: 'Succeeded' } } },
    ]
    const made = await client({ onWait: (text) => void told.push(text) }).put('/vm', { location: 'westus' })
    expect(made).toEqual({ name: 'vm', properties: { provisioningState: 'Succeeded' } })
    expect(lines()).toEqual(['PUT /vm', ...Array(3).fill('GET /operations/1?api-version=x'), 'GET /vm'])
    expect(waited).toEqual([3, 7, 1])
    expect(told).toEqual(['operation: InProgress', 'operation: Running'])
    expect(seen[1]?.body).toBe('{"location":"westus"}')
  })

  it("ends with the operation's own error", async () => {
    answers = [
      { status: 202, headers: { 'azure-asyncoperation': operation, 'retry-after': '0' } },
      { status: 200, body: { status: 'Failed', error: { code: 'VMStartFailed', message: 'It did not.' } } },
    ]
    expect(await failure(client().post('/vm/start'))).toBe('VMStartFailed: It did not.')
    expect(waited).toEqual([0])
  })

  it('follows a Location until it is no longer accepted', async () => {
    answers = [
      accepted({ location: operation, 'retry-after': '2' }),
      accepted({ 'retry-after': '999' }),
      { status: 204, body: '' },
    ]
    await client().delete('/vm')
    expect(lines()).toEqual(['DELETE /vm', ...Array(2).fill('GET /operations/1?api-version=x')])
    expect(waited).toEqual([2, 60])
  })

  it('loses patience', async () => {
    answers = [accepted({ location: operation }), accepted({}), accepted({}), accepted({})]
    expect(await failure(client({ patience: 2 }).delete('/vm'))).toBe('error: the operation has not ended within 2 s')
    expect(waited).toEqual([1, 1])
  })

  it('takes an answer that is final as it is', async () => {
    answers = [{ status: 200, body: { name: 'group' } }]
    expect(await client().patch('/group', { tags: {} })).toEqual({ name: 'group' })
    expect(lines()).toEqual(['PATCH /group'])
  })
})
