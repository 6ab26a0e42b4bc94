/** Talks to the token service of a test cloud as its clients do: forms for programs, pages and cookies for people. */
import { createHash } from 'node:crypto'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { User } from '../domain/directory/directory-objects.js'
import type { JsonObject } from '../domain/json.js'
import { type TestCloud, testAdministratorPassword } from './start-test-cloud.js'
import { claimsOf } from './token-world.js'

export const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
export const azurePowerShell = '1950a258-227b-4e31-a9cf-717495945fc2'
export const administrator = 'admin@lazulite.onmicrosoft.com'
export const armScope = 'https://management.core.windows.net//.default offline_access openid profile'
export const testHost = 'login.microsoftonline.com'
export const testCorrelationId = 'ea9595d4-47d8-4e73-b13e-9ef5bb71ecf8'

export type Fields = Readonly<Record<string, string | undefined>>

/** `undefined` leaves a field out. */
export const toForm = (fields: Fields): string =>
  new URLSearchParams(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  ).toString()

export interface Answer {
  readonly status: number
  readonly body: JsonObject
}

/** @param path  below the tenant: `oauth2/v2.0/token` */
export async function postForm(
  sts: FastifyInstance,
  fields: Fields,
  {
    path = 'oauth2/v2.0/token',
    tenant = 'organizations',
    headers = {},
  }: { path?: string; tenant?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await sts.inject({
    method: 'POST',
    url: `/${tenant}/${path}`,
    payload: toForm(fields),
    headers: {
      host: testHost,
      'content-type': 'application/x-www-form-urlencoded',
      'client-request-id': testCorrelationId,
      ...headers,
    },
  })
  return { status: response.statusCode, body: response.json() }
}

/** The good password request of the Azure CLI. */
export const passwordFields: Fields = {
  client_id: azureCli,
  grant_type: 'password',
  client_info: '1',
  claims: '{"access_token":{"xms_cc":{"values":["CP1"]}}}',
  username: administrator,
  password: testAdministratorPassword,
  scope: armScope,
}

/** Code and text of a refusal, without the stamp at its end. */
export const refusalOf = ({ status, body }: Answer): readonly [number, unknown, string] => [
  status,
  body.error,
  String(body.error_description).replace(/ Trace ID: .*$/s, ''),
]

export const claimsIn = (body: JsonObject, member: 'access_token' | 'id_token'): JsonObject =>
  claimsOf(String(body[member]))

export const verifier = 'a-verifier-of-at-least-forty-three-characters'
export const challengeOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** The good authorization request of the Azure CLI. */
export const authorizeFields: Fields = {
  client_id: azureCli,
  response_type: 'code',
  redirect_uri: 'http://localhost:51234',
  scope: armScope,
  state: 'a state',
  code_challenge: challengeOf(verifier),
  code_challenge_method: 'S256',
  nonce: 'a nonce',
  client_info: '1',
}

/** A browser: keeps cookies, follows redirects within the token service, and fills in forms. */
export class TestBrowser {
  readonly cookies = new Map<string, string>()
  private readonly sts: FastifyInstance
  constructor(sts: FastifyInstance) {
    this.sts = sts
  }

  async get(url: string): Promise<LightMyRequestResponse> {
    return this.keep(await this.sts.inject({ url, headers: this.headers() }))
  }

  async post(url: string, fields: Fields, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
    const sent = { ...this.headers(), 'content-type': 'application/x-www-form-urlencoded', ...headers }
    return this.keep(await this.sts.inject({ method: 'POST', url, payload: toForm(fields), headers: sent }))
  }

  /** Sends the first form of a page, with what was typed, and the button that was pressed. */
  submit(page: LightMyRequestResponse, typed: Fields = {}): Promise<LightMyRequestResponse> {
    const { action, fields } = formOf(page.body)
    return this.post(action, { ...fields, ...typed })
  }

  authorize(changed: Fields = {}, path = '/organizations/oauth2/v2.0/authorize'): Promise<LightMyRequestResponse> {
    return this.get(`${path}?${toForm({ ...authorizeFields, ...changed })}`)
  }

  /** From the sign-in page on. */
  signIn(page: LightMyRequestResponse, typed: Fields = {}): Promise<LightMyRequestResponse> {
    return this.submit(page, { username: administrator, password: testAdministratorPassword, ...typed })
  }

  private headers(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return { host: testHost, ...(cookie === '' ? {} : { cookie }) }
  }

  private keep(response: LightMyRequestResponse): LightMyRequestResponse {
    for (const { name, value, maxAge } of response.cookies) {
      if (maxAge === 0) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }
}

export function formOf(page: string): { readonly action: string; readonly fields: Record<string, string> } {
  const [, action = '', content = ''] = /<form method="post" action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(page) ?? []
  const fields: Record<string, string> = {}
  for (const [tag] of content.matchAll(/<input[^>]*>/g)) {
    const name = /\sname="([^"]*)"/.exec(tag)?.[1]
    if (name !== undefined) fields[name] = unescapeHtml(/\svalue="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  return { action: unescapeHtml(action), fields }
}

export const unescapeHtml = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))

export const headingOf = (page: string): string => unescapeHtml(/<h1>([\s\S]*?)<\/h1>/.exec(page)?.[1] ?? '')

/** Parameters of the redirect that a response is. */
export const answerOf = (response: LightMyRequestResponse): Record<string, string> =>
  Object.fromEntries(new URL(String(response.headers.location)).searchParams)

/** Changes the administrator as Microsoft Graph would. */
export async function changeAdministrator(world: TestCloud, change: Partial<User>): Promise<void> {
  const { store } = world.cloud.ports
  await store.transaction(async (tx) => {
    const user = await tx.principals.findByUserPrincipalName(administrator)
    if (user?.kind !== 'User') throw new Error('no administrator')
    await tx.principals.update({ ...user, ...change })
  })
}
