/**
 * The sign-in pages in a real Chromium, without anybody in front of it: signs in, picks an account, answers a consent
 * and a device, and keeps pictures of every page, wide and narrow, light and dark.
 *
 * Use: `ORIGIN=https://localhost:4430 WALK_USER=… WALK_PASSWORD=… node e2e/sign-in/browser.mjs PICTURES-FOLDER`.
 * Speaks the DevTools protocol itself, so it needs Chromium (`CHROMIUM`, default `chromium`) and nothing else.
 */
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0' // this machine's own server, whose authority Chromium does not know either
const { ORIGIN = 'https://localhost:4430', WALK_USER = '', WALK_PASSWORD = '', CHROMIUM = 'chromium' } = process.env
const pictures = process.argv[2] ?? 'pictures'
mkdirSync(pictures, { recursive: true })
const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

const profile = mkdtempSync(join(tmpdir(), 'lazulite-chromium-'))
const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--ignore-certificate-errors',
  '--remote-debugging-port=0',
]
const chromium = spawn(CHROMIUM, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
  stdio: ['ignore', 'ignore', 'pipe'],
})
const endpoint = await new Promise((found) => {
  let said = ''
  chromium.stderr.on('data', (chunk) => {
    said += chunk
    const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
    if (address !== undefined) found(address)
  })
})
const socket = new WebSocket(endpoint)
await new Promise((open) => socket.addEventListener('open', open))
let last = 0
const waiting = new Map()
const problems = []
socket.addEventListener('message', ({ data }) => {
  const message = JSON.parse(data)
  waiting.get(message.id)?.(message)
  if (message.method === 'Log.entryAdded' && message.params.entry.level === 'error')
    problems.push(message.params.entry.text)
})
let sessionId
function send(method, params = {}) {
  const id = ++last
  socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }))
  return new Promise((done, fail) => {
    waiting.set(id, ({ result, error }) => (error ? fail(new Error(`${method}: ${error.message}`)) : done(result)))
  })
}
const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
sessionId = (await send('Target.attachToTarget', { targetId, flatten: true })).sessionId
await send('Page.enable')
await send('Log.enable')

const evaluate = async (expression) =>
  (await send('Runtime.evaluate', { expression, returnByValue: true })).result.value
