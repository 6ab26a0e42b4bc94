/** The portal's files as browsers ask for them, from a folder with a small portal in it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rememberingLog } from '../../testing/silent-log.js'
import { createPortalEndpoint } from './portal-endpoint.js'

const script = `console.log(${JSON.stringify('lapis '.repeat(200))})`
let root: string
let folder: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lazulite-portal-files-'))
  folder = join(root, 'portal')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(root, 'secret.txt'), 'not of the portal')
  writeFileSync(join(folder, 'index.html'), '<meta name="style-nonce" content="__NONCE__" /><p>__NONCE__</p>')
  writeFileSync(join(folder, 'icon.svg'), '<svg/>')
  writeFileSync(join(folder, 'assets/app-Ab1.js'), script)
  writeFileSync(join(folder, 'assets/font.woff2'), Buffer.alloc(2000))
})
afterAll(() => rmSync(root, { recursive: true }))

function openPortal(files = folder) {
  const log = rememberingLog()
  return { log, app: createPortalEndpoint({ folder: files, log }) }
}
const nonceOf = (policy: unknown): string | undefined => /'nonce-([^']+)'/.exec(String(policy))?.[1]

describe('the page', () => {
  it('is made for one answer: its nonce is new, in the policy and in the page, and it is not kept', async () => {
    const { app } = openPortal()
    const [first, second] = [await app.inject('/'), await app.inject('/?x=1')]
    const nonce = nonceOf(first.headers['content-security-policy'])
    expect(Buffer.from(nonce ?? '', 'base64')).toHaveLength(16)
    expect(first.body).toBe(`<meta name="style-nonce" content="${nonce}" /><p>${nonce}</p>`)
    expect(nonceOf(second.headers['content-security-policy'])).not.toBe(nonce)
    expect(first.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  })

  it('has the policy of the name by which it was asked for', async () => {
    const { app } = openPortal()
    const policyAt = async (host: string) =>
      String((await app.inject({ url: '/', headers: { host } })).headers['content-security-policy'])
    expect(await policyAt('portal.azure.com')).toContain('https://management.azure.com')
    expect(await policyAt('localhost:4430')).not.toContain('https://')
  })

  it('says that it is not built where it is not', async () => {
    const { app } = openPortal(join(folder, 'nowhere'))
    const answer = await app.inject('/')
    expect([answer.statusCode, answer.json().error.code]).toEqual([501, 'NotImplemented'])
  })
})

describe('files', () => {
  it.each([
    ['/assets/app-Ab1.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/app-Ab1.js?v=1', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/font.woff2', 'font/woff2', 'public, max-age=31536000, immutable'],
    ['/icon.svg', 'image/svg+xml', 'no-cache'],
  ])('%s is %s, kept: %s', async (url, contentType, cacheControl) => {
    const { statusCode, headers } = await openPortal().app.inject(url)
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({
      'content-type': contentType,
      'cache-control': cacheControl,
      vary: 'Accept-Encoding',
    })
  })

  it.each([
    ['gzip, deflate, br', '/assets/app-Ab1.js', true],
    [undefined, '/assets/app-Ab1.js', false],
    ['br', '/assets/app-Ab1.js', false],
    ['gzip', '/assets/font.woff2', false],
    ['gzip', '/icon.svg', false],
  ])('for Accept-Encoding %s, %s is compressed: %s', async (encoding, url, isCompressed) => {
    const headers = encoding === undefined ? {} : { 'accept-encoding': encoding }
    const answer = await openPortal().app.inject({ url, headers })
    expect(answer.headers['content-encoding']).toBe(isCompressed ? 'gzip' : undefined)
    if (isCompressed) expect(gunzipSync(answer.rawPayload).toString()).toBe(script)
  })

  it('are answered to HEAD without their content', async () => {
    const answer = await openPortal().app.inject({ method: 'HEAD', url: '/assets/app-Ab1.js' })
    expect([answer.statusCode, answer.body, Number(answer.headers['content-length'])]).toEqual([200, '', script.length])
  })

  it.each([
    '/assets/none.js',
    '/assets',
    '/assets/',
    '/index.html',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//icon.svg',
    '/icon.svg%00',
    '/.vite/manifest',
  ])('%s is no file of the portal', async (url) => {
    const answer = await openPortal().app.inject(url)
    expect([answer.statusCode, answer.body.includes('not of the portal')]).toEqual([404, false])
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('%s changes nothing here', async (method) => {
    const { app } = openPortal()
    const answers = [await app.inject({ method, url: '/' }), await app.inject({ method, url: '/icon.svg' })]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404])
  })
})

describe('headers', () => {
  it.each([
    ['GET', '/', 200],
    ['HEAD', '/', 200],
    ['GET', '/icon.svg', 200],
    ['GET', '/none', 404],
    ['POST', '/', 404],
    ['POST', '/csp-report', 204],
  ] as const)('%s %s (%s) cannot be framed, sniffed, opened or read by others', async (method, url, status) => {
    const { statusCode, headers } = await openPortal().app.inject({ method, url })
    expect(statusCode).toBe(status)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    })
    expect(headers).not.toHaveProperty('set-cookie')
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })
})

describe('reports of violations', () => {
  const report = (payload: string, contentType = 'application/csp-report') => {
    const { app, log } = openPortal()
    const sent = app.inject({ method: 'POST', url: '/csp-report', payload, headers: { 'content-type': contentType } })
    return sent.then(({ statusCode }) => ({ statusCode, entries: log.entries }))
  }

  it.each(['application/csp-report', 'application/reports+json', 'application/json'])(
    'of type %s become a line of the log',
    async (contentType) => {
      const { statusCode, entries } = await report('{"csp-report":{}}', contentType)
      expect(statusCode).toBe(204)
      expect(entries).toEqual([
        { level: 'warn', facts: { report: '{"csp-report":{}}' }, message: 'content security policy violated' },
      ])
    },
  )

  it('are cut short in the log', async () => {
    const { entries } = await report(`"${'x'.repeat(10_000)}"`)
    expect(JSON.stringify(entries).length).toBeLessThan(2200)
  })

  it('fill no log: the same is logged once, and a hundred at most', async () => {
    const { app, log } = openPortal()
    const send = (payload: string) =>
      app.inject({ method: 'POST', url: '/csp-report', payload, headers: { 'content-type': 'application/csp-report' } })
    await send('{}')
    await send('{}')
    expect(log.entries).toHaveLength(1)
    for (let number = 0; number < 150; number++) expect((await send(`{"n":${number}}`)).statusCode).toBe(204)
    expect(log.entries).toHaveLength(100)
  })

  it.each([
    ['longer than any report', 'x'.repeat(17 * 1024), 'application/csp-report', 413],
    ['of another type', '<report/>', 'text/xml', 415],
  ])('%s are refused and not logged', async (_name, payload, contentType, expected) => {
    const { statusCode, entries } = await report(payload, contentType)
    expect({ statusCode, entries }).toEqual({ statusCode: expected, entries: [] })
  })
})
