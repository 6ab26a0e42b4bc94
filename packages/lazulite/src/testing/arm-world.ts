/**
 * Resource Manager with its identity and compute providers over a store in memory, for tests of providers: real endpoint, access
 * rules and transactions; time and ids stand still; callers are named instead of carrying tokens.
 */
import type { ArmOperation, Resource } from '../domain/arm-resource/resource.js'
import { ArmError } from '../domain/errors/arm-error.js'
import type { Json } from '../domain/json.js'
import type { Caller } from '../domain/token/caller.js'
import { createArmEndpoint } from '../endpoints/arm/arm-endpoint.js'
import { createRegistry } from '../endpoints/arm/registry.js'
import type { KeyRing } from '../ports/key-ring.js'
import type { Ports } from '../ports/ports.js'
import { compute } from '../providers/compute/index.js'
import { managedIdentity } from '../providers/managed-identity/index.js'
import { openSqliteStore } from '../stores/sqlite-handle/open-sqlite-store.js'
import { type FakeClock, fakeClock } from './fake-clock.js'
import { sequentialIds } from './sequential-ids.js'
import { silentLog } from './silent-log.js'

export const worldTenantId = '10000000-0000-4000-8000-000000000001'
export const worldSubscriptionId = '20000000-0000-4000-8000-000000000001'

/** Roles by name, with the ids that Azure gives them. */
export const roles = {
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'Virtual Machine Contributor': '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
  'Managed Identity Operator': 'f1a07417-d97a-45cb-824c-7a7467783830',
} as const

export interface WorldAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Json | undefined
  /** The body as it was written, for the order of members. */
  readonly text: string
}

export interface ArmWorld {
  readonly ports: Ports
  readonly clock: FakeClock
  /** How often desired state was announced. */
  readonly wakes: () => number
  /** As `owner` unless another name is given. Paths start below the subscription's group: see `group`. */
  call(
    method: string,
    url: string,
    how?: { readonly body?: Json; readonly as?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<WorldAnswer>
  /** Grants `name` a role; `name` becomes a caller. */
  grant(name: string, role: keyof typeof roles, scope: string): Promise<void>
  /** What the reconciler of machines does once they run: states and operations end, deleted records go. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** Id of the one group there is, `rg` in `westus`. */
export const group = `/subscriptions/${worldSubscriptionId}/resourceGroups/rg`

export async function startArmWorld(): Promise<ArmWorld> {
  const clock = fakeClock()
  const store = await openSqliteStore({ file: ':memory:' })
  let wakes = 0
  const ports: Ports = {
    store,
    clock,
    ids: sequentialIds(),
    keyRing: noKeyRing,
    log: silentLog,
    rules: { managedIdentityTokenLifetime: 86_400, applicationTokenLifetime: 3_599 },
    audit: () => {},
    wakeReconciler: () => {
      wakes++
    },
  }
  await seed(ports)
  const app = createArmEndpoint({
    ports,
    registry: createRegistry([managedIdentity, compute]),
    authenticate: async (authorization) => callerOf(authorization),
    locationNames: ['westus', 'eastus'],
  })
  let grants = 0
  const world: ArmWorld = {
    ports,
    clock,
    wakes: () => wakes,
    async call(method, url, { body, as = 'owner', headers = {} } = {}) {
      const response = await app.inject({
        method: method as 'GET', // light-my-request names each method; ours come from tables
        url,
        headers: { host: 'management.azure.com', authorization: as, ...headers },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      })
      const text = response.payload
      return {
        status: response.statusCode,
        headers: response.headers,
        body: text === '' ? undefined : response.json(),
        text,
      }
    },
    async grant(name, role, scope) {
      await store.transaction((tx) =>
        tx.roleAssignments.insert({
          name: `40000000-0000-4000-8000-${String(++grants).padStart(12, '0')}`,
          scope,
          principalId: principalIdOf(name),
          principalType: 'User',
          roleDefinitionId: roles[role],
          createdAt: 0,
          updatedAt: 0,
        }),
      )
    },
    async settle() {
      await store.transaction(async (tx) => {
        for (const operation of await tx.operations.list({ status: 'InProgress' })) {
          const subject = await tx.resources.get(operation.subject)
          if (subject?.provisioningState === 'Deleting') await tx.resources.delete(subject.id)
          else if (subject !== undefined) await tx.resources.update({ ...subject, provisioningState: 'Succeeded' })
          await tx.operations.put({ ...operation, ...finished(clock) })
        }
      })
    },
    async close() {
      await app.close()
      await store.close()
    },
  }
  await world.grant('owner', 'Owner', '/')
  return world
}

const finished = (clock: FakeClock): Pick<ArmOperation, 'status' | 'endedAt'> => ({
  status: 'Succeeded',
  endedAt: clock.nowMillis(),
})

/** Object id of a named caller. */
export const principalIdOf = (name: string): string =>
  `50000000-0000-4000-8000-${Buffer.from(name).toString('hex').slice(0, 12).padEnd(12, '0')}`

function callerOf(name: string | undefined): Caller {
  if (name === undefined) throw new ArmError('AuthenticationFailed')
  return { principalId: principalIdOf(name), tenantId: worldTenantId, kind: 'user', clientName: `${name}@lazulite` }
}

async function seed({ store }: Ports): Promise<void> {
  const common = { provisioningState: 'Succeeded', etag: 'seed', createdAt: 0, changedAt: 0 } as const
  const subscriptionId = worldSubscriptionId
  const subscription: Resource = {
    ...common,
    id: `/subscriptions/${subscriptionId}`,
    type: 'Microsoft.Resources/subscriptions',
    name: subscriptionId,
    subscriptionId,
    body: { displayName: 'Lazulite' },
  }
  const rg: Resource = {
    ...common,
    id: group,
    type: 'Microsoft.Resources/resourceGroups',
    name: 'rg',
    subscriptionId,
    resourceGroup: 'rg',
    location: 'westus',
    body: {},
  }
  await store.transaction(async (tx) => {
    await tx.tenants.put({
      tenantId: worldTenantId,
      displayName: 'Lazulite',
      defaultDomain: 'lazulite.onmicrosoft.com',
      createdAt: 0,
    })
    await tx.resources.insert(subscription)
    await tx.resources.insert(rg)
  })
}

const unused = (): never => {
  throw new Error('this world has no keys: its callers are named')
}
const noKeyRing: KeyRing = { sign: unused, verify: unused, published: unused, rotate: unused }
