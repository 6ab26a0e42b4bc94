/** `/subscriptions/{id}/operationresults/{token}`: 202 with the same headers while it runs, 200 without content at its end, after a move or the deletion of a deployment 204 (recorded 2016–2020). */
import type { ArmOperation } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { moveKinds } from '../../operations/move-resources.js'
import { type ArmResponse, defineResourceType } from '../define.js'
import { deploymentApiVersions } from './api-versions.js'

export const operationResults = defineResourceType({
  type: 'Microsoft.Resources/subscriptions/operationresults',
  // a follower asks with the api-version with which it began
  apiVersions: deploymentApiVersions,
  scopes: ['subscription'],
  isGlobal: true,
  get: {
    action: 'Microsoft.Resources/subscriptions/operationresults/read',
    // Whoever was allowed to begin an operation may follow it, wherever in the subscription their rights are.
    openToAnyone: true,
    async run({ ports, target, origin, apiVersion }) {
      const operation = await ports.store.read.operations.get(target.name)
      if (operation === undefined)
        throw new ArmError('NotFound', { detail: 'The requested operation could not be found.' })
      if (operation.error !== undefined) {
        return { status: 409, body: { error: { code: operation.error.code, message: operation.error.message } } }
      }
      if (operation.status !== 'InProgress') return ended(operation)
      return {
        status: 202,
        headers: {
          location: `${origin}/subscriptions/${operation.subscriptionId}/operationresults/${operation.operationId}?api-version=${apiVersion}`,
          'retry-after': '1',
        },
      }
    },
  },
})

function ended({ kind, output }: ArmOperation): ArmResponse {
  if (output !== undefined) return { status: 200, body: output }
  const isWithoutContent = kind === 'deploymentDeletion' || moveKinds.some((moveKind) => moveKind === kind)
  return { status: isWithoutContent ? 204 : 200 }
}
