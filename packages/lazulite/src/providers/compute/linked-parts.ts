/**
 * What a machine or a scale set refers to, and the right that each takes. Ids in the answer of Compute to a GET are sent
 * back by clients that PUT, and count then, too: disks as well as interfaces (Azure/azure-cli#28742).
 *
 * Sources, all public threads with the refusal: subnets Azure/aad-pod-identity#550; pools Azure's cloud-provider-azure#1999;
 * disks Azure/azure-cli#28742; images Azure/azure-cli#13732, Azure/AKS#2040, Azure/bicep#17206; encryption sets
 * kubernetes-sigs/azuredisk-csi-driver#2610. Decision: other members of the network profile take the join actions that
 * the role Virtual Machine Contributor names for them; availability sets, hosts, proximity groups and a machine's scale set
 * are not checked: no refusal that names them was found.
 */
import type { LinkRule } from '../../domain/linked-access/body-links.js'

const join = (type: string): string => `Microsoft.Network/${type}/join/action`

const imageReaders = Object.fromEntries(
  ['images', 'galleries/images', 'galleries/images/versions'].map((type) => [
    `microsoft.compute/${type}`,
    `Microsoft.Compute/${type}/read`,
  ]),
)
const readEncryptionSet = 'Microsoft.Compute/diskEncryptionSets/read'

/** Paths below `properties`. */
export const machineLinks: readonly LinkRule[] = [
  { path: 'storageProfile.imageReference.id', action: imageReaders },
  { path: 'storageProfile.osDisk.managedDisk.id', action: 'Microsoft.Compute/disks/write' },
  { path: 'storageProfile.osDisk.managedDisk.diskEncryptionSet.id', action: readEncryptionSet },
  { path: 'storageProfile.dataDisks.*.managedDisk.id', action: 'Microsoft.Compute/disks/write' },
  { path: 'storageProfile.dataDisks.*.managedDisk.diskEncryptionSet.id', action: readEncryptionSet },
  { path: 'networkProfile.networkInterfaces.*.id', action: join('networkInterfaces') },
]

const nics = 'networkProfile.networkInterfaceConfigurations.*.properties'
const addresses = `${nics}.ipConfigurations.*.properties`

/** Paths below `properties.virtualMachineProfile`. */
const profileLinks: readonly LinkRule[] = [
  { path: 'storageProfile.imageReference.id', action: imageReaders },
  { path: 'storageProfile.osDisk.managedDisk.diskEncryptionSet.id', action: readEncryptionSet },
  { path: 'storageProfile.dataDisks.*.managedDisk.diskEncryptionSet.id', action: readEncryptionSet },
  { path: 'networkProfile.healthProbe.id', action: join('loadBalancers/probes') },
  { path: `${nics}.networkSecurityGroup.id`, action: join('networkSecurityGroups') },
  { path: `${addresses}.subnet.id`, action: join('virtualNetworks/subnets') },
  {
    path: `${addresses}.applicationSecurityGroups.*.id`,
    action: 'Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action',
  },
  { path: `${addresses}.loadBalancerBackendAddressPools.*.id`, action: join('loadBalancers/backendAddressPools') },
  { path: `${addresses}.loadBalancerInboundNatPools.*.id`, action: join('loadBalancers/inboundNatPools') },
  {
    path: `${addresses}.applicationGatewayBackendAddressPools.*.id`,
    action: join('applicationGateways/backendAddressPools'),
  },
  {
    path: `${addresses}.publicIPAddressConfiguration.properties.publicIPPrefix.id`,
    action: join('publicIPPrefixes'),
  },
]

/** Paths below `properties`. */
export const scaleSetLinks: readonly LinkRule[] = profileLinks.map(({ path, action }) => ({
  path: `virtualMachineProfile.${path}`,
  action,
}))

/** Paths below `properties`. Sources: kubernetes/kubernetes#93020 and MicrosoftDocs/azure-docs#11362 (source of a copy). */
export const diskLinks: readonly LinkRule[] = [
  {
    path: 'creationData.sourceResourceId',
    action: {
      'microsoft.compute/disks': 'Microsoft.Compute/disks/beginGetAccess/action',
      'microsoft.compute/snapshots': 'Microsoft.Compute/snapshots/beginGetAccess/action',
    },
  },
  { path: 'encryption.diskEncryptionSetId', action: readEncryptionSet },
]
