/**
 * The end of work that goes on after its answer, as an event: `operation.ended`, with who began it and how it went, so that
 * activity logs say Accepted and then Succeeded or Failed, and open pages look again when it is over.
 *
 * Both halves sit at the store, because every operation passes it, whoever ends it: what a request puts there is given
 * its beginning, in the same transaction; what ends there is told when its transaction has committed.
 * Azure Monitor ("Azure activity log event schema") calls the ends Succeeded and Failed. Decisions: what was cancelled or
 * overtaken has failed, and the status code of an end is 200 or 409, since no answer has one.
 */
import type { ArmOperation, OperationBeginning } from '../domain/arm-resource/resource.js'
import { isGuid } from '../domain/guid.js'
import type { Ports } from '../ports/ports.js'
import type { OperationWriter, Store } from '../ports/store.js'
import { auditEnd, type EndedOperation } from './access/audit-access.js'

type AuditPorts = Pick<Ports, 'audit' | 'clock'>

/** A store that tells the end of operations that know their beginning. */
export function tellingEnds(store: Store, ports: AuditPorts): Store {
  return watchingPuts(store, {
    async put(operation, { operations, note }) {
      const { begunBy, operationId, status } = operation
      const before = begunBy === undefined ? undefined : await operations.get(operationId)
      await operations.put(operation)
      if (before?.status === 'InProgress' && status !== 'InProgress') note(operation)
    },
    committed({ begunBy, ...operation }) {
      if (begunBy !== undefined) tellEnd(ports, operation, begunBy)
    },
  })
}

/** What one request has begun. */
export interface FollowedWork {
  /** For the request alone. */
  readonly ports: Ports
  readonly hasBegun: () => boolean
  /** To be called when the request's own event is written: what it ended itself ends after that. */
  readonly tellEnds: () => void
}

export function followWork(ports: Ports, begunBy: OperationBeginning): FollowedWork {
  const begun = new Set<string>()
  const over = new Map<string, ArmOperation>()
  const store = watchingPuts(ports.store, {
    async put(operation, { operations, note, noted }) {
      const { operationId, status } = operation
      const before = await operations.get(operationId)
      const isOwn = begun.has(operationId) || noted.some((other) => other.operationId === operationId)
      if (before?.status === 'InProgress' && !isOwn) return operations.put(operation) // another request's
      const { begunBy: _, ...rest } = operation
      await operations.put(status === 'InProgress' ? { ...rest, begunBy } : rest)
      note(rest)
    },
    committed(operation) {
      begun.add(operation.operationId)
      if (operation.status === 'InProgress') over.delete(operation.operationId)
      else over.set(operation.operationId, operation)
    },
  })
  return {
    ports: { ...ports, store },
    hasBegun: () => begun.size > 0,
    tellEnds() {
      for (const operation of over.values()) tellEnd(ports, operation, begunBy)
    },
  }
}

interface PutWatcher {
  put(
    operation: ArmOperation,
    transaction: {
      readonly operations: OperationWriter
      readonly note: (operation: ArmOperation) => void
      readonly noted: readonly ArmOperation[]
    },
  ): Promise<void>
  /** For each operation that was noted, when its transaction has committed. */
  committed(operation: ArmOperation): void
}

function watchingPuts(store: Store, watcher: PutWatcher): Store {
  return {
    description: store.description,
    read: store.read,
    async transaction(work) {
      let noted: ArmOperation[] = []
      const result = await store.transaction((tx) => {
        const written: ArmOperation[] = []
        noted = written // the last attempt counts: work may run again
        const parts = { operations: tx.operations, note: (one: ArmOperation) => void written.push(one), noted: written }
        return work({
          ...tx,
          operations: { ...tx.operations, put: (operation) => watcher.put(operation, parts) },
        })
      })
      for (const operation of noted) watcher.committed(operation)
      return result
    },
    close: () => store.close(),
  }
}

function tellEnd(
  ports: AuditPorts,
  { operationId, status, error }: ArmOperation,
  { action, scope, correlationId, caller, request }: OperationBeginning,
): void {
  const hasSucceeded = status === 'Succeeded'
  const ended: EndedOperation['request'] = {
    ...request,
    status: hasSucceeded ? 200 : 409,
    outcome: hasSucceeded ? 'Succeeded' : 'Failed',
    ...(isGuid(operationId) ? { operationId } : {}),
    ...(hasSucceeded ? {} : { code: error?.code ?? status, message: error?.message ?? '' }),
  }
  auditEnd(ports, { caller, action, scope, correlationId, request: ended })
}
