import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArmOperation, ProvisioningState, Resource } from '../domain/arm-resource/resource.js'
import type { JsonObject } from '../domain/json.js'
import {
  type ComputeDriver,
  type GuestScriptResult,
  type VmEntry,
  type VmSpec,
  workstationId,
} from '../ports/compute.js'
import type { Store } from '../ports/store.js'
import { openSqliteStore } from '../stores/sqlite-handle/open-sqlite-store.js'
import { type FakeClock, fakeClock } from '../testing/fake-clock.js'
import { rememberingLog } from '../testing/silent-log.js'
import { createReconciler, type ReconcileJob, type Reconciler } from './reconcile-compute.js'

const startOfTime = Date.parse('2030-01-01T00:00:00Z')
const groupId = '/subscriptions/s/resourceGroups/dev'
const idOf = (name: string) => `${groupId}/providers/Microsoft.Compute/virtualMachines/${name}`
const vmIdOf = (name: string) => `vm-${name}`

interface MachineWish {
  readonly provisioningState?: ProvisioningState
  readonly powerState?: string
  readonly body?: JsonObject
}
const vm = (
  name: string,
  { provisioningState = 'Creating', powerState = 'running', body }: MachineWish = {},
): Resource => ({
  id: idOf(name),
  type: 'Microsoft.Compute/virtualMachines',
  name,
  subscriptionId: 's',
  resourceGroup: 'dev',
  location: 'westus',
  provisioningState,
  body: body ?? { vmId: vmIdOf(name), powerState, properties: { osProfile: { computerName: `${name}-host` } } },
  etag: `etag-${name}`,
  createdAt: startOfTime,
  changedAt: startOfTime,
})
const operation = (kind: string, subject: string, operationId = `${kind} of ${subject}`): ArmOperation => ({
  operationId,
  kind,
  subject,
  subscriptionId: 's',
  location: 'westus',
  status: 'InProgress',
  startedAt: startOfTime,
})

/** A driver without machines: it behaves, remembers, and can be told to fail or to take its time. */
class PaperDriver implements ComputeDriver {
  readonly kind = 'metadata-only'
  readonly done: string[] = []
  readonly specs = new Map<string, VmSpec>()
  #failure: Error | undefined
  #hold: Promise<void> | undefined
  #hasWorkstation = false

  failWith(failure: Error | undefined): void {
    this.#failure = failure
  }
  /** Everything waits until the answer is called. */
  hold(): () => void {
    let release = () => {}
    this.#hold = new Promise((go) => {
      release = go
    })
    return () => {
      this.#hold = undefined
      release()
    }
  }
  async ensure(spec: VmSpec): Promise<void> {
    await this.#act(`ensure ${spec.vmId}`)
    this.specs.set(spec.vmId, spec)
  }
  async remove(vmId: string): Promise<void> {
    await this.#act(`remove ${vmId}`)
    this.specs.delete(vmId)
  }
  async ensureWorkstation(): Promise<VmEntry> {
    await this.#act('ensure workstation')
    this.#hasWorkstation = true
    return { driver: 'metadata-only', environment: {} }
  }
  running(): readonly string[] {
    return [...this.specs.keys()]
  }
  entry(vmId: string): VmEntry | undefined {
    const isRunning = vmId === workstationId ? this.#hasWorkstation : this.specs.has(vmId)
    return isRunning ? { driver: 'metadata-only', environment: {} } : undefined
  }
  openMetadataPort(): Promise<string> {
    return Promise.reject(new Error('not asked for here'))
  }
  run(): Promise<GuestScriptResult> {
    return Promise.reject(new Error('not asked for here'))
  }
  async close(): Promise<void> {}
  async #act(what: string): Promise<void> {
    this.done.push(what)
    await this.#hold
    if (this.#failure !== undefined) throw this.#failure
  }
}

let store: Store
let clock: FakeClock
let log: ReturnType<typeof rememberingLog>
let driver: PaperDriver
let reconciler: Reconciler

const start = (options: { jobs?: readonly ReconcileJob[]; keepsWorkstation?: boolean } = {}) =>
  createReconciler({ store, clock, log, driver, ...options })

beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:' })
  clock = fakeClock()
  log = rememberingLog()
  driver = new PaperDriver()
  reconciler = start()
})
afterEach(async () => {
  await reconciler.close()
  await store.close()
})

async function save(resources: readonly Resource[], operations: readonly ArmOperation[] = []): Promise<void> {
  await store.transaction(async (tx) => {
    for (const resource of resources) {
      if ((await tx.resources.get(resource.id)) === undefined) await tx.resources.insert(resource)
      else await tx.resources.update(resource)
    }
    for (const waiting of operations) await tx.operations.put(waiting)
  })
}
async function settled(): Promise<void> {
  reconciler.wake()
  await reconciler.idle()
}
const stateOf = async (name: string) => (await store.read.resources.get(idOf(name)))?.provisioningState
const errors = () => log.entries.filter(({ level }) => level === 'error')

