/**
 * Makes machines what the store says they should be, and reports back when they are.
 *
 * Decision: desired state. A request writes what it wants in its transaction and calls `wake`; what follows is derived
 * from the store alone, so a crash at any point is made good by the first look after the restart.
 * Machines are worked on side by side, each by one piece of work at a time.
 */

import type { ArmOperation } from '../domain/arm-resource/resource.js'
import { machineTypes } from '../domain/compute/machine-types.js'
import { resourceKey } from '../domain/resource-id/resource-id.js'
import type { EpochMillis, Seconds } from '../domain/time.js'
import type { Clock } from '../ports/clock.js'
import { type ComputeDriver, workstationId } from '../ports/compute.js'
import type { Log } from '../ports/log.js'
import type { ReadStores, Tx } from '../ports/store.js'
import {
  type DesiredMachine,
  desiredMachine,
  endOperationsOfMissing,
  forgetMachine,
  machineOperations,
  refuseMachine,
  settleMachine,
  startsAnew,
} from './desired-machine.js'

/** The parts of a `Store` that are needed here. */
export interface MachineStore {
  transaction<T>(work: (tx: Pick<Tx, 'resources' | 'operations'>) => Promise<T>): Promise<T>
  readonly read: Pick<ReadStores, 'resources' | 'operations'>
}

/** Other background work that follows machines: it runs on every look, so also after every machine that was brought to its state. */
export interface ReconcileJob {
  readonly name: string
  /** `waiting`: it is not finished and goes on when machines have ended. */
  readonly run: () => Promise<'done' | 'waiting'>
}

export interface ReconcilerOptions {
  readonly store: MachineStore
  readonly clock: Clock
  readonly log: Log
  readonly driver: ComputeDriver
  readonly jobs?: readonly ReconcileJob[]
  /** Whether the workstation should run as well. */
  readonly keepsWorkstation?: boolean
}

export interface Reconciler {
  /** Something may have changed: look soon. Cheap; call it after every write that concerns a machine. */
  wake(): void
  /** Resolves when nothing is being done. What failed and waits for the clock to be tried again does not count. */
  idle(): Promise<void>
  /** Finishes what is under way and starts nothing more. Machines keep running: they are the driver's. */
  close(): Promise<void>
}

/** So many failures in a row make an operation fail. Attempts go on, ever more rarely. */
const attemptsPerOperation = 3
const longestPause: Seconds = 60
/** How long a job waits when no machine is being worked on. */
const jobPause: Seconds = 1

interface Failure {
  readonly count: number
  readonly retryAt: EpochMillis
  /** What was asked for when it failed; a new request does not have to wait. */
  readonly asked: string
  readonly cancelTimer: () => void
}

export const createReconciler = (options: ReconcilerOptions): Reconciler => new ComputeReconciler(options)

class ComputeReconciler implements Reconciler {
  readonly #options: ReconcilerOptions
  /** Work under way, by machine id. */
  readonly #busy = new Map<string, Promise<void>>()
  readonly #failures = new Map<string, Failure>()
  #cancelJobTimer = () => {}
  #isWanted = false
  #isClosed = false
  #looking: Promise<void> | undefined

  constructor(options: ReconcilerOptions) {
    this.#options = options
  }

