/**
 * What goes on beside requests: machines are brought to their desired state, and groups being deleted are emptied.
 *
 * A group waits for its machines to be taken down, so the two take turns until nothing is left to do. Everything is
 * read from the store at each turn; `wake()` after a write, and once at start, is all that is needed.
 */
import type { Ports } from '../ports/ports.js'
import { runResourceGroupDeletions } from './delete-resource-group.js'

export interface MachineReconciler {
  wake(): void
  /** Resolves when nothing is left to do now; work that failed and waits for its retry does not count. */
  idle(): Promise<void>
  close(): Promise<void>
}

export interface BackgroundWork {
  wake(): void
  /** Resolves when nothing is left to do now. */
  idle(): Promise<void>
  close(): Promise<void>
}

export function createBackgroundWork({
  ports,
  reconciler,
}: {
  ports: Ports
  reconciler: MachineReconciler
}): BackgroundWork {
  let isWanted = false
  let isClosed = false
  let running: Promise<void> | undefined

  /** How long a deletion waits before it looks again after machines that resist. */
  const retryDelay = 1
  let cancelRetry = (): void => {}

  const turn = async (): Promise<void> => {
    reconciler.wake()
    await runResourceGroupDeletions(ports)
    reconciler.wake()
    await reconciler.idle()
    const state = await runResourceGroupDeletions(ports)
    cancelRetry()
    cancelRetry = state === 'waiting' ? ports.clock.after(retryDelay, wake) : () => {}
  }
  const run = async (): Promise<void> => {
    while (isWanted && !isClosed) {
      isWanted = false
      try {
        await turn()
      } catch (cause) {
        ports.log.error({ err: cause }, 'background work failed')
        cancelRetry()
        cancelRetry = ports.clock.after(retryDelay, wake)
      }
    }
    running = undefined
  }
  const wake = (): void => {
    isWanted = true
    if (!isClosed) running ??= run()
  }

  return {
    wake,
    async idle() {
      while (running !== undefined) await running
    },
    async close() {
      isClosed = true
      cancelRetry()
      await running
      await reconciler.close()
    },
  }
}
