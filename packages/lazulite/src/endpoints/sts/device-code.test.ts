import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'
import {
  administrator,
  armScope,
  azureCli,
  azurePowerShell,
  claimsIn,
  type Fields,
  formOf,
  headingOf,
  postForm,
  refusalOf,
  TestBrowser,
} from '../../testing/token-client.js'

let world: TestCloud
let browser: TestBrowser
beforeEach(async () => {
  world = await startTestCloud()
  browser = new TestBrowser(world.cloud.sts)
})
afterEach(() => world.close())

const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
const start = (changed: Fields = {}) =>
  postForm(world.cloud.sts, { client_id: azureCli, scope: armScope, ...changed }, { path: 'oauth2/v2.0/devicecode' })
const poll = (deviceCode: unknown, changed: Fields = {}, path = 'oauth2/v2.0/token') =>
  postForm(
    world.cloud.sts,
    {
      ...{ client_id: azureCli, grant_type: grantType, client_info: '1' },
      ...{ code: String(deviceCode), device_code: String(deviceCode) },
      ...changed,
    },
    { path },
  )
const pending = [
  400,
  'authorization_pending',
  'AADSTS70016: OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
]

/** Types the code and signs in; resolves to the question. */
async function toQuestion(code: unknown) {
  const page = await browser.get('/common/oauth2/deviceauth')
  return browser.signIn(await browser.submit(page, { code: String(code) }))
}
const answer = async (page: { body: string }, step: string) =>
  browser.post('/common/login', { ...formOf(page.body).fields, step })

describe('the device code flow', () => {
  it('tells the device what to show', async () => {
    const { status, body } = await start()
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual([
      ...['user_code', 'device_code', 'verification_uri', 'expires_in', 'interval', 'message'],
    ])
    const page = 'https://login.microsoftonline.com/common/oauth2/deviceauth'
    expect(body).toMatchObject({ verification_uri: page, expires_in: 900, interval: 5 })
    expect(body.user_code).toMatch(/^[A-HJ-NP-Z2-9]{9}$/)
    expect(body.message).toBe(
      `To sign in, use a web browser to open the page ${page} and enter the code ${body.user_code} to authenticate.`,
    )
  })

  it('goes from the code over sign-in and question to tokens, once', async () => {
    const { body } = await start()
    expect(refusalOf(await poll(body.device_code))).toEqual(pending)
    const question = await toQuestion(
      ` ${String(body.user_code)
        .toLowerCase()
        .replace(/(.{3})/, '$1-')} `,
    )
    expect(headingOf(question.body)).toBe('Sign in to Microsoft Azure CLI?')
    expect(question.body).toContain(administrator)
    world.clock.advance(5)
    expect(refusalOf(await poll(body.device_code))).toEqual(pending)
    expect(headingOf((await answer(question, 'accept')).body)).toBe('You are signed in')
    world.clock.advance(5)
    const tokens = await poll(body.device_code)
    expect(tokens.status).toBe(200)
    expect(claimsIn(tokens.body, 'access_token')).toMatchObject({ upn: administrator, appid: azureCli })
    expect(tokens.body).toMatchObject({ foci: '1', refresh_token: expect.any(String), id_token: expect.any(String) })
    expect((await poll(body.device_code)).body.error_codes).toEqual([54005])
  })

  it('is told when the person declines', async () => {
    const { body } = await start()
    const question = await toQuestion(body.user_code)
    expect(headingOf((await answer(question, 'cancel')).body)).toBe('Cancelled')
    expect(refusalOf(await poll(body.device_code))).toEqual([
      400,
      'authorization_declined',
      'AADSTS65004: User declined to consent to access the app.',
    ])
    expect(headingOf((await answer(question, 'accept')).body)).toBe('Enter code')
  })

  it('is over after fifteen minutes, for the device and for the person', async () => {
    const { body } = await start()
    world.clock.advance(899)
    expect(refusalOf(await poll(body.device_code))).toEqual(pending)
    world.clock.advance(1)
    const text =
      "AADSTS70020: The provided value for the input parameter 'device_code' is not valid. This device code has expired."
    expect(refusalOf(await poll(body.device_code))).toEqual([400, 'expired_token', text])
    expect(refusalOf(await poll(body.device_code, { grant_type: 'device_code' }, 'oauth2/token'))).toEqual([
      400,
      'code_expired',
      text,
    ])
    const page = await browser.submit(await browser.get('/common/oauth2/deviceauth'), { code: String(body.user_code) })
    expect([page.statusCode, page.body]).toEqual([
      400,
      expect.stringContaining('That code is not right, or its time is over.'),
    ])
  })

  it('tells a device that asks too often to slow down', async () => {
    const { body } = await start()
    await poll(body.device_code)
    world.clock.advance(3)
    expect((await poll(body.device_code)).body.error).toBe('slow_down')
    world.clock.advance(4)
    expect(refusalOf(await poll(body.device_code))).toEqual(pending)
  })

  it.each<[string, Fields, number, string, string]>([
    [
      'a made-up code',
      { device_code: 'x' },
      400,
      'bad_verification_code',
      "AADSTS70018: The provided value for the input parameter 'device_code' is not valid.",
    ],
    [
      'no code',
      { device_code: undefined, code: undefined },
      400,
      'invalid_request',
      "AADSTS900144: The request body must contain the following parameter: 'device_code'.",
    ],
    [
      'another client',
      { client_id: azurePowerShell },
      400,
      'invalid_grant',
      'AADSTS70000: Provided grant is invalid or malformed.',
    ],
  ])('refuses %s', async (_, changed, status, error, text) => {
    const { body } = await start()
    expect(refusalOf(await poll(body.device_code, changed))).toEqual([status, error, text])
  })

  it.each<[string, Fields, number[]]>([
    ['no client', { client_id: undefined }, [900144]],
    ['an unknown client', { client_id: 'x' }, [700016]],
    ['no scope', { scope: undefined }, [900144]],
    ['an unknown resource', { scope: 'https://nowhere.example/.default' }, [500011]],
  ])('does not begin with %s', async (_, changed, codes) => {
    expect((await start(changed)).body.error_codes).toEqual(codes)
  })

  it('speaks version 1 too', async () => {
    const resource = 'https://management.core.windows.net/'
    const { body } = await postForm(world.cloud.sts, { client_id: azureCli, resource }, { path: 'oauth2/devicecode' })
    expect(body).toMatchObject({ verification_url: expect.any(String), expires_in: '900', interval: '5' })
    await answer(await toQuestion(body.user_code), 'accept')
    const tokens = await poll(body.device_code, { grant_type: 'device_code', device_code: undefined }, 'oauth2/token')
    expect(tokens.body).toMatchObject({ resource, expires_in: '3599' })
  })

  it('picks an account at a browser that is signed in, and is not approved by that alone', async () => {
    await browser.signIn(await browser.authorize())
    const { body } = await start()
    const page = await browser.submit(await browser.get(`/common/oauth2/deviceauth?otc=${body.user_code}`))
    expect(headingOf(page.body)).toBe('Choose an account')
    expect(refusalOf(await poll(body.device_code))).toEqual(pending)
  })

  it('takes no code from another site', async () => {
    const { body } = await start()
    const page = await browser.post('/common/oauth2/deviceauth', { code: String(body.user_code) })
    expect([page.statusCode, headingOf(page.body)]).toEqual([400, 'Enter code'])
    const other = await browser.post('/common/oauth2/deviceauth', { code: 'x' }, { origin: 'https://evil.example' })
    expect(other.statusCode).toBe(400)
  })
})