describe('machines follow the store', () => {
  it('starts a machine that was created, and then says so', async () => {
    const create = operation('virtualMachineWrite', idOf('a').toUpperCase())
    await save([vm('a')], [create])
    await settled()
    expect([...driver.specs.values()]).toEqual([{ vmId: 'vm-a', resourceId: idOf('a'), computerName: 'a-host' }])
    expect(await store.read.resources.get(idOf('a'))).toEqual({ ...vm('a'), provisioningState: 'Succeeded' })
    expect(await store.read.operations.get(create.operationId)).toEqual({
      ...create,
      status: 'Succeeded',
      endedAt: startOfTime,
    })
  })

  it.each([
    ['Creating', 'running', ['ensure vm-a'], 'Succeeded'],
    ['Updating', 'running', ['ensure vm-a'], 'Succeeded'],
    ['Succeeded', 'running', ['ensure vm-a'], 'Succeeded'],
    ['Failed', 'running', ['ensure vm-a'], 'Failed'],
    ['Updating', 'deallocated', ['remove vm-a'], 'Succeeded'],
    ['Updating', 'stopped', ['remove vm-a'], 'Succeeded'],
    ['Succeeded', 'stopped', [], 'Succeeded'],
    ['Succeeded', 'deallocated', [], 'Succeeded'],
    ['Failed', 'stopped', [], 'Failed'],
    ['Deleting', 'running', ['remove vm-a'], undefined],
    ['Deleting', 'stopped', ['remove vm-a'], undefined],
  ] as const)(
    'finds it %s and wanted %s at its first look: %j, then %s',
    async (provisioningState, powerState, done, after) => {
      await save([vm('a', { provisioningState, powerState })])
      await settled()
      expect(driver.done).toEqual(done)
      expect(await stateOf('a')).toBe(after)
      await settled()
      expect(driver.done).toEqual(done)
    },
  )

  it.each(['stopped', 'deallocated'])('ends a machine that shall be %s', async (powerState) => {
    await save([vm('a')])
    await settled()
    await save(
      [vm('a', { provisioningState: 'Updating', powerState })],
      [operation('virtualMachinePowerOff', idOf('a'))],
    )
    await settled()
    expect(driver.running()).toEqual([])
    expect(await stateOf('a')).toBe('Succeeded')
    expect(await store.read.operations.list({ status: 'InProgress' })).toEqual([])
  })

  it('uses the resource name when the machine has no computer name', async () => {
    await save([vm('a', { body: { vmId: 'vm-a', powerState: 'running' } })])
    await settled()
    expect(driver.specs.get('vm-a')?.computerName).toBe('a')
  })

  it('deletes record and operation once a deleted machine has ended, and cancels what was overtaken', async () => {
    await save([vm('a')])
    await settled()
    const deletion = operation('virtualMachineDelete', idOf('a'))
    const write = operation('virtualMachineWrite', idOf('a'))
    const release = driver.hold()
    await save([vm('a', { provisioningState: 'Deleting' })], [deletion, write])
    reconciler.wake()
    await until(() => driver.done.includes('remove vm-a'))
    expect(await stateOf('a')).toBe('Deleting')
    release()
    await reconciler.idle()
    expect(driver.running()).toEqual([])
    expect(await stateOf('a')).toBeUndefined()
    expect(await store.read.operations.get(deletion.operationId)).toMatchObject({
      status: 'Succeeded',
      endedAt: startOfTime,
    })
    expect(await store.read.operations.get(write.operationId)).toMatchObject({
      status: 'Canceled',
      endedAt: startOfTime,
      error: { code: 'OperationPreempted' },
    })
  })

  it('ends a machine whose record has gone, and its operations', async () => {
    await driver.ensure({ vmId: 'vm-gone', resourceId: idOf('gone'), computerName: 'gone' })
    const deletion = operation('virtualMachineDelete', idOf('gone'))
    await save([], [deletion])
    await settled()
    expect(driver.running()).toEqual([])
    expect(await store.read.operations.get(deletion.operationId)).toMatchObject({ status: 'Succeeded' })
  })

  it.each(['virtualMachineRestart', 'virtualMachineRedeploy', 'virtualMachineReimage'])(
    'starts a running machine anew for %s, once',
    async (kind) => {
      await save([vm('a')])
      await settled()
      await save([vm('a', { provisioningState: 'Updating' })], [operation(kind, idOf('a'))])
      await settled()
      await settled()
      expect(driver.done).toEqual(['ensure vm-a', 'remove vm-a', 'ensure vm-a'])
      expect(await store.read.operations.list({ status: 'InProgress' })).toEqual([])
    },
  )

  it('leaves operations alone that are about something else', async () => {
    const others = [
      operation('resourceGroupDeletion', groupId),
      operation('virtualMachineScaleSetWrite', `${groupId}/providers/Microsoft.Compute/virtualMachineScaleSets/a`),
      operation('somethingElse', idOf('a')),
      operation('virtualMachineWrite', 'no id at all'),
    ]
    await save([vm('a')], others)
    await settled()
    const left = await store.read.operations.list({ status: 'InProgress' })
    expect(left.map(({ operationId }) => operationId).sort()).toEqual(
      others.map(({ operationId }) => operationId).sort(),
    )
  })

  it('does not confirm what was asked for while it worked, before it has done that too', async () => {
    await save([vm('a')], [operation('virtualMachineWrite', idOf('a'))])
    const release = driver.hold()
    reconciler.wake()
    await until(() => driver.done.length > 0)
    const stop = operation('virtualMachineDeallocate', idOf('a'))
    await save([vm('a', { provisioningState: 'Updating', powerState: 'deallocated' })], [stop])
    reconciler.wake()
    release()
    await reconciler.idle()
    expect(driver.done).toEqual(['ensure vm-a', 'remove vm-a'])
    expect(driver.running()).toEqual([])
    expect(await stateOf('a')).toBe('Succeeded')
    expect(await store.read.operations.list({ status: 'InProgress' })).toEqual([])
  })

  it('restarts a machine although the restart was asked for while it started', async () => {
    await save([vm('a')], [operation('virtualMachineWrite', idOf('a'))])
    const release = driver.hold()
    reconciler.wake()
    await until(() => driver.done.length > 0)
    await save([vm('a', { provisioningState: 'Updating' })], [operation('virtualMachineRestart', idOf('a'))])
    release()
    await reconciler.idle()
    expect(driver.done).toEqual(['ensure vm-a', 'remove vm-a', 'ensure vm-a'])
    expect(await stateOf('a')).toBe('Succeeded')
  })

  it('works on several machines side by side', async () => {
    await save([vm('a'), vm('b'), vm('c', { powerState: 'stopped' })])
    const release = driver.hold()
    reconciler.wake()
    await until(() => driver.done.length === 3)
    release()
    await reconciler.idle()
    expect(driver.running()).toEqual(['vm-a', 'vm-b'])
  })

  it('marks a record that no machine can belong to as failed', async () => {
    await save([vm('a', { body: {} })], [operation('virtualMachineWrite', idOf('a'))])
    await settled()
    await settled()
    expect(await stateOf('a')).toBe('Failed')
    expect(await store.read.operations.list({ status: 'InProgress' })).toEqual([])
    expect(errors().map(({ facts }) => facts)).toEqual([{ resource: idOf('a') }])
  })

  it('runs the workstation only when it is told to keep it', async () => {
    await settled()
    expect(driver.done).toEqual([])
    await reconciler.close()
    reconciler = start({ keepsWorkstation: true })
    await settled()
    await settled()
    expect(driver.done).toEqual(['ensure workstation'])
  })

  it('does nothing any more when it is closed, and closes twice', async () => {
    await reconciler.close()
    await save([vm('a')])
    await settled()
    await reconciler.close()
    expect(driver.done).toEqual([])
  })
})