  wake(): void {
    if (this.#isClosed) return
    this.#isWanted = true
    this.#looking ??= this.#lookWhileWanted()
  }

  async idle(): Promise<void> {
    for (;;) {
      const work = [...this.#busy.values(), ...(this.#looking === undefined ? [] : [this.#looking])]
      if (work.length === 0) return
      await Promise.all(work)
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const { cancelTimer } of this.#failures.values()) cancelTimer()
    this.#cancelJobTimer()
    await this.idle()
  }

  async #lookWhileWanted(): Promise<void> {
    try {
      while (this.#isWanted && !this.#isClosed) {
        this.#isWanted = false
        await this.#attempt('looking at machines', '', () => this.#look())
      }
    } finally {
      this.#looking = undefined
    }
  }

  async #look(): Promise<void> {
    const { store, driver, keepsWorkstation } = this.#options
    const isWaiting = await this.#runJobs()
    const ofEachType = machineTypes.map((type) => store.read.resources.list({ scope: '/', type }))
    const resources = (await Promise.all(ofEachType)).flat()
    const operations = machineOperations(await store.read.operations.list({ status: 'InProgress' }))
    const running = new Set(driver.running())
    for (const resource of resources) {
      const key = resourceKey(resource.id)
      const waiting = operations.get(key) ?? []
      operations.delete(key)
      const machine = desiredMachine(resource)
      if (machine === undefined) await this.#refuse(resource.id, resource.provisioningState, waiting)
      else {
        if (needsWork(machine, waiting, running.has(machine.vmId))) this.#workOn(machine, waiting)
        running.delete(machine.vmId)
      }
    }
    for (const vmId of running) this.#do(vmId, '', () => driver.remove(vmId)) // the record has gone
    for (const waiting of operations.values()) await this.#endWithoutRecord(waiting)
    if (keepsWorkstation === true && driver.entry(workstationId) === undefined) {
      this.#do(workstationId, '', async () => void (await driver.ensureWorkstation()))
    }
    // Usually the end of a machine looks again; the machine that a job waits for may itself wait to be tried again.
    this.#cancelJobTimer()
    if (isWaiting && this.#busy.size === 0 && !this.#isClosed) {
      this.#cancelJobTimer = this.#options.clock.after(jobPause, () => this.wake())
    }
  }

  async #runJobs(): Promise<boolean> {
    let isWaiting = false
    for (const { name, run } of this.#options.jobs ?? []) {
      await this.#attempt(`job ${name}`, '', async () => {
        if ((await run()) === 'waiting') isWaiting = true
      })
    }
    return isWaiting
  }

  #workOn(machine: DesiredMachine, operations: readonly ArmOperation[]): void {
    const { driver, store, clock } = this.#options
    const { vmId, computerName, resource, state } = machine
    const asked = askedBy(machine, operations)
    const settle = (outcome: 'Succeeded' | 'Failed') =>
      store.transaction((tx) => settleMachine(tx, { machine, operations, outcome, now: clock.nowMillis() }))
    const work = async () => {
      if (state !== 'running' || operations.some(startsAnew)) await driver.remove(vmId)
      if (state === 'running') await driver.ensure({ vmId, resourceId: resource.id, computerName })
      if (state === 'absent') await store.transaction((tx) => forgetMachine(tx, machine, clock.nowMillis()))
      else await settle('Succeeded')
    }
    const giveUp = async () => {
      if (state !== 'absent') await settle('Failed') // a deletion is tried for ever
      return askedBy(machine, state === 'absent' ? operations : [])
    }
    this.#do(vmId, asked, work, giveUp)
  }

  async #refuse(id: string, provisioningState: string, waiting: readonly ArmOperation[]): Promise<void> {
    if (provisioningState === 'Failed' && waiting.length === 0) return
    const { log, store, clock } = this.#options
    log.error({ resource: id }, 'virtual machine without an id')
    await store.transaction((tx) => refuseMachine(tx, id, clock.nowMillis()))
  }

  async #endWithoutRecord([operation]: readonly ArmOperation[]): Promise<void> {
    if (operation === undefined) return
    const { store, clock } = this.#options
    await store.transaction((tx) => endOperationsOfMissing(tx, operation.subject, clock.nowMillis()))
  }

  /** Starts work on a machine unless it is being worked on (then its end looks again) or failed just now. */
  #do(id: string, asked: string, work: () => Promise<void>, giveUp?: () => Promise<string>): void {
    if (this.#busy.has(id) || this.#isClosed) return
    const failure = this.#failures.get(id)
    if (failure?.asked === asked && failure.retryAt > this.#options.clock.nowMillis()) return
    const done = this.#attempt(id, asked, work, giveUp).then(() => {
      this.#busy.delete(id)
      this.wake()
    })
    this.#busy.set(id, done)
  }

  /** Never rejects: a failure is logged and tried again later. `giveUp` answers what is asked for after it. */
  async #attempt(id: string, asked: string, work: () => Promise<void>, giveUp?: () => Promise<string>): Promise<void> {
    const before = this.#failures.get(id)
    try {
      await work()
      before?.cancelTimer()
      this.#failures.delete(id)
    } catch (error) {
      const { clock, log } = this.#options
      const count = before?.asked === asked ? before.count + 1 : 1
      const pause: Seconds = Math.min(2 ** (count - 1), longestPause)
      log.error({ err: error, what: id, attempt: count, retryInSeconds: pause }, 'background work failed')
      let next = asked
      if (count === attemptsPerOperation && giveUp !== undefined) {
        next = await giveUp().catch((cause: unknown) => {
          log.error({ err: cause, what: id }, 'failure could not be stored')
          return asked
        })
      }
      before?.cancelTimer()
      const cancelTimer = this.#isClosed ? () => {} : clock.after(pause, () => this.wake())
      this.#failures.set(id, { count, retryAt: clock.nowMillis() + pause * 1000, asked: next, cancelTimer })
    }
  }
}

/** The request behind some work, as text: the record's version and the operations that wait for it. */
const askedBy = ({ resource }: DesiredMachine, operations: readonly ArmOperation[]): string =>
  [resource.etag, ...operations.map(({ operationId }) => operationId).sort()].join(' ')

function needsWork(machine: DesiredMachine, operations: readonly ArmOperation[], isRunning: boolean): boolean {
  const { provisioningState } = machine.resource
  const isUnderWay = provisioningState === 'Creating' || provisioningState === 'Updating'
  return (
    machine.state === 'absent' || isUnderWay || operations.length > 0 || isRunning !== (machine.state === 'running')
  )
}
