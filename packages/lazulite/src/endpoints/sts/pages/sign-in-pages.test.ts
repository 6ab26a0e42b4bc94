import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestCloud, type TestCloud } from '../../../testing/start-test-cloud.js'
import {
  administrator,
  answerOf,
  azureCli,
  changeAdministrator,
  type Fields,
  formOf,
  headingOf,
  TestBrowser,
  unescapeHtml,
} from '../../../testing/token-client.js'

let world: TestCloud
let browser: TestBrowser
beforeEach(async () => {
  world = await startTestCloud()
  browser = new TestBrowser(world.cloud.sts)
})
afterEach(() => world.close())

const session = '__Host-lazulite-session'
const signIn = async (changed: Fields = {}) => browser.signIn(await browser.authorize(changed))

async function addUser(name: string): Promise<string> {
  const { store, ids, clock } = world.cloud.ports
  const userPrincipalName = `${name}@lazulite.onmicrosoft.com`
  const createdAt = clock.nowMillis()
  const password = { keyId: name, hash: `test$${name}-password`, hint: 'x', startsAt: 0 }
  await store.transaction((tx) =>
    tx.principals.insert({
      ...{ kind: 'User', principalId: ids.guid('principal'), displayName: name, isEnabled: true, createdAt },
      ...{ userPrincipalName, password, directoryRoles: [] },
    }),
  )
  return userPrincipalName
}

describe('every page', () => {
  it('is kept by nobody, framed by nobody, and runs nothing', async () => {
    const { headers } = await browser.authorize()
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store, no-cache',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' http://localhost:51234; base-uri 'none'; frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    })
  })

  it('has labels, a language, what password managers look for, and no inline style or script', async () => {
    const { body } = await browser.authorize()
    expect(body).toMatch(/<html lang="en">/)
    expect(body).toMatch(/<label for="username">.*<input id="username"[^>]* autocomplete="username"/s)
    expect(body).toMatch(/<label for="password">.*<input id="password"[^>]* autocomplete="current-password"/s)
    expect(body).not.toMatch(/<style|style=|<script|onclick|onload/)
  })

  it('finds its files, which may be kept', async () => {
    const { body } = await browser.authorize()
    const address = /<link rel="stylesheet" href="([^"]+)"/.exec(body)?.[1] ?? ''
    const file = await browser.get(address)
    expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8'])
    expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await browser.get('/common/assets/constructor')).statusCode).toBe(404)
  })

  it('is an error page when something of ours breaks, and says nothing of it', async () => {
    world.cloud.ports.store.read.applications.findByClientId = () => Promise.reject(new Error('database on fire'))
    const page = await browser.authorize()
    expect([page.statusCode, page.body.includes('fire')]).toEqual([500, false])
    expect(world.log.entries.at(-1)).toMatchObject({ level: 'error', message: 'unexpected token service failure' })
  })
})

describe('the sign-in page', () => {
  it('tells what is wrong, keeps the name and forgets the password', async () => {
    const page = await signIn()
    expect(page.statusCode).toBe(302)
    const refused = await new TestBrowser(world.cloud.sts).authorize()
    const other = new TestBrowser(world.cloud.sts)
    const answer = await other.submit(await other.authorize(), { username: administrator, password: 'wrong-password' })
    expect([answer.statusCode, headingOf(answer.body), refused.statusCode]).toEqual([400, 'Sign in', 200])
    expect(answer.body).toMatch(
      /role="alert" id="problem"><p><a href="#password">The user name or the password is not right\.</,
    )
    expect(answer.body).toContain(`value="${administrator}"`)
    expect(answer.body).toContain('aria-invalid="true" aria-describedby="problem"')
    expect(answer.body).not.toContain('wrong-password')
  })

  it('does not tell whether the user exists', async () => {
    const ask = async (username: string) => {
      const stranger = new TestBrowser(world.cloud.sts)
      const page = await stranger.submit(await stranger.authorize(), { username, password: 'wrong' })
      return /role="alert".*?<\/div>/s.exec(page.body)?.[0]
    }
    expect(await ask(administrator)).toBe(await ask('nobody@lazulite.onmicrosoft.com'))
  })

  it.each<[string, Fields, string]>([
    ['nothing typed', { username: '', password: '' }, 'Type your user name and your password.'],
    ['no password', { username: administrator, password: '' }, 'Type your user name and your password.'],
  ])('asks again for %s', async (_, typed, text) => {
    const page = await browser.submit(await browser.authorize(), typed)
    expect([page.statusCode, page.body]).toEqual([400, expect.stringContaining(text)])
  })

  it('says when an account is locked or disabled', async () => {
    await changeAdministrator(world, { isEnabled: false })
    expect((await signIn()).body).toContain('This account is disabled.')
    await changeAdministrator(world, { isEnabled: true })
    for (let i = 0; i < 10; i++) await browser.signIn(await browser.authorize(), { password: 'wrong' })
    expect((await signIn()).body).toContain('There were too many wrong passwords.')
  })

  it('knows who is meant', async () => {
    const { body } = await browser.authorize({ login_hint: 'somebody@lazulite.onmicrosoft.com' })
    expect(body).toContain('value="somebody@lazulite.onmicrosoft.com"')
    expect(body).toMatch(/id="password"[^>]* autofocus/)
  })

  it('can be cancelled', async () => {
    const answer = await browser.submit(await browser.authorize(), { step: 'cancel' })
    expect(answerOf(answer)).toMatchObject({ error: 'access_denied', state: 'a state' })
    expect(answerOf(answer).error_description).toMatch(/^AADSTS65004: User declined to consent to access the app\./)
  })

  it('writes nothing secret to the log or the audit log', async () => {
    const events: unknown[] = []
    world.cloud.audit.listen((event) => events.push(event))
    await browser.signIn(await browser.authorize(), { password: 'wrong-password' })
    const { code } = answerOf(await signIn())
    expect(events).toMatchObject([
      { kind: 'signin.failed', facts: { user: administrator, clientId: azureCli, method: 'page' } },
      {
        kind: 'signin.succeeded',
        facts: { user: administrator, clientId: azureCli, method: 'page', result: 'success' },
      },
    ])
    const written = JSON.stringify([events, world.log.entries])
    for (const secret of ['wrong-password', 'administrator-password', code, browser.cookies.get(session)]) {
      expect(written).not.toContain(secret)
    }
  })
})