describe('a machine that cannot be brought to its state', () => {
  const failure = new Error('no namespaces left')
  const create = operation('virtualMachineWrite', idOf('a'))

  it('is tried three times, ever more slowly, before its operation fails; and further on', async () => {
    driver.failWith(failure)
    await save([vm('a')], [create])
    await settled()
    for (const pause of [1, 2]) {
      expect(await stateOf('a')).toBe('Creating')
      const before = driver.done.length
      clock.advance(pause - 0.5)
      await settled() // too early, also for someone else's wake
      expect(driver.done.length).toBe(before)
      clock.advance(0.5)
      await reconciler.idle()
      expect(driver.done.length).toBe(before + 1)
    }
    expect(await stateOf('a')).toBe('Failed')
    expect(await store.read.operations.get(create.operationId)).toEqual({
      ...create,
      status: 'Failed',
      endedAt: startOfTime + 3_000,
      error: { code: 'InternalExecutionError', message: 'An internal execution error occurred. Please retry later.' },
    })
    for (const pause of [4, 8, 16, 32, 60, 60]) {
      const before = driver.done.length
      clock.advance(pause)
      await reconciler.idle()
      expect(driver.done.length).toBe(before + 1)
    }
    expect(errors()[0]).toEqual({
      level: 'error',
      facts: { err: failure, what: 'vm-a', attempt: 1, retryInSeconds: 1 },
      message: 'background work failed',
    })
    driver.failWith(undefined)
    clock.advance(60)
    await reconciler.idle()
    expect(driver.running()).toEqual(['vm-a'])
  })

  it('is tried at once when it is asked for anew, and then succeeds', async () => {
    driver.failWith(failure)
    await save([vm('a')], [create])
    await settled()
    driver.failWith(undefined)
    await save([{ ...vm('a', { provisioningState: 'Updating' }), etag: 'etag-new' }])
    await settled()
    expect(await stateOf('a')).toBe('Succeeded')
    expect(await store.read.operations.list({ status: 'InProgress' })).toEqual([])
  })

  it('is not held back by another', async () => {
    driver.failWith(failure)
    await save([vm('a')])
    await settled()
    driver.failWith(undefined)
    await save([vm('b')])
    await settled()
    expect(driver.running()).toEqual(['vm-b'])
  })

  it('stays in deletion until it has ended', async () => {
    const deletion = operation('virtualMachineDelete', idOf('a'))
    driver.failWith(failure)
    await save([vm('a', { provisioningState: 'Deleting' })], [deletion])
    await settled()
    for (const pause of [1, 2, 4]) {
      clock.advance(pause)
      await reconciler.idle()
    }
    expect(await stateOf('a')).toBe('Deleting')
    expect(await store.read.operations.list({ status: 'InProgress' })).toEqual([deletion])
    driver.failWith(undefined)
    clock.advance(8)
    await reconciler.idle()
    expect(await stateOf('a')).toBeUndefined()
    expect(await store.read.operations.get(deletion.operationId)).toMatchObject({ status: 'Succeeded' })
  })

  it('is not the end when the store cannot be read for a moment', async () => {
    await save([vm('a')])
    let isBroken = true
    const list: Store['read']['resources']['list'] = (query) =>
      isBroken ? Promise.reject(new Error('disk on fire')) : store.read.resources.list(query)
    await reconciler.close()
    const flaky = { ...store.read, resources: { ...store.read.resources, list } }
    reconciler = createReconciler({
      ...{ clock, log, driver },
      store: { transaction: (work) => store.transaction(work), read: flaky },
    })
    await settled()
    expect(driver.done).toEqual([])
    expect(errors()).toMatchObject([{ facts: { err: new Error('disk on fire'), retryInSeconds: 1 } }])
    isBroken = false
    clock.advance(1)
    await reconciler.idle()
    expect(driver.running()).toEqual(['vm-a'])
  })
})

