/**
 * A whole cloud in this process for tests: real endpoints, operations, store (in memory) and machines (metadata ports
 * only); time, identifiers and signing key stand still. Requests go in by `inject`, no network needed.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cloud, createCloud } from '../cloud.js'
import { CallerRegistry } from '../compute/caller-registry.js'
import { MetadataOnlyDriver } from '../compute/metadata-only/driver.js'
import { openKeyRing } from '../crypto/key-ring.js'
import type { JsonObject } from '../domain/json.js'
import { bootstrapTenant } from '../operations/bootstrap-tenant.js'
import { openSqliteStore } from '../stores/sqlite-handle/open-sqlite-store.js'
import { type FakeClock, fakeClock } from './fake-clock.js'
import { sequentialIds } from './sequential-ids.js'
import { rememberingLog } from './silent-log.js'

export const testTenantId = '10000000-0000-4000-8000-000000000001'
export const testSubscriptionId = '20000000-0000-4000-8000-000000000001'

export interface TestResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any
}

export interface ArmCall {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Default: the operator. `null`: no Authorization header. */
  readonly as?: string | null
}

export interface TestCloud {
  readonly cloud: Cloud
  readonly clock: FakeClock
  readonly log: ReturnType<typeof rememberingLog>
  readonly subscription: string
  /** `PUT`, path with query, and how. */
  arm(method: 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE', url: string, call?: ArmCall): Promise<TestResponse>
  /** A token for ARM of any principal, made by the cloud's own key ring. */
  tokenFor(principal: {
    readonly principalId: string
    readonly clientId?: string
    readonly claims?: JsonObject
  }): Promise<string>
  /** Makes an application's service principal; resolves to its ids. */
  addServicePrincipal(name: string): Promise<{ readonly principalId: string; readonly clientId: string }>
  close(): Promise<void>
}

export async function startTestCloud(): Promise<TestCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'lazulite-test-'))
  const clock = fakeClock()
  const ids = sequentialIds()
  const log = rememberingLog()
  const store = await openSqliteStore({ file: ':memory:' })
  const keyRing = await openKeyRing({ store, clock, ids, log })
  const operatorClientId = '30000000-0000-4000-8000-000000000001'
  await bootstrapTenant(
    { store, clock, ids },
    { administratorPassword: { hash: 'unused', hint: 'unu' }, operatorSecret: { hash: 'unused', hint: 'unu' } },
  )
  const callers = new CallerRegistry()
  const driver = await MetadataOnlyDriver.start({
    caCertificateFile: join(folder, 'ca.pem'),
    caBundleFile: join(folder, 'ca-bundle.pem'),
    runtimeFolder: join(folder, 'run'),
    callers,
    log,
    guests: { metadata: (socket) => void socket.destroy(), cloud: (socket) => void socket.destroy() },
  })
  const cloud = createCloud({
    ...{ store, clock, ids, keyRing, log, driver, callers },
    rules: { managedIdentityTokenLifetime: 86_400, applicationTokenLifetime: 3_599 },
    verifyPassword: async () => false,
    operatorClientId,
    administrator: 'admin@lazulite.onmicrosoft.com',
    health: () => ({ status: 'ok' }),
    ownHosts: () => ['localhost:4430'],
  })
  await cloud.ready()

  const tokenFor: TestCloud['tokenFor'] = ({ principalId, clientId, claims }) =>
    keyRing.sign(
      {
        aud: 'https://management.azure.com/',
        iss: `https://sts.windows.net/${testTenantId}/`,
        tid: testTenantId,
        oid: principalId,
        appid: clientId ?? principalId,
        idtyp: 'app',
        iat: clock.now(),
        nbf: clock.now() - 300,
        exp: clock.now() + 86_400,
        ver: '1.0',
        ...claims,
      },
      { tokenVersion: '1.0' },
    )
  const operator = await store.read.principals.findByClientId(operatorClientId)
  const operatorToken = await tokenFor({ principalId: operator?.principalId ?? '', clientId: operatorClientId })

  return {
    cloud,
    clock,
    log,
    subscription: `/subscriptions/${testSubscriptionId}`,
    async arm(method, url, call = {}) {
      const token = call.as === undefined ? operatorToken : call.as
      const isText = typeof call.body === 'string'
      const response = await cloud.arm.inject({
        method,
        url,
        headers: {
          host: 'management.azure.com',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        ...(call.body === undefined ? {} : { payload: isText ? String(call.body) : JSON.stringify(call.body) }),
      })
      return {
        status: response.statusCode,
        headers: response.headers,
        body: response.payload === '' ? undefined : response.json(),
      }
    },
    tokenFor,
    async addServicePrincipal(name) {
      const [principalId, clientId] = [ids.guid('principal'), ids.guid('client')]
      await store.transaction((tx) =>
        tx.principals.insert({
          kind: 'ServicePrincipal',
          principalId,
          clientId,
          displayName: name,
          isEnabled: true,
          createdAt: clock.nowMillis(),
          servicePrincipalType: 'Application',
          servicePrincipalNames: [clientId],
        }),
      )
      return { principalId, clientId }
    },
    async close() {
      await cloud.close()
      await driver.close()
      await keyRing.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
