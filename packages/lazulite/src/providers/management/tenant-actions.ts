/**
 * What clients ask of the tenant's hierarchy as a whole: `getEntities`, `checkNameAvailability` and the state of the
 * one-time move of old subscriptions below the root, which is over here. Shapes: the specification of 2021-04-01.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { type JsonObject, textAt } from '../../domain/json.js'
import { type ManagementGroup, managementGroupScope, managementGroupType } from '../../domain/management/hierarchy.js'
import { createAccessLens } from '../../operations/access/check-access.js'
import { readHierarchy } from '../../operations/management-hierarchy.js'
import { type ArmRequest, type ArmResponse, defineResourceType, type ResourceTypeDefinition } from '../define.js'
import { managementApiVersions } from './api-versions.js'
import { below } from './management-groups.js'
import { named } from './render-management-group.js'
import { viewTenant } from './tenant-view.js'

const verb = (name: string, run: (request: ArmRequest) => Promise<ArmResponse>): ResourceTypeDefinition =>
  defineResourceType({
    type: `Microsoft.Management/${name}`,
    apiVersions: managementApiVersions,
    scopes: ['tenant'],
    isGlobal: true,
    // Each shows the caller what it may see.
    post: { action: `Microsoft.Management/${name}/action`, openToAnyone: true, run },
  })

export const tenantActions: readonly ResourceTypeDefinition[] = [
  verb('getEntities', getEntities),
  verb('checkNameAvailability', checkNameAvailability),
  verb('startTenantBackfill', backfillStatus),
  verb('tenantBackfillStatus', backfillStatus),
]

async function backfillStatus({ caller }: ArmRequest): Promise<ArmResponse> {
  return { status: 200, body: { tenantId: caller.tenantId, status: 'Completed' } }
}

/** @throws ArmError `InvalidRequestContent` */
async function checkNameAvailability({ ports, body = {} }: ArmRequest): Promise<ArmResponse> {
  const name = textAt(body, 'name')
  if (name === undefined || name === '') {
    throw new ArmError('InvalidRequestContent', { detail: "The 'name' property is required" })
  }
  if (!/^[\w().-]{1,90}$/.test(name) || name.endsWith('.')) {
    const message = `The name '${name}' is not one that a management group can have.`
    return { status: 200, body: { nameAvailable: false, reason: 'Invalid', message } }
  }
  const isTaken = (await readHierarchy(ports.store.read)).group(name) !== undefined
  const message = `The management group '${name}' already exists.`
  return {
    status: 200,
    body: isTaken ? { nameAvailable: false, reason: 'AlreadyExists', message } : { nameAvailable: true },
  }
}

async function getEntities(request: ArmRequest): Promise<ArmResponse> {
  const { hierarchy, subscriptionsIn, subscriptions } = await viewTenant(request.ports.store.read)
  const { root } = hierarchy
  const groups = [root, ...below(root, hierarchy.childrenOf)]
  const value: JsonObject[] = []
  // A look at what the caller may do uses none of it: only the reading is an access of its own.
  const lens = await createAccessLens(request.ports, request.caller)
  const rightsOn = (type: string, scope: string): JsonObject => {
    const permissions = lens.check({ action: `${type}/write`, scope }).allowed ? 'edit' : 'view'
    return { permissions, inheritedPermissions: permissions }
  }
  const chainOf = (chain: readonly ManagementGroup[]): JsonObject => {
    const fromRoot = [...chain].reverse()
    return {
      tenantId: root.name,
      parent: { id: chain[0] === undefined ? null : managementGroupScope(chain[0].name) },
      parentDisplayNameChain: fromRoot.map(({ displayName }) => displayName),
      parentNameChain: fromRoot.map(({ name }) => name),
    }
  }
  const scopeOf = ({ name }: ManagementGroup): string => managementGroupScope(name)
  for (const group of await request.onlyReadable(groups, `${managementGroupType}/read`, scopeOf)) {
    const inside = below(group, hierarchy.childrenOf)
    const subscriptionsBelow = [group, ...inside].flatMap(({ name }) => subscriptionsIn(name))
    const children = hierarchy.childrenOf(group.name)
    value.push({
      ...named(group, request.apiVersion),
      properties: {
        displayName: group.displayName,
        ...chainOf(hierarchy.ancestorsOf(group.name)),
        ...rightsOn(managementGroupType, scopeOf(group)),
        numberOfDescendants: inside.length + subscriptionsBelow.length,
        numberOfChildren: children.length + subscriptionsIn(group.name).length,
        numberOfChildGroups: children.length,
      },
    })
  }
  const type = 'Microsoft.Resources/subscriptions'
  const readable = await request.onlyReadable(subscriptions, `${type}/read`, ({ id }) => id)
  for (const { id, subscriptionId, name, body } of readable) {
    const own = hierarchy.groupOf(subscriptionId)
    const none = { numberOfDescendants: 0, numberOfChildren: 0, numberOfChildGroups: 0 }
    const chain = chainOf([own, ...hierarchy.ancestorsOf(own.name)])
    const displayName = body.displayName ?? name
    const rights = rightsOn(type, id)
    value.push({ id, type: '/subscriptions', name, properties: { displayName, ...chain, ...rights, ...none } })
  }
  return { status: 200, body: { value, count: value.length } }
}
