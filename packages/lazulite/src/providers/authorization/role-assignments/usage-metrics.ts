/**
 * `roleAssignmentsUsageMetrics` of a subscription: how many role assignments it has and may have.
 *
 * Members: "API versions of Azure RBAC REST APIs", release note of 2019-08-01-preview; public exporters read them
 * (webdevops/azure-resourcemanager-exporter). Decision: their order, and the action's name.
 */
import { type ArmRequest, type ArmResponse, defineResourceType } from '../../define.js'
import { countInSubscription, limitPerSubscription } from './role-assignment-limits.js'

const type = 'Microsoft.Authorization/roleAssignmentsUsageMetrics'

export const usageMetrics = defineResourceType({
  type,
  apiVersions: ['2019-08-01-preview'],
  scopes: ['subscription'],
  capabilities: 'SupportsExtension',
  isGlobal: true,
  list: { action: `${type}/read`, run },
})

async function run({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const subscriptionId = target.subscriptionId ?? ''
  const count = await countInSubscription(ports.store.read, subscriptionId)
  return {
    status: 200,
    body: {
      subscriptionId,
      roleAssignmentsLimit: limitPerSubscription,
      roleAssignmentsCurrentCount: count,
      roleAssignmentsRemainingCount: Math.max(0, limitPerSubscription - count),
    },
  }
}
