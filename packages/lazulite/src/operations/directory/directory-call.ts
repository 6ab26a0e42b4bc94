/** What every use case of the directory gets: the ports, the tenant, and who asks with which rights. */
import type { Tenant } from '../../domain/directory/directory-objects.js'
import { type DirectoryActor, mayDo, type RightQuestion } from '../../domain/directory/rights.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { Ports } from '../../ports/ports.js'
import type { Tx } from '../../ports/store.js'

export type DirectoryPorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'passwords' | 'audit' | 'auditStored'>

export interface DirectoryCaller extends DirectoryActor {
  readonly principalId: string
  /** The client that asks, or asks in the user's name. */
  readonly clientId?: string
}

export interface DirectoryCall {
  readonly ports: DirectoryPorts
  readonly tenant: Tenant
  readonly caller: DirectoryCaller
  readonly correlationId: string
}

/** Refusals are audited where they are answered. @throws GraphError `RequestDenied` */
export function requireRight({ caller }: Pick<DirectoryCall, 'caller'>, question: RightQuestion): void {
  if (!mayDo(caller, question)) throw new GraphError('RequestDenied')
}

interface Change {
  /** As Entra's own audit log calls it, `Add application`. */
  readonly operation: string
  /** Object id. */
  readonly subject: string
  readonly facts?: JsonObject
}

/** One transaction, and one event of the audit log once it has been stored. `work` may run again. */
export async function changeDirectory<T>(
  call: DirectoryCall,
  change: Change,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const result = await call.ports.store.transaction(work)
  call.ports.audit({
    time: call.ports.clock.nowMillis(),
    kind: 'directory.written',
    principalId: call.caller.principalId,
    subject: change.subject,
    correlationId: call.correlationId,
    facts: { operation: change.operation, ...change.facts },
  })
  return result
}
