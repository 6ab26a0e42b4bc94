/** Every action that this cloud checks: those that operations declare, and those that other resources are linked by. */
import { assignIdentityAction } from '../../operations/access/require-linked-access.js'
import { diskLinks, machineLinks, scaleSetLinks } from '../../providers/compute/linked-parts.js'
import type { Operation, ResourceTypeDefinition } from '../../providers/define.js'
import { createProviders } from '../../providers/index.js'
import { loadBalancerKind } from '../../providers/network/load-balancers.js'
import { networkInterfaceKind } from '../../providers/network/network-interfaces.js'
import { publicAddressKind } from '../../providers/network/public-addresses.js'
import { applicationSecurityGroupKind, securityGroupKind } from '../../providers/network/security-groups.js'
import { virtualNetworkKind } from '../../providers/network/virtual-networks.js'

/** Each once, in order. */
export function implementedActions(): readonly string[] {
  const providers = createProviders()
  const declared = providers.flatMap(({ types }) => types.flatMap(operationsOf)).map(({ action }) => action)
  const registering = providers
    .filter(({ registrationPolicy }) => registrationPolicy === 'RegistrationRequired')
    .map(({ namespace }) => `${namespace}/register/action`)
  const byKey = new Map(
    [...declared, ...registering, ...linkedActions].toReversed().map((action) => [action.toLowerCase(), action]),
  )
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, action]) => action)
}

/** What providers ask besides, of resources that a request refers to. A test compares them with the code. */
const linkedActions: readonly string[] = [
  assignIdentityAction,
  'Microsoft.Resources/subscriptions/resourceGroups/write',
  ...[
    loadBalancerKind,
    networkInterfaceKind,
    securityGroupKind,
    applicationSecurityGroupKind,
    virtualNetworkKind,
    publicAddressKind,
  ].flatMap(({ joins }) => Object.values(joins)),
  ...[...machineLinks, ...scaleSetLinks, ...diskLinks].flatMap(({ action }) =>
    typeof action === 'string' ? [action] : Object.values(action),
  ),
]

const operationsOf = (type: ResourceTypeDefinition): readonly Operation[] =>
  [
    ...[type.get, type.head, type.put, type.patch, type.delete, type.list, type.post],
    ...[type.actions, type.views, type.collectionActions].flatMap((named) => Object.values(named ?? {})),
  ].filter((operation) => operation !== undefined)