describe('a form', () => {
  const post = async (headers: Record<string, string>, changed: Fields = {}) => {
    const { fields } = formOf((await browser.authorize()).body)
    return browser.post(
      '/common/login',
      { ...fields, username: administrator, password: 'administrator-password', ...changed },
      headers,
    )
  }

  it.each([
    ['with the proof of another browser', { proof: 'x' }],
    ['without proof', { proof: undefined }],
  ])('signs nobody in %s', async (_, changed) => {
    const page = await post({}, changed)
    expect([page.statusCode, browser.cookies.has(session)]).toEqual([400, false])
    expect(page.body).toContain('This page was open for too long')
  })

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('signs nobody in from %s', async (_, headers) => {
    expect((await post(headers)).statusCode).toBe(400)
    expect(browser.cookies.has(session)).toBe(false)
  })

  it('is taken from our own origin', async () => {
    const page = await post({ origin: 'https://login.microsoftonline.com', 'sec-fetch-site': 'same-origin' })
    expect(page.statusCode).toBe(302)
  })

  it('cannot lead anywhere else than the request could', async () => {
    const page = await post({}, { request: 'client_id=x&redirect_uri=https://evil.example/' })
    expect([page.statusCode, page.headers.location]).toEqual([400, undefined])
  })

  it.each([[{ step: 'dance' }], [{ step: undefined }]])('with the step %j is malformed', async (changed) => {
    expect(unescapeHtml((await post({}, changed)).body)).toContain('AADSTS9002313')
  })
})

