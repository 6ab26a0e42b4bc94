/**
 * Every way to sign in that Azure CLI has, against a server of its own: password, browser, device code, service principal
 * with secret, certificate and federated token, managed identity by federation; then MSAL Python on its own.
 *
 * Use: `AZ=/path/to/az [PYTHON=/path/to/python-with-msal] node e2e/sign-in/run.ts`, after `npm run build`.
 * Needs `openssl`. The certificate and the federated credential of the operator are put into the database between two
 * starts, so that nothing but the token service is under test.
 */
import { execFile, spawn } from 'node:child_process'
import { createHash, createPrivateKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type StartedServer, startServer } from '../support/start-server.ts'

const az = process.env.AZ ?? 'az'
const python = process.env.PYTHON
const bin = resolve(import.meta.dirname, '../../packages/lazulite/bin/lazulite.mjs')
const folder = mkdtempSync(join(tmpdir(), 'lazulite-sign-in-'))
const data = join(folder, 'data')
const password = 'a-long-password-for-tests'
const secret = 'a-long-secret-for-tests'
const operator = '30000000-0000-4000-8000-000000000001'
const tenant = '10000000-0000-4000-8000-000000000001'
const user = 'admin@lazulite.onmicrosoft.com'

interface Outcome {
  readonly status: number
  readonly output: string
}

const environment = {
  ...process.env,
  LAZULITE_DATA: data,
  LAZULITE_ADMIN_PASSWORD: password,
  LAZULITE_OPERATOR_SECRET: secret,
  WALK_USER: user,
  WALK_PASSWORD: password,
  AZURE_CORE_COLLECT_TELEMETRY: 'no',
  AZURE_CORE_LOGIN_EXPERIENCE_V2: 'no',
  AZURE_CORE_ONLY_SHOW_ERRORS: '1',
}

