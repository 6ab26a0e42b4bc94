/**
 * Compute's long-running operations: how a request starts one, and how clients follow it.
 *
 * Headers and documents: recorded with Azure CLI and Azure SDK for Java, 2018 to 2020. `Azure-AsyncOperation` comes with
 * every accepted write; `Location` (the same address with `monitor=true`) only where the answer itself has no body.
 */
import type { ArmOperation, Resource } from '../../domain/arm-resource/resource.js'
import { guestScriptKind } from '../../operations/run-guest-scripts.js'
import type { Tx } from '../../ports/store.js'
import type { ArmRequest } from '../define.js'

/** Whoever brings machines to their desired state finishes operations of these kinds; the two named so start the machine anew. */
export type ComputeOperationKind =
  | typeof guestScriptKind
  | 'virtualMachineExtension'
  | 'virtualMachineScaleSetWrite'
  | 'virtualMachineScaleSetDelete'
  | 'virtualMachineScaleSetAction'
  | 'virtualMachineWrite'
  | 'virtualMachineDelete'
  | 'virtualMachineAction'
  | 'virtualMachineRestart'
  | 'virtualMachineRedeploy'

export const isComputeOperation = ({ kind }: ArmOperation): boolean =>
  kind.startsWith('virtualMachine') || kind === guestScriptKind

/** Seconds between polls. Azure asks for more; machines here are up within moments. */
export const retryAfter = '1'

export async function startOperation(
  tx: Tx,
  { ports }: ArmRequest,
  { kind, subject }: { readonly kind: ComputeOperationKind; readonly subject: Resource },
): Promise<ArmOperation> {
  const operation: ArmOperation = {
    operationId: ports.ids.guid('operation'),
    kind,
    subject: subject.id,
    subscriptionId: subject.subscriptionId,
    location: subject.location ?? '',
    status: 'InProgress',
    startedAt: ports.clock.nowMillis(),
  }
  await tx.operations.put(operation)
  return operation
}

/** For what is done in the transaction that starts it: clients still ask. */
export async function endOperation(tx: Tx, { ports }: ArmRequest, operation: ArmOperation): Promise<void> {
  await tx.operations.put({ ...operation, status: 'Succeeded', endedAt: ports.clock.nowMillis() })
}

/** For answers that carry the resource. */
export const followHeaders = (request: ArmRequest, operation: ArmOperation): Record<string, string> => ({
  'Azure-AsyncOperation': `${addressOf(request, operation)}?api-version=${request.apiVersion}`,
  'Retry-After': retryAfter,
})

/** For answers without a body. */
export const acceptedHeaders = (request: ArmRequest, operation: ArmOperation): Record<string, string> => ({
  Location: `${addressOf(request, operation)}?monitor=true&api-version=${request.apiVersion}`,
  ...followHeaders(request, operation),
})

const addressOf = ({ origin }: ArmRequest, { subscriptionId, location, operationId }: ArmOperation): string =>
  `${origin}/subscriptions/${subscriptionId}/providers/Microsoft.Compute/locations/${location}/operations/${operationId}`
