/**
 * `managementGroups/{name}/subscriptions/{id}`: which group a subscription is in. It is always in one; taken out of one it
 * is back below the root. Shapes: the specification of 2021-04-01.
 *
 * Whoever moves a subscription may write the group that it enters and the one that it leaves, unless that is the root, and
 * may assign roles at the subscription and take them away (Azure's page on managing subscriptions with management groups).
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import {
  type ManagementGroup,
  managementGroupScope,
  managementGroupSubscriptionType,
  managementGroupType,
} from '../../domain/management/hierarchy.js'
import { subscriptionScope } from '../../domain/resource-id/resource-id.js'
import { linksTo, requireLinks } from '../../operations/access/require-linked-access.js'
import { managementScope, readHierarchy } from '../../operations/management-hierarchy.js'
import { stampResource } from '../../operations/stamp-resource.js'
import type { Tx } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { managementApiVersions, spelt } from './api-versions.js'
import { requireGroup, viewTenant } from './tenant-view.js'

const type = managementGroupSubscriptionType

export const managementGroupSubscriptions = defineResourceType({
  type,
  apiVersions: managementApiVersions,
  scopes: ['tenant'],
  isGlobal: true,
  get: { action: `${type}/read`, run: getSubscription },
  put: { action: `${type}/write`, mayLackBody: true, run: putSubscription },
  delete: { action: `${type}/delete`, run: removeSubscription },
  list: { action: `${type}/read`, run: listSubscriptions },
})

const groupName = ({ target }: ArmRequest): string => target.names[0] ?? ''

async function getSubscription(request: ArmRequest): Promise<ArmResponse> {
  const { hierarchy, subscriptionsIn } = await viewTenant(request.ports.store.read)
  const group = requireGroup(hierarchy, groupName(request))
  const subscription = requireIn(subscriptionsIn(group.name), group, request.target.name)
  return { status: 200, body: render(subscription, group, request) }
}

async function listSubscriptions(request: ArmRequest): Promise<ArmResponse> {
  const { hierarchy, subscriptionsIn } = await viewTenant(request.ports.store.read)
  const group = requireGroup(hierarchy, groupName(request))
  return { status: 200, body: { value: subscriptionsIn(group.name).map((one) => render(one, group, request)) } }
}

async function putSubscription(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  await requireMayMove(request)
  const { subscription, group } = await ports.store.transaction(async (tx) => {
    const { hierarchy, subscriptions } = await viewTenant(tx)
    const group = requireGroup(hierarchy, groupName(request))
    const wanted = target.name.toLowerCase()
    const subscription = subscriptions.find(({ subscriptionId }) => subscriptionId.toLowerCase() === wanted)
    if (subscription === undefined) throw new ArmError('SubscriptionNotFound', { subscriptionId: target.name })
    await takeOut(tx, subscription)
    const stamp = stampResource(ports)
    await tx.resources.insert({
      id: idOf(subscription, group),
      type,
      name: subscription.subscriptionId,
      subscriptionId: '',
      provisioningState: 'Succeeded',
      body: {},
      createdAt: stamp.changedAt,
      ...stamp,
    })
    return { subscription, group }
  })
  return { status: 200, body: render(subscription, group, request) }
}

async function removeSubscription(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  await requireMayMove(request)
  await ports.store.transaction(async (tx) => {
    const { hierarchy, subscriptionsIn } = await viewTenant(tx)
    const group = requireGroup(hierarchy, groupName(request))
    await takeOut(tx, requireIn(subscriptionsIn(group.name), group, target.name))
  })
  return { status: 200 }
}

async function takeOut(tx: Tx, { subscriptionId }: Resource): Promise<void> {
  for (const link of await tx.resources.list({ scope: managementScope, type })) {
    if (link.name.toLowerCase() === subscriptionId.toLowerCase()) await tx.resources.delete(link.id)
  }
}

async function requireMayMove(request: ArmRequest): Promise<void> {
  const { target, ports } = request
  const { groupOf, root } = await readHierarchy(ports.store.read)
  const left = groupOf(target.name)
  const subscription = [subscriptionScope(target.name)]
  await requireLinks(request, {
    action: `${type}/write`,
    scope: target.id,
    links: [
      ...linksTo('Microsoft.Authorization/roleAssignments/write', subscription),
      ...linksTo('Microsoft.Authorization/roleAssignments/delete', subscription),
      ...(left === root ? [] : linksTo(`${managementGroupType}/write`, [managementGroupScope(left.name)])),
    ],
  })
}

function requireIn(subscriptions: readonly Resource[], group: ManagementGroup, subscriptionId: string): Resource {
  const found = subscriptions.find((one) => one.subscriptionId.toLowerCase() === subscriptionId.toLowerCase())
  if (found === undefined) throw new ArmError('SubscriptionNotInManagementGroup', { subscriptionId, name: group.name })
  return found
}

const idOf = ({ subscriptionId }: Resource, group: ManagementGroup): string =>
  `${managementGroupScope(group.name)}/subscriptions/${subscriptionId}`

const render = (subscription: Resource, group: ManagementGroup, { apiVersion, caller }: ArmRequest): JsonObject => ({
  id: idOf(subscription, group),
  type: spelt(type, apiVersion),
  name: subscription.subscriptionId,
  properties: {
    tenant: caller.tenantId,
    displayName: subscription.body.displayName ?? subscription.name,
    parent: { id: managementGroupScope(group.name) },
    state: 'Active',
  },
})
