/**
 * The audit log's writer: events are appended in batches beside the requests that cause them, so that reading a
 * resource never waits for a disk. What a crash may lose is at most the batch in hand; resources themselves are
 * never written through here.
 */
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { AuditEvent, Store } from '../ports/store.js'

export interface AuditLog {
  readonly append: (event: AuditEvent) => void
  /** Calls `listener` for every event from now on; returns how to stop. */
  readonly listen: (listener: (event: AuditEvent) => void) => () => void
  /** Resolves when everything appended so far is stored. */
  readonly flush: () => Promise<void>
  readonly close: () => Promise<void>
}

/** How long events may wait for company. */
const batchDelay = 0.1

/** Beyond this many waiting events the oldest are stored at once. */
const batchSize = 1000

export function createAuditLog({ store, clock, log }: { store: Store; clock: Clock; log: Log }): AuditLog {
  const listeners = new Set<(event: AuditEvent) => void>()
  let waiting: AuditEvent[] = []
  let cancelTimer: (() => void) | undefined
  let writing: Promise<void> = Promise.resolve()

  const flush = (): Promise<void> => {
    cancelTimer?.()
    cancelTimer = undefined
    const batch = waiting
    waiting = []
    if (batch.length > 0) {
      writing = writing
        .then(() => store.transaction((tx) => tx.events.append(batch)))
        .catch((cause: unknown) => log.error({ err: cause, lost: batch.length }, 'audit events not stored'))
    }
    return writing
  }

  return {
    append(event) {
      waiting.push(event)
      for (const listener of listeners) listener(event)
      if (waiting.length >= batchSize) void flush()
      else cancelTimer ??= clock.after(batchDelay, () => void flush())
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    flush,
    async close() {
      listeners.clear()
      await flush()
    },
  }
}
