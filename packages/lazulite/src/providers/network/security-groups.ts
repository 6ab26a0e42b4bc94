/**
 * `Microsoft.Network/networkSecurityGroups` with their rules, and `applicationSecurityGroups`.
 *
 * The six default rules, their texts and the order of members: recorded 2018-08-01 and 2019-11-01. Ranges of priorities
 * and ports, unique priorities per direction: Azure's page on security groups.
 */

import { isFrom } from '../../domain/arm-resource/api-version.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { type Json, type JsonObject, objectAt, textAt } from '../../domain/json.js'
import { parseAddress, parsePrefix } from '../../domain/network/address.js'
import { networkTypes } from '../../domain/network/network-types.js'
import type { NetworkKind, Plan, View } from './kind.js'
import { networkError } from './network-error.js'
import { requireDistinctNames, requireNetworkName } from './read-properties.js'
import { idsMember, member, renderChild, without } from './render.js'
import { childrenOf, nameOf, propertiesOf } from './world.js'

export const securityGroupKind: NetworkKind = {
  type: networkTypes.networkSecurityGroups,
  typeFirst: true,
  children: ['securityRules'],
  computed: ['defaultSecurityRules', 'networkInterfaces', 'subnets', 'flowLogs'],
  joins: {
    'microsoft.network/applicationsecuritygroups':
      'Microsoft.Network/applicationSecurityGroups/joinNetworkSecurityRule/action',
  },
  plan({ id, said }: Plan): JsonObject {
    const rules = childrenOf({ body: { properties: said } }, 'securityRules')
    requireDistinctNames(id, rules)
    for (const rule of rules) requireRule(id, rule)
    requireDistinctPriorities(rules)
    return { properties: { ...without(said, 'securityRules'), securityRules: rules.map(planRule) } }
  },
  renderProperties(resource: Resource, view: View): JsonObject {
    const stored = objectAt(resource.body, 'properties') ?? {}
    const users = view.references.usersOf(resource.id)
    const isInterface = (id: string): boolean => /\/networkInterfaces\/[^/]+$/i.test(id)
    return {
      ...without(stored, 'securityRules'),
      securityRules: childrenOf(resource, 'securityRules').map((rule) => renderRule(resource, rule, view)),
      defaultSecurityRules: defaultRules.map((rule) => renderDefaultRule(resource, rule, view)),
      ...idsMember('networkInterfaces', users.filter(isInterface)),
      ...idsMember(
        'subnets',
        users.filter((id) => !isInterface(id)),
      ),
    }
  },
  refuseDeletion({ id }, references) {
    const users = references.usersOf(id)
    if (users.length === 0) return
    throw networkError('InUseNetworkSecurityGroupCannotBeDeleted', { resource: id, users: users.join(', ') })
  },
}

const everything = { sourcePortRange: '*', destinationPortRange: '*' }

const rule = (
  name: string,
  [description, from, to, access, priority, direction]: readonly [string, string, string, string, number, string],
): JsonObject => ({
  name,
  properties: {
    description,
    protocol: '*',
    ...everything,
    sourceAddressPrefix: from,
    destinationAddressPrefix: to,
    access,
    priority,
    direction,
  },
})

export const defaultRules: readonly JsonObject[] = [
  rule('AllowVnetInBound', [
    'Allow inbound traffic from all VMs in VNET',
    ...(['VirtualNetwork', 'VirtualNetwork', 'Allow', 65_000, 'Inbound'] as const),
  ]),
  rule('AllowAzureLoadBalancerInBound', [
    'Allow inbound traffic from azure load balancer',
    ...(['AzureLoadBalancer', '*', 'Allow', 65_001, 'Inbound'] as const),
  ]),
  rule('DenyAllInBound', ['Deny all inbound traffic', '*', '*', 'Deny', 65_500, 'Inbound']),
  rule('AllowVnetOutBound', [
    'Allow outbound traffic from all VMs to all VMs in VNET',
    ...(['VirtualNetwork', 'VirtualNetwork', 'Allow', 65_000, 'Outbound'] as const),
  ]),
  rule('AllowInternetOutBound', [
    'Allow outbound traffic from all VMs to Internet',
    ...(['*', 'Internet', 'Allow', 65_001, 'Outbound'] as const),
  ]),
  rule('DenyAllOutBound', ['Deny all outbound traffic', '*', '*', 'Deny', 65_500, 'Outbound']),
]

const parameters = {
  protocol: ['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', '*'],
  access: ['Allow', 'Deny'],
  direction: ['Inbound', 'Outbound'],
} as const