describe('jobs beside the machines', () => {
  it('go on whenever a machine has ended, until they are done', async () => {
    await save([vm('a'), vm('b')])
    await settled()
    await reconciler.close()
    const answers: string[] = []
    // As the deletion of a group does: machines first, then the rest.
    const run = async () => {
      const left = await store.read.resources.list({ scope: groupId })
      await save(left.map((resource) => ({ ...resource, provisioningState: 'Deleting' as const })))
      const answer = left.length === 0 ? 'done' : 'waiting'
      answers.push(answer)
      return answer
    }
    reconciler = start({ jobs: [{ name: 'group deletion', run }] })
    await settled()
    expect(driver.running()).toEqual([])
    expect(answers.at(0)).toBe('waiting')
    expect(answers.at(-1)).toBe('done')
  })

  it('that fail are logged by name and tried again, and hold up no machine', async () => {
    let attempts = 0
    await reconciler.close()
    const run = async () => {
      attempts++
      if (attempts === 1) throw new Error('not today')
      return 'done' as const
    }
    reconciler = start({ jobs: [{ name: 'sweep', run }] })
    await save([vm('a', { provisioningState: 'Succeeded', powerState: 'stopped' }), vm('b')])
    reconciler.wake()
    await reconciler.idle()
    expect(driver.running()).toEqual(['vm-b'])
    expect(errors()).toMatchObject([{ facts: { err: new Error('not today'), what: 'job sweep' } }])
    expect(attempts).toBeGreaterThan(1)
  })

  it('are asked again after a second when they wait and no machine is being worked on', async () => {
    let attempts = 0
    await reconciler.close()
    const run = async () => (++attempts < 3 ? ('waiting' as const) : ('done' as const))
    reconciler = start({ jobs: [{ name: 'patience', run }] })
    await settled()
    expect(attempts).toBe(1)
    clock.advance(1)
    await reconciler.idle()
    clock.advance(1)
    await reconciler.idle()
    clock.advance(60)
    await reconciler.idle()
    expect(attempts).toBe(3)
  })
})

/** Lets pending promises go on until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    if (turn > 10_000) throw new Error('it did not come to that')
    await new Promise((go) => setImmediate(go))
  }
}