function run(command: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Promise((done) => {
    const options = { env: { ...environment, ...more }, timeout: 120_000 }
    execFile(process.execPath, [bin, 'exec', '--', ...command], options, (error, stdout, stderr) => {
      done({ status: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` })
    })
  })
}

let profile = 0
/** Each sign-in has a profile of its own: az would answer from what it remembers. */
const newProfile = () => ({ AZURE_CONFIG_DIR: join(folder, `az-${++profile}`) })

async function login(...args: string[]): Promise<Outcome> {
  const own = newProfile()
  const signedIn = await run([az, 'login', ...args], own)
  return signedIn.status === 0 ? run([az, 'group', 'list'], own) : signedIn
}

let failures = 0
function report(name: string, isGood: boolean, output: string): void {
  if (!isGood) failures++
  process.stdout.write(`${isGood ? 'ok    ' : 'FAIL  '}${name}\n${isGood ? '' : `${output}\n`}`)
}
const succeeds = async (name: string, outcome: Promise<Outcome>) => {
  const { status, output } = await outcome
  report(name, status === 0, output)
}
const fails = async (name: string, code: string, outcome: Promise<Outcome>) => {
  const { status, output } = await outcome
  report(`${name} is refused with ${code}`, status !== 0 && output.includes(`AADSTS${code}:`), output)
}

async function deviceLogin(): Promise<Outcome> {
  const own = newProfile()
  const child = spawn(process.execPath, [bin, 'exec', '--', az, 'login', '--use-device-code'], {
    env: { ...environment, ...own },
    timeout: 120_000,
  })
  let said = ''
  const code = new Promise<readonly [string, string]>((found) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const [, page, typed] = /open the page (\S+) and enter the code (\w+)/.exec(said) ?? []
      if (page !== undefined && typed !== undefined) found([page, typed])
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
  })
  const ended = new Promise<number>((done) => child.once('exit', (status) => done(status ?? 1)))
  const [page, typed] = await code
  const walked = await run([walker, page], { WALK_CODE: typed })
  return { status: await ended, output: said + walked.output }
}

/** As `BROWSER`: a program that takes an address. */
const walker = join(folder, 'browser')
function writeWalker(): void {
  const walk = resolve(import.meta.dirname, 'walk-pages.mjs')
  writeFileSync(walker, `#!/bin/sh\nexec '${process.execPath}' '${walk}' "$@" >> '${folder}/walk.log' 2>&1\n`)
  chmodSync(walker, 0o700)
}

/** A token issuer of somebody else's, at a loopback address. */
async function startIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const server = createServer((request, response) => {
    const body =
      request.url === '/keys'
        ? { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'RS256' }] }
        : { issuer, jwks_uri: `${issuer}/keys` }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const issuer = `http://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = (subject: string, audience = 'api://AzureADTokenExchange') => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, sub: subject, aud: audience, iat: now, nbf: now, exp: now + 600 }
    const text = `${part({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })}.${part(claims)}`
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
  }
  return { issuer, token, close: () => server.close() }
}

/** `{file}` has key and certificate, as `az login --certificate` wants them. */
async function makeCertificate() {
  const [key, certificate, file] = ['key.pem', 'certificate.pem', 'both.pem'].map((name) => join(folder, name))
  if (key === undefined || certificate === undefined || file === undefined) throw new Error('no file names')
  const args = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    certificate,
    '-subj',
    '/CN=test',
  ]
  await new Promise<void>((done, fail) => execFile('openssl', args, (error) => (error ? fail(error) : done())))
  createPrivateKey(readFileSync(key))
  writeFileSync(file, `${readFileSync(key, 'utf8')}${readFileSync(certificate, 'utf8')}`, { mode: 0o600 })
  const { raw } = new X509Certificate(readFileSync(certificate))
  const now = Date.now()
  return {
    file,
    credential: {
      keyId: 'e2e',
      certificate: raw.toString('base64'),
      thumbprint: createHash('sha1').update(raw).digest('hex').toUpperCase(),
      startsAt: now - 60_000,
      endsAt: now + 86_400_000,
    },
  }
}

function changeOperator(change: object): void {
  const database = new DatabaseSync(join(data, 'lazulite.db'))
  const row = database.prepare('select record from application where client_key = ?').get(operator)
  const record = JSON.stringify({ ...JSON.parse(String(row?.record)), ...change })
  database.prepare('update application set record = ? where client_key = ?').run(record, operator)
  database.close()
}

const start = (): Promise<StartedServer> => startServer({ bin, data, args: ['--allow-http-issuers'], environment })
async function stop({ child, exit }: StartedServer): Promise<void> {
  child.kill('SIGTERM')
  await exit
}

writeWalker()
const issuer = await startIssuer()
let server = await start()
try {
  await stop(server)
  const certificate = await makeCertificate()
  const federated = {
    credentialId: 'e2e',
    name: 'e2e',
    issuer: issuer.issuer,
    audiences: ['api://AzureADTokenExchange'],
  }
  changeOperator({
    certificates: [certificate.credential],
    federatedCredentials: [{ ...federated, subject: 'repo:owner/name:ref' }],
  })
  server = await start()

  await succeeds('user name and password', login('-u', user, '-p', password))
  await succeeds('user name and password, tenant by id', login('-u', user, '-p', password, '--tenant', tenant))
  await fails('a wrong password', '50126', login('-u', user, '-p', 'wrong'))
  await fails('an unknown user', '50034', login('-u', 'nobody@lazulite.onmicrosoft.com', '-p', 'wrong'))
  const browser = { BROWSER: `${walker} %s &`, ...newProfile() }
  await succeeds('browser', run([az, 'login'], browser))
  await succeeds(
    'token for Graph after the browser',
    run([az, 'account', 'get-access-token', '--resource-type', 'ms-graph'], browser),
  )
  await succeeds('device code', deviceLogin())

  const principal = ['--service-principal', '-u', operator, '--tenant', tenant] as const
  await succeeds('service principal with a secret', login(...principal, '-p', secret))
  await succeeds('service principal with a certificate', login(...principal, '--certificate', certificate.file))
  await succeeds(
    'service principal with a federated token',
    login(...principal, '--federated-token', issuer.token('repo:owner/name:ref')),
  )
  await fails(
    'a federated token of another subject',
    '700213',
    login(...principal, '--federated-token', issuer.token('repo:other')),
  )
  await fails(
    'a federated token in other case',
    '7002138',
    login(...principal, '--federated-token', issuer.token('Repo:owner/name:ref')),
  )
  await fails(
    'a federated token for somebody else',
    '700212',
    login(...principal, '--federated-token', issuer.token('repo:owner/name:ref', 'api://other')),
  )

  const admin = newProfile()
  await run([az, 'login', ...principal, '-p', secret], admin)
  await run([az, 'group', 'create', '-n', 'e2e', '-l', 'westus'], admin)
  const { output } = await run(
    [az, 'identity', 'create', '-g', 'e2e', '-n', 'ID1', '--query', 'clientId', '-o', 'tsv'],
    admin,
  )
  const subject = 'system:serviceaccount:ns:sa'
  const credential = [
    '--identity-name',
    'ID1',
    '-g',
    'e2e',
    '-n',
    'fic1',
    '--issuer',
    issuer.issuer,
    '--subject',
    subject,
  ]
  await succeeds(
    'federated credential of an identity',
    run(
      [az, 'identity', 'federated-credential', 'create', ...credential, '--audiences', 'api://AzureADTokenExchange'],
      admin,
    ),
  )
  const identity = ['--service-principal', '-u', output.trim(), '--tenant', tenant, '--allow-no-subscriptions']
  await succeeds(
    'managed identity with a federated token',
    run([az, 'login', ...identity, '--federated-token', issuer.token(subject)], newProfile()),
  )
  if (python !== undefined) {
    const { status, output: said } = await run([python, resolve(import.meta.dirname, 'msal_flows.py')])
    report('MSAL Python', status === 0, said)
    process.stdout.write(said.replace(/^/gm, '      '))
  }
} finally {
  await stop(server)
  issuer.close()
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(failures === 0 ? 'all sign-ins work\n' : `${failures} failed\n`)
process.exitCode = failures === 0 ? 0 : 1
