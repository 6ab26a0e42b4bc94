/**
 * `moveResources` and `validateMoveResources` of a group.
 *
 * 202 with `Location`, then 204 there (recorded with Az PowerShell, 2016-07-01). Whoever moves needs the action on the
 * source and may write in the target (Azure's page on moving resources).
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { requireOnEach } from '../../operations/access/require-linked-access.js'
import { moveKinds, moveOperation, moveResources, planMove } from '../../operations/move-resources.js'
import type { ArmRequest, ArmResponse } from '../define.js'

export const moveGroupResources = (request: ArmRequest): Promise<ArmResponse> => run(request, moveKinds[0])
export const validateMove = (request: ArmRequest): Promise<ArmResponse> => run(request, moveKinds[1])

async function run(request: ArmRequest, kind: (typeof moveKinds)[number]): Promise<ArmResponse> {
  const { ports, target, body = {}, origin, apiVersion } = request
  if (kind === 'resourceMove' && typeof body.targetResourceGroup === 'string') {
    await requireOnEach(request, {
      action: 'Microsoft.Resources/subscriptions/resourcegroups/moveResources/action',
      scope: target.id,
      linkedAction: 'Microsoft.Resources/subscriptions/resourceGroups/write',
      linkedScopes: [body.targetResourceGroup],
    })
  }
  const operation = await ports.store.transaction(async (tx) => {
    const source = await tx.resources.get(target.id)
    if (source === undefined) throw new ArmError('ResourceGroupNotFound', { name: target.name })
    const move = await planMove(tx, source, body)
    if (kind === 'resourceMove') await moveResources(tx, ports, move)
    const operation = moveOperation(ports, source, kind)
    await tx.operations.put(operation)
    return operation
  })
  ports.wakeReconciler?.()
  return {
    status: 202,
    headers: {
      location: `${origin}/subscriptions/${operation.subscriptionId}/operationresults/${operation.operationId}?api-version=${apiVersion}`,
      'retry-after': '1',
    },
  }
}
