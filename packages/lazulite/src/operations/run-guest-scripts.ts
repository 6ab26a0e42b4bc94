/**
 * Scripts inside machines, and the operations by which clients follow them.
 *
 * A script is not kept: it may hold secrets. What a server that was killed had begun is called cancelled by the next one.
 */
import type { ArmOperation } from '../domain/arm-resource/resource.js'
import type { EpochMillis } from '../domain/time.js'
import type { Clock } from '../ports/clock.js'
import type { ComputeDriver, GuestScript } from '../ports/compute.js'
import type { Log } from '../ports/log.js'
import type { GuestScripts } from '../ports/ports.js'
import type { Store } from '../ports/store.js'

export const guestScriptKind = 'guestScript'

export interface GuestScriptOptions {
  readonly store: Pick<Store, 'read' | 'transaction'>
  readonly clock: Clock
  readonly log: Log
  readonly driver: Pick<ComputeDriver, 'run'>
}

/** Owned by whoever makes it; `close` it before the driver, which ends the scripts together with their machines. */
export class GuestScriptRunner implements GuestScripts {
  readonly #options: GuestScriptOptions
  readonly #running = new Map<string, Promise<void>>()
  readonly #startedAt: EpochMillis
  #isClosed = false

  constructor(options: GuestScriptOptions) {
    this.#options = options
    this.#startedAt = options.clock.nowMillis()
  }

  start(operationId: string, vmId: string, script: GuestScript): void {
    const done = this.#run(operationId, vmId, script).finally(() => this.#running.delete(operationId))
    this.#running.set(operationId, done)
  }

  /** A background job: ends operations of scripts that an earlier server had begun. */
  async endLost(): Promise<'done'> {
    const running = await this.#options.store.read.operations.list({ status: 'InProgress' })
    for (const { kind, operationId, startedAt } of running) {
      if (kind === guestScriptKind && startedAt < this.#startedAt) {
        await this.#end(operationId, { status: 'Canceled', error: lost })
      }
    }
    return 'done'
  }

  /** Resolves when no script runs. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values())
  }

  /** What still runs is called cancelled by the next server. */
  close(): void {
    this.#isClosed = true
  }

  async #run(operationId: string, vmId: string, script: GuestScript): Promise<void> {
    const { driver, log } = this.#options
    try {
      const { status, stdout, stderr } = await driver.run(vmId, script)
      log.info({ vm: vmId, operation: operationId, status }, 'script in a machine ended')
      await this.#end(operationId, {
        status: 'Succeeded',
        output: { interpreter: script.interpreter, status, stdout, stderr },
      })
    } catch (error) {
      log.error({ vm: vmId, operation: operationId, err: error }, 'script in a machine failed to run')
      await this.#end(operationId, { status: 'Failed', error: notRun }).catch((cause: unknown) => {
        log.error({ operation: operationId, err: cause }, 'the end of a script could not be stored')
      })
    }
  }

  async #end(operationId: string, how: Pick<ArmOperation, 'status' | 'error' | 'output'>): Promise<void> {
    const { store, clock } = this.#options
    if (this.#isClosed) return
    await store.transaction(async (tx) => {
      const operation = await tx.operations.get(operationId)
      if (operation?.status !== 'InProgress') return
      await tx.operations.put({ ...operation, ...how, endedAt: clock.nowMillis() })
    })
  }
}

/** Texts as Compute prints them; the cause is in the log. */
const notRun = {
  code: 'InternalExecutionError',
  message: 'An internal execution error occurred. Please retry later.',
} as const
const lost = {
  code: 'OperationPreempted',
  message: 'Operation execution has been preempted by a more recent operation.',
} as const
