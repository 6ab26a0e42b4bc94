/** Where a deployment happens, who deploys, and what its expressions see there. */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { resourceGroupScope, subscriptionScope } from '../../domain/resource-id/resource-id.js'
import type { DeploymentPlan, DeploymentScope } from '../../domain/template/deployment-plan.js'
import { planDeployment } from '../../domain/template/plan-deployment.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ArmCalls } from '../../ports/arm-calls.js'
import type { Ports } from '../../ports/ports.js'
import type { ReadStores } from '../../ports/store.js'
import type { DeploymentSurroundings } from './deployment-record.js'
import type { DeploymentRequest } from './read-deployment-request.js'
import { seededGuids } from './seeded-guids.js'
import { refusingTemplates } from './template-refusal.js'

/** The longest name of a deployment (Azure's limits). */
const longestName = 64

/** @throws ArmError `DeploymentNameLengthLimitExceeded`, `DeploymentNameInvalidCharacters` */
export function requireDeploymentName(name: string): void {
  if (name.length > longestName) {
    throw new ArmError('DeploymentNameLengthLimitExceeded', { name, length: String(name.length) })
  }
  const wrong = [...new Set(name.match(/[^\p{L}\p{N}\-._()]/gu) ?? [])].join('')
  if (wrong !== '') throw new ArmError('DeploymentNameInvalidCharacters', { name, characters: wrong })
}

export interface DeploymentPlace {
  readonly subscriptionId?: string
  readonly resourceGroup?: string
}

/** @throws ArmError `NotImplemented` above subscriptions; the endpoint refuses those before. */
export function scopeOf({ subscriptionId, resourceGroup }: DeploymentPlace): DeploymentScope {
  if (subscriptionId === undefined) throw new ArmError('NotImplemented', { what: 'deployments above subscriptions' })
  return resourceGroup === undefined
    ? { kind: 'subscription', id: subscriptionScope(subscriptionId) }
    : { kind: 'resourceGroup', id: resourceGroupScope(subscriptionId, resourceGroup) }
}

/** @throws ArmError `ResourceGroupNotFound`, `SubscriptionNotFound` */
export async function lookAround(
  { clock, ids }: Pick<Ports, 'clock' | 'ids'>,
  read: Pick<ReadStores, 'resources' | 'tenants'>,
  place: DeploymentPlace,
): Promise<DeploymentSurroundings> {
  const { subscriptionId = '', resourceGroup } = place
  const tenant = await read.tenants.get()
  const tenantId = tenant?.tenantId ?? ''
  const subscription = await read.resources.get(subscriptionScope(subscriptionId))
  if (subscription === undefined) throw new ArmError('SubscriptionNotFound', { subscriptionId })
  const group =
    resourceGroup === undefined
      ? undefined
      : await read.resources.get(resourceGroupScope(subscriptionId, resourceGroup))
  if (resourceGroup !== undefined && group === undefined) {
    throw new ArmError('ResourceGroupNotFound', { name: resourceGroup })
  }
  return {
    now: clock.nowMillis(),
    seed: ids.guid('deployment'),
    ...(group === undefined ? {} : { resourceGroup: groupSeen(group) }),
    subscription: {
      id: subscription.id,
      subscriptionId: subscription.subscriptionId,
      tenantId,
      displayName: subscription.body.displayName ?? subscription.name,
    },
    tenant: {
      id: `/tenants/${tenantId}`,
      tenantId,
      countryCode: 'US',
      displayName: tenant?.displayName ?? '',
    },
  }
}

const groupSeen = (group: Resource): JsonObject => ({
  id: group.id,
  name: group.name,
  type: 'Microsoft.Resources/resourceGroups',
  location: group.location,
  ...(group.body.managedBy === undefined ? {} : { managedBy: group.body.managedBy }),
  ...(group.tags === undefined ? {} : { tags: group.tags }),
  properties: { provisioningState: group.provisioningState },
})

export interface PlanQuestion {
  readonly name: string
  readonly scope: DeploymentScope
  readonly caller: Caller
  readonly request: Pick<DeploymentRequest, 'template' | 'parameters' | 'mode' | 'location'> &
    Partial<Pick<DeploymentRequest, 'positionOf'>>
  readonly surroundings: DeploymentSurroundings
}

/** The same question always gives the same plan. @throws ArmError `InvalidTemplate` … */
export function planFor(arm: ArmCalls, { name, scope, caller, request, surroundings }: PlanQuestion): DeploymentPlan {
  const { now, seed, ...seen } = surroundings
  const { template, parameters, mode, location, positionOf } = request
  return refusingTemplates(() =>
    planDeployment({
      ...{ template, parameters, mode, scope, now },
      ...(location === undefined ? {} : { location }),
      ...(positionOf === undefined ? {} : { positionOf }),
      ...seen,
      deploymentName: name,
      environment: arm.environment,
      deployer: {
        objectId: caller.principalId,
        tenantId: caller.tenantId,
        ...(caller.kind === 'user' ? { userPrincipalName: caller.clientName } : {}),
      },
      newGuid: seededGuids(seed),
      providers: (namespace, type) => arm.describeProvider(namespace, type),
    }),
  )
}
