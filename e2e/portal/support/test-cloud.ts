/** A cloud for tests of the portal: a built server on a fresh data folder, and the clients that prepare and check it. */
import { execFile } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { promisify } from 'node:util'
import { startServer } from '../../support/start-server.ts'

const run = promisify(execFile)
/** Of the build that is tried. */
export const lazulite = resolve(import.meta.dirname, '../../../packages/lazulite/bin/lazulite.mjs')

export interface TestCloud {
  readonly origin: string
  readonly data: string
  readonly admin: Account
  /** `lazulite …` against this cloud. @returns standard output */
  cli(...args: readonly string[]): Promise<string>
  /** Resource Manager as the operator. @returns the parsed body @throws Error on any status of 400 and above */
  arm<T = unknown>(method: string, path: string, body?: unknown): Promise<T>
  /** Microsoft Graph as the operator. @param path below `/v1.0` */
  graph<T = unknown>(method: string, path: string, body?: unknown): Promise<T>
  /** A new user with this password. @returns the user's object id */
  addUser(name: string): Promise<Account & { readonly id: string }>
  /** What the server has logged so far: JSON lines. */
  log(): string
}

export interface Account {
  readonly userPrincipalName: string
  readonly password: string
}

export const subscriptionId = '20000000-0000-4000-8000-000000000001'
export const tenantId = '10000000-0000-4000-8000-000000000001'
const operator = { clientId: '30000000-0000-4000-8000-000000000001', secret: 'operator-secret-of-the-portal-tests' }
const admin = { userPrincipalName: 'admin@lazulite.onmicrosoft.com', password: 'Password-of-the-portal-tests-1' }

/** A server of one's own on a fresh data folder. */
export async function startTestCloud(): Promise<TestCloud & { close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'lazulite-portal-'))
  const data = join(folder, 'data')
  const environment = {
    ...process.env,
    LAZULITE_ADMIN_PASSWORD: admin.password,
    LAZULITE_OPERATOR_SECRET: operator.secret,
  }
  const logFile = join(folder, 'server.log')
  const logDescriptor = openSync(logFile, 'a')
  const server = await startServer({
    ...{ bin: lazulite, data, environment, log: logDescriptor },
    args: ['--log-format', 'json', '--ssh-port', '0'],
  }).catch((cause: unknown) => {
    throw new Error(`no server: ${readFileSync(logFile, 'utf8')}`, { cause })
  })
  const { origin } = server.ready
  // for the requests of the tests themselves; the authority was made just now
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(join(data, 'ca.pem'), 'utf8')])

  const tokens = new Map<string, Promise<string>>()
  const tokenFor = (scope: string): Promise<string> => {
    const known = tokens.get(scope)
    if (known !== undefined) return known
    const made = fetch(`${origin}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...{ client_id: operator.clientId, client_secret: operator.secret, scope },
      }),
    }).then(async (answer) => ((await answer.json()) as { readonly access_token: string }).access_token)
    tokens.set(scope, made)
    return made
  }
  const call = async <T>(scope: string, method: string, url: string, body: unknown): Promise<T> => {
    const answer = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${await tokenFor(scope)}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T // whoever asks says what is answered
  }
  const graph = <T>(method: string, path: string, body?: unknown) =>
    call<T>('https://graph.microsoft.com/.default', method, `${origin}/v1.0${path}`, body)
  return {
    ...{ origin, data, admin, graph },
    log: () => readFileSync(logFile, 'utf8'),
    cli: async (...args) =>
      (await run(process.execPath, [lazulite, ...args], { env: { ...environment, LAZULITE_DATA: data } })).stdout,
    arm: (method, path, body) => call('https://management.azure.com/.default', method, `${origin}${path}`, body),
    async addUser(name) {
      const account = { userPrincipalName: `${name}@lazulite.onmicrosoft.com`, password: 'Password-of-a-user-1' }
      const { id } = await graph<{ readonly id: string }>('POST', '/users', {
        accountEnabled: true,
        displayName: name,
        mailNickname: name,
        userPrincipalName: account.userPrincipalName,
        passwordProfile: { password: account.password, forceChangePasswordNextSignIn: false },
      })
      return { ...account, id }
    },
    async close() {
      await run(process.execPath, [lazulite, 'stop', '--data', data])
      await server.exit
      closeSync(logDescriptor)
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
