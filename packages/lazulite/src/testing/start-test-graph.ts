/** Microsoft Graph on a whole cloud in memory, with callers of every kind. */
import type { JsonObject } from '../domain/json.js'
import { graphHost } from '../domain/public-names.js'
import { callArm, type TestResponse } from './call-arm.js'
import { startTestCloud, type TestCloud } from './start-test-cloud.js'

export interface GraphCallOptions {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** A token. Default: the operator's. `null`: no Authorization header. */
  readonly as?: string | null
}

export interface TestGraph {
  readonly cloud: TestCloud
  /** Object id of the operator, a Global Administrator. */
  readonly operatorId: string
  /** `url` begins with `/v1.0`. */
  call(method: string, url: string, options?: GraphCallOptions): Promise<TestResponse>
  get(url: string, options?: GraphCallOptions): Promise<TestResponse>
  post(url: string, body: unknown, options?: GraphCallOptions): Promise<TestResponse>
  /** A new service principal's token with these app roles. */
  application(roles?: readonly string[]): Promise<{ readonly token: string; readonly principalId: string }>
  /** A new user's token. Default scope: whatever the user may do. */
  user(name: string, scopes?: string): Promise<{ readonly token: string; readonly principalId: string }>
  /** A token for Microsoft Graph with these claims instead of the usual ones. */
  token(principalId: string, claims?: JsonObject): Promise<string>
  close(): Promise<void>
}

export const graphAudience = `https://${graphHost}`

export async function startTestGraph(): Promise<TestGraph> {
  const cloud = await startTestCloud()
  const { store, ids, clock } = cloud.cloud.ports
  const operator = await store.read.principals.findByClientId('30000000-0000-4000-8000-000000000001')
  const operatorId = operator?.principalId ?? ''
  const token: TestGraph['token'] = (principalId, claims) =>
    cloud.tokenFor({ principalId, claims: { aud: graphAudience, ...claims } })
  const operatorToken = await token(operatorId)
  const call: TestGraph['call'] = (method, url, { as = operatorToken, headers, ...options } = {}) =>
    callArm(cloud.cloud.graph, {
      method,
      url,
      authorization: as === null ? undefined : `Bearer ${as}`,
      headers: { host: graphHost, ...headers },
      ...options,
    })
  return {
    cloud,
    operatorId,
    call,
    get: (url, options) => call('GET', url, options),
    post: (url, body, options) => call('POST', url, { body, ...options }),
    async application(roles = []) {
      const { principalId } = await cloud.caller()
      return { principalId, token: await token(principalId, { roles: [...roles] }) }
    },
    async user(name, scopes = 'user_impersonation') {
      const principalId = ids.guid('principal')
      const userPrincipalName = `${name}@lazulite.onmicrosoft.com`
      await store.transaction((tx) =>
        tx.principals.insert({
          kind: 'User',
          principalId,
          displayName: name,
          isEnabled: true,
          createdAt: clock.nowMillis(),
          userPrincipalName,
          directoryRoles: [],
        }),
      )
      const claims = { idtyp: 'user', scp: scopes, upn: userPrincipalName }
      return { principalId, token: await token(principalId, claims) }
    },
    token,
    close: () => cloud.close(),
  }
}

/** Ids by their names, so that what is expected can be read: `<app>`. */
export const withNames = (text: string, names: Readonly<Record<string, string>>): string =>
  Object.entries(names).reduce((written, [name, id]) => written.replaceAll(id, `<${name}>`), text)