describe('a session', () => {
  it('is a cookie that no script and no other site can use', async () => {
    const page = await signIn()
    const cookies = [page.headers['set-cookie']].flat()
    expect(cookies).toEqual([
      expect.stringMatching(/^__Host-lazulite-session=\S+; Path=\/; Secure; HttpOnly; SameSite=Lax$/),
    ])
  })

  it('answers the next application without asking', async () => {
    await signIn()
    expect(answerOf(await browser.authorize({ state: 'next' }))).toMatchObject({
      state: 'next',
      code: expect.any(String),
    })
    expect(answerOf(await browser.authorize({ prompt: 'none' }))).toHaveProperty('code')
  })

  it('ends eight hours after the sign-in', async () => {
    await signIn()
    world.clock.advance(8 * 3600 - 1)
    expect((await browser.authorize()).statusCode).toBe(302)
    world.clock.advance(1)
    expect(headingOf((await browser.authorize()).body)).toBe('Sign in')
  })

  it.each<[string, Parameters<typeof changeAdministrator>[1]]>([
    ['another password', { password: { keyId: 'n', hash: 'test$n', hint: 'n', startsAt: 0 } }],
    ['a disabled user', { isEnabled: false }],
    ['revoked sign-ins', { graphProperties: { signInSessionsValidFromDateTime: '2030-01-01T00:00:01Z' } }],
  ])('ends with %s', async (_, change) => {
    await signIn()
    await changeAdministrator(world, change)
    expect(headingOf((await browser.authorize()).body)).toBe('Sign in')
  })

  it('gets a new secret with every sign-in, and the old one is worth nothing', async () => {
    await signIn()
    const old = browser.cookies.get(session) ?? ''
    await signIn({ prompt: 'login' })
    expect(browser.cookies.get(session)).not.toBe(old)
    browser.cookies.set(session, old)
    expect(headingOf((await browser.authorize()).body)).toBe('Sign in')
  })

  it.each([
    ['nobody', 'none', 'login_required', 'AADSTS50058: A silent sign-in request was sent but no user is signed in.'],
  ])('of %s answers prompt=%s with %s', async (_, prompt, error, text) => {
    const answer = answerOf(await browser.authorize({ prompt }))
    expect(answer).toMatchObject({ error, error_description: expect.stringContaining(text) })
  })

  it('holds several accounts, of which one is picked', async () => {
    const ada = await addUser('ada')
    await signIn()
    const page = await browser.authorize({ prompt: 'login' })
    await browser.submit(page, { username: ada, password: 'ada-password' })
    expect(answerOf(await browser.authorize({ prompt: 'none' })).error).toBe('interaction_required')
    expect(answerOf(await browser.authorize({ prompt: 'none', login_hint: ada }))).toHaveProperty('code')
    expect(answerOf(await browser.authorize({ login_hint: administrator.toUpperCase() }))).toHaveProperty('code')
    const picker = await browser.authorize()
    expect(headingOf(picker.body)).toBe('Choose an account')
    expect([...picker.body.matchAll(/class="account-user">([^<]*)</g)].map(([, name]) => name)).toEqual([
      ada,
      administrator,
    ])
    const account = /name="account" value="([^"]*)"/.exec(picker.body)?.[1] ?? ''
    expect(answerOf(await browser.submit(picker, { account }))).toHaveProperty('code')
  })

  it('shows the accounts when asked to, and leads to another', async () => {
    await signIn()
    const picker = await browser.authorize({ prompt: 'select_account' })
    expect(headingOf(picker.body)).toBe('Choose an account')
    expect(headingOf((await browser.submit(picker, { account: 'other' })).body)).toBe('Sign in')
    const back = await browser.submit(await browser.submit(picker, { account: 'other' }), { step: 'accounts' })
    expect(headingOf(back.body)).toBe('Choose an account')
  })

  it('lets nobody be picked who is not signed in at this browser', async () => {
    await addUser('ada')
    const ada = await world.cloud.ports.store.read.principals.findByUserPrincipalName('ada@lazulite.onmicrosoft.com')
    await signIn()
    const picker = await browser.authorize({ prompt: 'select_account' })
    const page = await browser.submit(picker, { account: ada?.principalId })
    expect(headingOf(page.body)).toBe('Sign in')
  })

  it('is not enough where the application wants the password', async () => {
    await signIn()
    const page = await browser.authorize({ prompt: 'login' })
    expect(headingOf(page.body)).toBe('Sign in')
    const id = (await world.cloud.ports.store.read.principals.findByUserPrincipalName(administrator))?.principalId
    world.clock.advance(300)
    expect(headingOf((await browser.submit(page, { step: 'account', account: id })).body)).toBe('Sign in')
  })

  it('is audited when it vouches for the person', async () => {
    await signIn()
    const events: unknown[] = []
    world.cloud.audit.listen((event) => events.push(event))
    await browser.authorize()
    expect(events).toMatchObject([{ kind: 'signin.succeeded', facts: { method: 'session', clientId: azureCli } }])
  })
})

describe('consent', () => {
  it('is asked for when the application wants it, and can be declined', async () => {
    const page = await signIn({ prompt: 'consent' })
    expect(headingOf(page.body)).toBe('Permissions requested')
    expect(page.body).toContain('All it may do at https:&#47;&#47;'.replaceAll('&#47;', '/'))
    const { fields } = formOf(page.body)
    expect(answerOf(await browser.post('/common/login', { ...fields, step: 'cancel' })).error).toBe('access_denied')
    expect(answerOf(await browser.post('/common/login', { ...fields, step: 'accept' }))).toHaveProperty('code')
  })
})

describe('signing out', () => {
  it.each(['/common/oauth2/v2.0/logout', '/organizations/oauth2/logout'])('%s ends the session', async (url) => {
    await signIn()
    const secret = browser.cookies.get(session) ?? ''
    const page = await browser.get(url)
    expect([headingOf(page.body), browser.cookies.has(session)]).toEqual(['You are signed out', false])
    browser.cookies.set(session, secret)
    expect(headingOf((await browser.authorize()).body)).toBe('Sign in')
  })

  it.each([
    ['http://localhost:5000/', 'x', 'http://localhost:5000/?state=x'],
    ['http://localhost:5000', undefined, 'http://localhost:5000'],
    ['https://evil.example/', 'x', undefined],
    ['javascript:alert(1)', undefined, undefined],
    ['//evil.example', undefined, undefined],
  ])('leads back to %s only if it is an application of ours', async (back, state, location) => {
    const query = new URLSearchParams({ post_logout_redirect_uri: back, ...(state === undefined ? {} : { state }) })
    expect((await browser.get(`/common/oauth2/v2.0/logout?${query}`)).headers.location).toBe(location)
  })

  it('leads back to the application that is named, and no other', async () => {
    const query = new URLSearchParams({
      post_logout_redirect_uri: 'http://localhost:1/',
      client_id: '30000000-0000-4000-8000-000000000001',
    })
    expect((await browser.get(`/common/oauth2/v2.0/logout?${query}`)).headers.location).toBeUndefined()
  })
})