function requireRule(groupId: string, child: JsonObject): void {
  requireNetworkName(nameOf(child))
  const properties = propertiesOf(child)
  for (const [parameter, values] of Object.entries(parameters)) {
    const value = textAt(properties, parameter)?.toLowerCase()
    if (values.some((known) => known.toLowerCase() === value)) continue
    throw networkError('SecurityRuleParameterMissing', { rule: `${groupId}/securityRules/${nameOf(child)}`, parameter })
  }
  const { priority } = properties
  const isInRange = Number.isInteger(priority) && Number(priority) >= 100 && Number(priority) <= 4096
  if (!isInRange) throw networkError('SecurityRuleInvalidPriority', { value: String(priority ?? 0) })
  for (const end of ['source', 'destination'] as const) {
    for (const range of both(properties, `${end}PortRange`, 's')) requirePortRange(range)
    for (const prefix of both(properties, `${end}AddressPrefix`, 'es')) requireAddressPrefix(prefix)
  }
}

/** What is said as one value and what is said as a list. */
function both(properties: JsonObject, name: string, plural: string): string[] {
  const list: Json | undefined = properties[`${name}${plural}`]
  const one = textAt(properties, name)
  return [...(one === undefined ? [] : [one]), ...(Array.isArray(list) ? list.map(String) : [])]
}

function requirePortRange(value: string): void {
  const [from = '', to = from, ...rest] = value.split('-')
  const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535
  if (value === '*' || (rest.length === 0 && isPort(from) && isPort(to) && Number(from) <= Number(to))) return
  throw networkError('SecurityRuleInvalidPortRange', { value })
}

/** Addresses, prefixes, ranges and service tags (`AzureLoadBalancer`, `Storage.WestUS`). */
function requireAddressPrefix(value: string): void {
  const isTag = /^(\*|[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)?)$/.test(value)
  if (isTag || parseAddress(value) !== undefined || parsePrefix(value) !== undefined) return
  throw networkError('SecurityRuleInvalidAddressPrefix', { value })
}

function requireDistinctPriorities(rules: readonly JsonObject[]): void {
  const seen = new Map<string, string>()
  for (const child of rules) {
    const { priority, direction } = propertiesOf(child)
    const key = `${String(direction).toLowerCase()} ${priority}`
    const other = seen.get(key)
    if (other !== undefined) throw networkError('SecurityRuleConflict', { rule: nameOf(child), other })
    seen.set(key, nameOf(child))
  }
}

/** In the order in which answers show them, the closed sets in Azure's case. */
function planRule(child: JsonObject): JsonObject {
  const { description, protocol, access, priority, direction, ...rest } = propertiesOf(child)
  const spelt = (parameter: keyof typeof parameters, value: Json | undefined): Json =>
    parameters[parameter].find((known) => known.toLowerCase() === String(value).toLowerCase()) ?? null
  return {
    name: nameOf(child),
    properties: {
      ...member('description', description),
      protocol: spelt('protocol', protocol),
      ...without(rest, ...lists),
      access: spelt('access', access),
      priority: priority ?? null,
      direction: spelt('direction', direction),
      ...Object.fromEntries(lists.map((name) => [name, rest[name] ?? []])),
    },
  }
}

const lists = ['sourcePortRanges', 'destinationPortRanges', 'sourceAddressPrefixes', 'destinationAddressPrefixes']

export const renderRule = (group: Resource, child: JsonObject, view: View): JsonObject =>
  renderAny(group, 'securityRules', child, view)

export const renderDefaultRule = (group: Resource, child: JsonObject, view: View): JsonObject =>
  renderAny(group, 'defaultSecurityRules', child, view)

function renderAny(group: Resource, kind: string, child: JsonObject, view: View): JsonObject {
  const empty = Object.fromEntries(lists.map((name) => [name, []]))
  const properties = { ...propertiesOf(child), ...(propertiesOf(child).sourcePortRanges === undefined ? empty : {}) }
  const shown = isFrom('2017-06-01', view.apiVersion) ? properties : without(properties, ...lists)
  return renderChild(group, kind, { child, view, properties: shown })
}

export const applicationSecurityGroupKind: NetworkKind = {
  type: networkTypes.applicationSecurityGroups,
  typeFirst: true,
  children: [],
  computed: [],
  joins: {},
  plan: () => ({ properties: {} }),
  renderProperties: () => ({}),
  refuseDeletion({ id, name }, references) {
    const users = references.usersOf(id)
    if (users.length === 0) return
    throw networkError('ApplicationSecurityGroupInUse', {
      name,
      users: users.map((user) => user.split('/').at(-1) ?? '').join(', '),
    })
  },
}
