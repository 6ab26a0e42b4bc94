/**
 * Resource Manager alone, for tests of providers: real endpoint, access rules and transactions. Callers are named instead
 * of carrying tokens, and machines move only when told, so that a test sees each state on the way.
 */

import type { Resource } from '../domain/arm-resource/resource.js'
import { machineTypes } from '../domain/compute/machine-types.js'
import { ArmError } from '../domain/errors/arm-error.js'
import type { Caller } from '../domain/token/caller.js'
import { createArmCalls } from '../endpoints/arm/arm-calls.js'
import { createArmEndpoint } from '../endpoints/arm/arm-endpoint.js'
import type { ArmParts } from '../endpoints/arm/handle-request.js'
import { createRegistry } from '../endpoints/arm/registry.js'
import { settleScaleSets } from '../operations/settle-scale-sets.js'
import type { ArmCalls } from '../ports/arm-calls.js'
import type { KeyRing } from '../ports/key-ring.js'
import type { GuestScripts, Ports } from '../ports/ports.js'
import type { Store, Tx } from '../ports/store.js'
import { createProviders } from '../providers/index.js'
import { type Grant, grantRole, type TestCaller } from './assign-role.js'
import { callArm, type TestResponse } from './call-arm.js'
import type { FakeClock } from './fake-clock.js'
import { silentLog } from './silent-log.js'
import { openTestPorts, type TestPorts, testSubscription, testSubscriptionId, testTenantId } from './test-ports.js'

export interface TestArm {
  readonly ports: Ports & TestPorts
  readonly clock: FakeClock
  /** The cloud's own calls. */
  readonly arm: ArmCalls
  /** How often desired state was announced. */
  readonly wakes: () => number
  /** `as`: a name, or the object id of a principal; `owner` when left out. */
  call(
    method: string,
    url: string,
    how?: { readonly body?: unknown; readonly as?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<TestResponse>
  /** Whoever has this name, with this role beside those it has already. */
  caller(who: Grant & { readonly name: string }): Promise<TestCaller>
  /** Somebody else is faster: `work` is committed just before the next transaction begins. */
  overtake(work: (tx: Tx) => Promise<void>): void
  /** What the reconciler of machines does once they run: states and operations end, deleted records go. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** Id of the one group there is unless others are asked for, in `westus`. */
export const group = `${testSubscription}/resourceGroups/rg`

export interface TestArmOptions {
  /** Names of resource groups. */
  readonly groups?: readonly string[]
  /** Is the caller `owner` Owner of everything? */
  readonly hasOwner?: boolean
  /** Absent: machines run no programs. */
  readonly guestScripts?: GuestScripts
}

export async function startTestArm(options: TestArmOptions = {}): Promise<TestArm> {
  const { groups = ['rg'], hasOwner = true, guestScripts } = options
  const shared = await openTestPorts()
  const { clock } = shared
  let wakes = 0
  let overtaking: ((tx: Tx) => Promise<void>) | undefined
  const store: Store = {
    description: shared.store.description,
    read: shared.store.read,
    async transaction(work) {
      const first = overtaking
      overtaking = undefined
      if (first !== undefined) await shared.store.transaction(first)
      return shared.store.transaction(work)
    },
    close: () => shared.store.close(),
  }
  const ports: TestArm['ports'] = {
    ...shared,
    store,
    keyRing: noKeyRing,
    log: silentLog,
    audit: () => {},
    ...(guestScripts === undefined ? {} : { guestScripts }),
    wakeReconciler: () => {
      wakes++
    },
  }
  await seed(ports, groups)
  const parts: ArmParts = {
    ports,
    registry: createRegistry(createProviders()),
    authenticate: async (authorization) => callerOf(authorization),
    locationNames: ['westus', 'eastus'],
  }
  const app = createArmEndpoint(parts)
  const test: TestArm = {
    ports,
    clock,
    arm: createArmCalls(parts),
    wakes: () => wakes,
    call: (method, url, { as = 'owner', ...how } = {}) => callArm(app, { method, url, authorization: as, ...how }),
    async caller({ name, ...grant }) {
      const principalId = principalIdOf(name)
      await grantRole(ports, grant, { principalId, principalType: 'User' })
      return { as: name, principalId }
    },
    overtake(work) {
      overtaking = work
    },
    settle: () => settle(ports),
    async close() {
      await app.close()
      await store.close()
    },
  }
  if (hasOwner) await test.caller({ name: 'owner', role: 'Owner', scope: '/' })
  return test
}

/** Object id of a caller. */
export const principalIdOf = (name: string): string =>
  isObjectId(name) ? name : `50000000-0000-4000-8000-${Buffer.from(name).toString('hex').slice(0, 12).padEnd(12, '0')}`

const isObjectId = (name: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)

/** Who calls by this name. */
export function callerOf(name: string | undefined): Caller {
  if (name === undefined) throw new ArmError('AuthenticationFailed')
  const clientName = isObjectId(name) ? name : `${name}@lazulite`
  return { principalId: principalIdOf(name), tenantId: testTenantId, kind: 'user', clientName }
}

async function seed({ store, clock }: TestPorts, groups: readonly string[]): Promise<void> {
  const createdAt = clock.nowMillis()
  const common = {
    subscriptionId: testSubscriptionId,
    ...{ provisioningState: 'Succeeded', body: {}, etag: 'seed', createdAt, changedAt: createdAt },
  } as const satisfies Partial<Resource>
  await store.transaction(async (tx) => {
    await tx.tenants.put({
      tenantId: testTenantId,
      displayName: 'Lazulite',
      defaultDomain: 'lazulite.onmicrosoft.com',
      createdAt,
    })
    await tx.resources.insert({
      ...common,
      id: testSubscription,
      type: 'Microsoft.Resources/subscriptions',
      name: testSubscriptionId,
      body: { displayName: 'Lazulite' },
    })
    for (const name of groups) {
      await tx.resources.insert({
        ...common,
        id: `${testSubscription}/resourceGroups/${name}`,
        type: 'Microsoft.Resources/resourceGroups',
        name,
        resourceGroup: name,
        location: 'westus',
      })
    }
  })
}

async function settle({ store, clock }: TestPorts): Promise<void> {
  await store.transaction(async (tx) => {
    for (const type of machineTypes) {
      for (const machine of await tx.resources.list({ scope: '/', type })) {
        if (machine.provisioningState === 'Deleting') await tx.resources.delete(machine.id)
        else await tx.resources.update({ ...machine, provisioningState: 'Succeeded' })
      }
    }
  })
  await settleScaleSets({ store, clock })
  await store.transaction(async (tx) => {
    for (const operation of await tx.operations.list({ status: 'InProgress' })) {
      const subject = await tx.resources.get(operation.subject)
      if (subject?.provisioningState === 'Deleting') await tx.resources.delete(subject.id)
      else if (subject !== undefined) await tx.resources.update({ ...subject, provisioningState: 'Succeeded' })
      await tx.operations.put({ ...operation, status: 'Succeeded', endedAt: clock.nowMillis() })
    }
  })
}

const unused = (): never => {
  throw new Error('no keys here: callers are named')
}
const noKeyRing: KeyRing = { sign: unused, verify: unused, published: unused, rotate: unused }
