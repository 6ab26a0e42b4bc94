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
import { assertions } from '../crypto/assertion-signatures.js'
import { openKeyRing } from '../crypto/key-ring.js'
import type { JsonObject } from '../domain/json.js'
import { clockSkewAllowance } from '../domain/token/claims.js'
import { bootstrapTenant } from '../operations/bootstrap-tenant.js'
import type { Store, StoredSigningKey } from '../ports/store.js'
import { type Grant, grantRole, type TestCaller } from './assign-role.js'
import { callArm, type TestResponse } from './call-arm.js'
import type { FakeClock } from './fake-clock.js'
import { rememberingLog } from './silent-log.js'
import { openTestPorts, type TestPortOptions, testSubscription, testTenantId } from './test-ports.js'

export const testAdministratorPassword = 'administrator-password'
export const testOperatorSecret = 'operator-secret'

export interface CallOptions {
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
  readonly store: Store
  /** Token issuers outside the cloud, with their public keys (JSON Web Keys). */
  readonly issuers: Map<string, JsonObject[]>
  /** `PUT`, path with query, and how. */
  arm(
    method: 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE',
    url: string,
    call?: CallOptions,
  ): Promise<TestResponse>
  /** A token for ARM of any principal, made by the cloud's own key ring. */
  tokenFor(principal: {
    readonly principalId: string
    readonly clientId?: string
    readonly claims?: JsonObject
  }): Promise<string>
  /** A new application, with its token for `as`; without a grant it may do nothing. */
  caller(grant?: Grant): Promise<TestCaller & { readonly clientId: string }>
  /** One more role for somebody who is there. */
  grant(caller: Pick<TestCaller, 'principalId'>, grant: Grant): Promise<void>
  close(): Promise<void>
}

export interface TestCloudOptions extends TestPortOptions {
  /** May the operations API move the clock? */
  readonly allowsControls?: boolean
}

/** Making RSA keys takes longer than most tests: all clouds of one test file sign with those of the first. */
let sharedKeys: readonly StoredSigningKey[] = []

export async function startTestCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'lazulite-test-'))
  const ports = await openTestPorts(options)
  const { store, clock, ids } = ports
  const log = rememberingLog()
  await store.transaction(async (tx) => {
    for (const key of sharedKeys) await tx.signingKeys.put(key)
  })
  const keyRing = await openKeyRing({ store, clock, ids, log })
  sharedKeys = await store.read.signingKeys.list()
  const operatorClientId = '30000000-0000-4000-8000-000000000001'
  await bootstrapTenant(
    { store, clock, ids },
    {
      administratorPassword: { hash: await ports.passwords.hash(testAdministratorPassword), hint: 'adm' },
      operatorSecret: { hash: await ports.passwords.hash(testOperatorSecret), hint: 'ope' },
    },
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
  const issuers = new Map<string, JsonObject[]>()
  const cloud = createCloud({
    ...ports,
    ...{ keyRing, log, driver, callers, assertions },
    issuers: { findKey: async (issuer, keyId) => issuers.get(issuer)?.find(({ kid }) => kid === keyId) },
    operatorClientId,
    administrator: 'admin@lazulite.onmicrosoft.com',
    ...(options.allowsControls === true ? { movableClock: clock } : {}),
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
        iat: clock.now() - clockSkewAllowance,
        nbf: clock.now() - clockSkewAllowance,
        exp: clock.now() + 86_400,
        ver: '1.0',
        ...claims,
      },
      { tokenVersion: '1.0' },
    )
  const caller: TestCloud['caller'] = async (grant) => {
    const [principalId, clientId] = [ids.guid('principal'), ids.guid('client')]
    await store.transaction((tx) =>
      tx.principals.insert({
        kind: 'ServicePrincipal',
        principalId,
        clientId,
        displayName: 'caller',
        isEnabled: true,
        createdAt: clock.nowMillis(),
        servicePrincipalType: 'Application',
        servicePrincipalNames: [clientId],
      }),
    )
    if (grant !== undefined) await grantRole(ports, grant, { principalId, principalType: 'ServicePrincipal' })
    return { as: await tokenFor({ principalId, clientId }), principalId, clientId }
  }
  const operator = await store.read.principals.findByClientId(operatorClientId)
  const operatorToken = await tokenFor({ principalId: operator?.principalId ?? '', clientId: operatorClientId })

  return {
    cloud,
    clock,
    log,
    subscription: testSubscription,
    store,
    issuers,
    arm(method, url, { as = operatorToken, ...call } = {}) {
      return callArm(cloud.arm, { method, url, authorization: as === null ? undefined : `Bearer ${as}`, ...call })
    },
    tokenFor,
    caller,
    grant: ({ principalId }, grant) => grantRole(ports, grant, { principalId, principalType: 'ServicePrincipal' }),
    async close() {
      await cloud.close()
      await driver.close()
      await keyRing.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
