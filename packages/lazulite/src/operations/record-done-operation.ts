/** A long-running operation that is over when it is answered: clients follow it all the same. */
import type { ArmOperation, Resource } from '../domain/arm-resource/resource.js'
import type { Clock } from '../ports/clock.js'
import type { Ids } from '../ports/ids.js'
import type { Tx } from '../ports/store.js'

/** @param kind  told apart by who answers for it */
export async function recordDoneOperation(
  tx: Pick<Tx, 'operations'>,
  { clock, ids }: { readonly clock: Pick<Clock, 'nowMillis'>; readonly ids: Pick<Ids, 'guid'> },
  { kind, subject }: { readonly kind: string; readonly subject: Resource },
): Promise<ArmOperation> {
  const now = clock.nowMillis()
  const operation: ArmOperation = {
    operationId: ids.guid('operation'),
    kind,
    subject: subject.id,
    subscriptionId: subject.subscriptionId,
    location: subject.location ?? '',
    status: 'Succeeded',
    startedAt: now,
    endedAt: now,
  }
  await tx.operations.put(operation)
  return operation
}
