/**
 * Long-running operations of Microsoft.Network: done when they are answered, and still followed like Azure's.
 *
 * Recorded with Azure CLI and Azure SDK for Java, 2018 to 2021: writes carry `Azure-AsyncOperation`, its document is
 * `{"status":"Succeeded"}`; deletions answer 202 with `Location` (`operationResults`) as well.
 */
import { normalizeLocation } from '../../domain/arm-resource/location.js'
import type { ArmOperation, Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { recordDoneOperation } from '../../operations/record-done-operation.js'
import type { Tx } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { networkApiVersions } from './api-versions.js'

const kind = 'networkOperation'

export const recordOperation = (tx: Tx, { ports }: ArmRequest, subject: Resource): Promise<ArmOperation> =>
  recordDoneOperation(tx, ports, { kind, subject })

/** For answers that carry the resource. */
export const followHeaders = (request: ArmRequest, operation: ArmOperation): Record<string, string> => ({
  'Azure-AsyncOperation': addressOf(request, operation, 'operations'),
  'Retry-After': '1',
})

/** For answers without a body. */
export const acceptedHeaders = (request: ArmRequest, operation: ArmOperation): Record<string, string> => ({
  Location: addressOf(request, operation, 'operationResults'),
  ...followHeaders(request, operation),
})

const addressOf = (
  { origin, apiVersion }: ArmRequest,
  { subscriptionId, location, operationId }: ArmOperation,
  type: 'operations' | 'operationResults',
): string =>
  `${origin}/subscriptions/${subscriptionId}/providers/Microsoft.Network/locations/${location}/${type}/${operationId}?api-version=${apiVersion}`

const polled = (type: 'operations' | 'operationResults', done: ArmResponse) =>
  defineResourceType({
    type: `Microsoft.Network/locations/${type}`,
    apiVersions: networkApiVersions,
    scopes: ['subscription'],
    isGlobal: true,
    get: {
      action: `Microsoft.Network/locations/${type}/read`,
      // Decision: whoever was given the address may poll it; a role on one group says nothing about the subscription.
      openToAnyone: true,
      async run(request) {
        await requireOperation(request)
        return done
      },
    },
  })

export const networkOperations = polled('operations', { status: 200, body: { status: 'Succeeded' } })
export const networkOperationResults = polled('operationResults', { status: 204 })

/** @throws ArmError `NotFound` (404) */
async function requireOperation({ ports, target }: ArmRequest): Promise<void> {
  const [location = '', operationId = ''] = target.names
  const operation = await ports.store.read.operations.get(operationId.toLowerCase())
  const isOurs =
    operation?.kind === kind &&
    operation.subscriptionId.toLowerCase() === target.subscriptionId?.toLowerCase() &&
    operation.location === normalizeLocation(location)
  if (!isOurs) throw new ArmError('NotFound', { detail: `Operation ${operationId} not found.` }) // Decision: text
}