const settle = async () => {
  for (let i = 0; i < 50; i++) {
    await wait(100)
    if ((await evaluate('document.readyState').catch(() => '')) === 'complete') return
  }
}
async function open(url) {
  await send('Page.navigate', { url })
  await settle()
}
async function submit(selector) {
  await evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`)
  await wait(300)
  await settle()
}
async function type(selector, text) {
  await evaluate(`document.querySelector(${JSON.stringify(selector)}).focus()`)
  await send('Input.insertText', { text })
}
const heading = () => evaluate(`document.querySelector('h1')?.textContent ?? document.body.textContent`)

async function picture(name) {
  for (const [width, height] of [
    [360, 740],
    [1280, 800],
  ]) {
    for (const scheme of ['light', 'dark']) {
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
      await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
      const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true })
      writeFileSync(join(pictures, `${name}-${width}-${scheme}.png`), Buffer.from(data, 'base64'))
      const overflow = await evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
      check(`${name} fits ${width} px`, overflow === false)
    }
  }
}

let failures = 0
function check(what, isGood, detail = '') {
  if (isGood) return
  failures++
  console.log(`FAIL  ${what} ${detail}`)
}

// An application on this machine, as `az login` is one.
const answers = []
const application = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    if (request.url !== '/favicon.ico')
      answers.push(new URLSearchParams(request.method === 'POST' ? body : request.url.split('?')[1]))
    response.setHeader('content-type', 'text/html').end('<h1>the application</h1>')
  })
})
await new Promise((done) => application.listen(0, '127.0.0.1', done))
const redirectUri = `http://localhost:${application.address().port}`
const verifier = randomBytes(32).toString('base64url')
const challenge = createHash('sha256').update(verifier).digest('base64url')
const authorizeUrl = (more = {}) =>
  `${ORIGIN}/organizations/oauth2/v2.0/authorize?${new URLSearchParams({
    ...{ client_id: azureCli, response_type: 'code', redirect_uri: redirectUri, state: 'a state' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256', response_mode: 'form_post' },
    ...{ scope: 'https://management.core.windows.net//.default openid profile offline_access', ...more },
  })}`
const post = async (path, form) =>
  (
    await fetch(`${ORIGIN}/organizations/oauth2/v2.0/${path}`, { method: 'POST', body: new URLSearchParams(form) })
  ).json()

try {
  await open(authorizeUrl())
  check('sign-in page', (await heading()) === 'Sign in', await heading())
  check('user name has the focus', (await evaluate('document.activeElement.id')) === 'username')
  await picture('sign-in')
  await type('#username', WALK_USER)
  await type('#password', 'wrong')
  await submit('form .button')
  check(
    'refusal is told',
    (await evaluate(`document.querySelector('[role=alert]')?.textContent`))?.includes('not right'),
  )
  await picture('sign-in-refused')
  await type('#password', WALK_PASSWORD)
  await submit('form .button')
  check('answer by form_post', answers.at(-1)?.get('state') === 'a state', await heading())
  const tokens = await post('token', {
    ...{ grant_type: 'authorization_code', client_id: azureCli, redirect_uri: redirectUri },
    ...{ code: answers.at(-1)?.get('code') ?? '', code_verifier: verifier },
  })
  check('code becomes tokens', typeof tokens.access_token === 'string', JSON.stringify(tokens))

  await open(authorizeUrl({ response_mode: 'query', state: 'silent' }))
  check('the session answers without asking', answers.at(-1)?.get('state') === 'silent', await heading())
  await open(authorizeUrl({ prompt: 'select_account' }))
  check('account picker', (await heading()) === 'Choose an account', await heading())
  await picture('accounts')
  await submit('button[value=other]')
  check('another account', (await heading()) === 'Sign in', await heading())
  await open(authorizeUrl({ prompt: 'consent', response_mode: 'query', state: 'consent' }))
  check('consent', (await heading()) === 'Permissions requested', await heading())
  await picture('consent')
  await submit('button[value=cancel]')
  check('declined', answers.at(-1)?.get('error') === 'access_denied', await heading())

  await open(authorizeUrl({ redirect_uri: 'https://elsewhere.example/' }))
  check('refusal page', (await heading()) === 'Sign-in is not possible', await heading())
  await picture('refused')

  const device = await post('devicecode', {
    client_id: azureCli,
    scope: 'https://management.core.windows.net//.default',
  })
  await open(device.verification_uri)
  check('device code page', (await heading()) === 'Enter code', await heading())
  await picture('device-code')
  await type('#code', device.user_code.toLowerCase())
  await submit('form .button')
  check('picker for the device', (await heading()) === 'Choose an account', await heading())
  await submit('.account')
  check('question for the device', (await heading()).startsWith('Sign in to'), await heading())
  await picture('device-question')
  await submit('button[value=accept]')
  check('device is let in', (await heading()) === 'You are signed in', await heading())
  await picture('done')
  const polled = await post('token', {
    ...{
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: azureCli,
      device_code: device.device_code,
    },
  })
  check('device gets tokens', typeof polled.access_token === 'string', JSON.stringify(polled))

  await open(`${ORIGIN}/common/oauth2/v2.0/logout`)
  check('signed out', (await heading()) === 'You are signed out', await heading())
  await open(authorizeUrl({ prompt: 'none', response_mode: 'query', state: 'gone' }))
  check('nobody is signed in', answers.at(-1)?.get('error') === 'login_required', await heading())
  const said = problems.filter((text) => !/status of 400/.test(text))
  check('the browser has nothing to complain about', said.length === 0, said.join('\n'))
} finally {
  application.close()
  socket.close()
  chromium.kill()
  await wait(300)
  rmSync(profile, { recursive: true, force: true })
}
console.log(failures === 0 ? `all pages work; pictures in ${pictures}` : `${failures} failed`)
process.exit(failures === 0 ? 0 : 1)
