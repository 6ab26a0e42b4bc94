/** Microsoft.Network: what virtual machines need to have addresses, and what may reach them. */
import { ArmError } from '../../domain/errors/arm-error.js'
import { defineProvider, defineResourceType, type Operation, type ResourceTypeDefinition } from '../define.js'
import { networkApiVersions } from './api-versions.js'
import { checkAddress } from './check-address.js'
import { defineChildType } from './child-types.js'
import { loadBalancerKind, loadBalancerParts, renderLoadBalancerPart } from './load-balancers.js'
import { networkLocations, networkUsages } from './locations.js'
import { networkInterfaceKind, renderIpConfiguration } from './network-interfaces.js'
import { networkOperationResults, networkOperations } from './network-operation.js'
import { defineNetworkType } from './network-resource.js'
import { publicAddressKind } from './public-addresses.js'
import {
  applicationSecurityGroupKind,
  defaultRules,
  renderDefaultRule,
  renderRule,
  securityGroupKind,
} from './security-groups.js'
import { renderSubnet, virtualNetworkKind } from './virtual-networks.js'

/** What Azure has and Lazulite lacks: packets are not routed here. */
const missing = (action: string, method: string): Operation => ({
  action,
  async run() {
    throw new ArmError('NotImplemented', { what: `${method} ${action}` })
  },
})

/** Children that manifests do not list, so that nobody takes them for misspelt. */
const missingChild = (type: string): ResourceTypeDefinition =>
  defineResourceType({
    type,
    apiVersions: networkApiVersions,
    scopes: ['resourceGroup'],
    get: missing(`${type}/read`, 'GET'),
    list: missing(`${type}/read`, 'GET'),
    put: missing(`${type}/write`, 'PUT'),
    delete: missing(`${type}/delete`, 'DELETE'),
  })

const interfaceType = networkInterfaceKind.type

export const network = defineProvider({
  namespace: 'Microsoft.Network',
  registrationPolicy: 'RegistrationRequired',
  types: [
    defineNetworkType(virtualNetworkKind, {
      views: {
        checkipaddressavailability: {
          action: `${virtualNetworkKind.type}/checkIpAddressAvailability/read`,
          run: checkAddress,
        },
      },
    }),
    defineChildType({ parent: virtualNetworkKind, member: 'subnets', render: renderSubnet, isWritable: true }),
    defineNetworkType(securityGroupKind),
    defineChildType({ parent: securityGroupKind, member: 'securityRules', render: renderRule, isWritable: true }),
    defineChildType({
      parent: securityGroupKind,
      member: 'defaultSecurityRules',
      render: renderDefaultRule,
      childrenOf: () => defaultRules,
    }),
    defineNetworkType(applicationSecurityGroupKind),
    defineNetworkType(publicAddressKind),
    defineNetworkType(networkInterfaceKind, {
      actions: {
        effectivenetworksecuritygroups: missing(`${interfaceType}/effectiveNetworkSecurityGroups/action`, 'POST'),
        effectiveroutetable: missing(`${interfaceType}/effectiveRouteTable/action`, 'POST'),
      },
    }),
    defineChildType({ parent: networkInterfaceKind, member: 'ipConfigurations', render: renderIpConfiguration }),
    defineNetworkType(loadBalancerKind),
    ...loadBalancerParts
      .filter((part) => part !== 'inboundNatPools')
      .map((part) =>
        defineChildType({
          parent: loadBalancerKind,
          member: part,
          render: renderLoadBalancerPart(part),
          ...(part === 'backendAddressPools' || part === 'inboundNatRules' ? { isWritable: true } : {}),
        }),
      ),
    missingChild(`${virtualNetworkKind.type}/virtualNetworkPeerings`),
    missingChild(`${interfaceType}/tapConfigurations`),
    networkLocations,
    networkUsages,
    networkOperations,
    networkOperationResults,
  ],
})
