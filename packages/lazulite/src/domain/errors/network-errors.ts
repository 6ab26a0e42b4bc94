/**
 * Errors that Microsoft.Network and Microsoft.Compute's network and disk checks answer with.
 *
 * Texts: recorded (`InvalidResourceReference`, 2020 and 2025), public threads named beside the entry, known wording of
 * the service elsewhere; "Decision:" marks a text that no source shows.
 */
import type { ErrorEntry } from './catalogue.js'

interface NetworkErrorEntry extends ErrorEntry {
  readonly code?: string
}

export const networkErrors = {
  InvalidResourceReference: {
    status: 400,
    text: 'Resource {referenced} referenced by resource {resource} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.',
  },
  InvalidRequestFormat: { status: 400, text: 'Cannot parse the request.' },
  InvalidNetworkResourceName: {
    status: 400,
    code: 'InvalidResourceName',
    text: "Resource name {name} is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.",
  },
  // hashicorp/terraform-provider-azurerm#6641 and others
  DuplicateResourceName: {
    status: 400,
    text: 'Resource {resource}/ has two child resources with the same name ({name}).',
  },

  // Virtual networks and subnets
  InvalidAddressPrefixFormat: {
    status: 400,
    text: 'Address prefix {prefix} of resource {resource} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.',
  },
  InvalidCIDRNotation: {
    status: 400,
    text: 'The address prefix {prefix} in resource {resource} has an invalid CIDR notation. For the given prefix length, the address prefix should be {expected}.',
  },
  AddressPrefixMissing: {
    status: 400,
    code: 'AddressPrefixStringCannotBeNullOrEmpty',
    text: 'Address prefix string for resource {resource} cannot be null or empty.',
  },
  NetcfgInvalidSubnet: { status: 400, text: "Subnet '{subnet}' is not valid in virtual network '{network}'." },
  // MicrosoftDocs/azure-docs#123869 (2024), both
  NetcfgSubnetRangeOutsideVnet: {
    status: 400,
    text: "Subnet '{subnet}' is not valid because its IP address range is outside the IP address range of virtual network '{network}'.",
  },
  NetcfgSubnetRangesOverlap: {
    status: 400,
    text: "Subnet '{subnet}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '{network}'.",
  },
  // microsoft/nav-arm-templates#161
  InUseSubnetCannotBeDeleted: {
    status: 400,
    text: 'Subnet {subnet} is in use by {user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.',
  },
  InUsePrefixCannotBeDeleted: {
    status: 400,
    text: 'IpPrefix {prefix} on Subnet {subnet} has active allocations and cannot be deleted.',
  },
  SubnetIsFull: {
    status: 400,
    text: 'Subnet {subnet} with address prefix {prefix} does not have enough capacity for {count} IP addresses.',
  },

  // Security groups
  SecurityRuleConflict: {
    status: 400,
    text: 'Security rule {rule} conflicts with rule {other}. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules.',
  },
  SecurityRuleInvalidPriority: {
    status: 400,
    text: 'Security rule has invalid Priority. Value provided: {value} Allowed range 100-4096.',
  },
  SecurityRuleInvalidPortRange: {
    status: 400,
    text: "Security rule has invalid Port range. Value provided: {value}. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535.",
  },
  SecurityRuleInvalidAddressPrefix: {
    status: 400,
    text: 'Security rule has invalid Address prefix. Value provided: {value}',
  },
  // Decision: text
  SecurityRuleParameterMissing: {
    status: 400,
    code: 'SecurityRuleParameterNotSpecified',
    text: 'Security rule {rule} does not specify {parameter}.',
  },
  // hashicorp/terraform-provider-azurerm#20898, DataBiosphere/terra-workspace-manager#502
  InUseNetworkSecurityGroupCannotBeDeleted: {
    status: 400,
    text: 'Network security group {resource} cannot be deleted because it is in use by the following resources: {users}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.',
  },
  // Azure/azure-cli#12591
  ApplicationSecurityGroupInUse: {
    status: 400,
    code: 'InUseApplicationSecurityGroupCannotBeDeleted', // Decision
    text: 'Application Security Group {name} cannot be deleted because it is referenced by IpConfiguration(s) {users}.',
  },

  // Public addresses
  PublicIPAddressCannotBeDeleted: {
    status: 400,
    text: 'Public IP address {resource} can not be deleted since it is still allocated to resource {user}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.  To learn how to do this, see aka.ms/deletepublicip.',
  },
  // MicrosoftLearning/AZ-100-MicrosoftAzureInfrastructureDeployment#15
  PublicIPAddressInUse: {
    status: 400,
    text: 'Resource {resource} is referencing public IP address {address} that is already allocated to resource {user}.',
  },
  DnsRecordInUse: { status: 400, text: 'DNS record {name} is already used by another public IP.' },
  InvalidDomainNameLabel: {
    status: 400,
    text: 'The domain name label {label} is invalid. It must conform to the following regular expression: ^[a-z][a-z0-9-]{1,61}[a-z0-9]$.',
  },
  // Decision: text
  StandardSkuPublicIPAddressMustBeStatic: {
    status: 400,
    code: 'PublicIPAndSkuAllocationMethodMismatch',
    text: 'Standard sku publicIp {resource} must have AllocationMethod set to Static.',
  },
  PublicIPAddressPropertyChange: {
    status: 400,
    code: 'PropertyChangeNotAllowed', // Decision: text
    text: 'Property {property} of resource {resource} cannot be changed.',
  },

  // Network interfaces
  // hashicorp/terraform-provider-azurerm#8105
  NicInUse: {
    status: 400,
    text: 'Network Interface {resource} is used by existing resource {user}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.',
  },
  NicAttachedElsewhere: {
    status: 400,
    code: 'NicInUse',
    text: 'Network Interface {resource} is used by existing resource {user}.',
  },
  // Azure/acs-engine#1867
  PrivateIPAddressIsAllocated: {
    status: 400,
    text: 'IP configuration {resource} is using the private IP address {address} which is already allocated to resource {user}.',
  },
  PrivateIPAddressNotInSubnet: {
    status: 400,
    text: 'Private static IP address {address} does not belong to the range of subnet prefix {prefix}.',
  },
  // hashicorp/terraform-provider-azurerm#4225
  PrivateIPAddressInReservedRange: {
    status: 400,
    text: 'Private static IP address {address} falls within reserved IP range of subnet prefix {prefix}.',
  },
  StaticIpNotSpecified: {
    status: 400,
    code: 'PrivateIPAddressNotSpecified', // Decision: text
    text: 'IP configuration {resource} has allocation method Static and no private IP address.',
  },
  IpConfigurationsMissing: {
    status: 400,
    code: 'NetworkInterfaceMustHaveIpConfiguration', // Decision: text
    text: 'Network interface {resource} must have at least one IP configuration.',
  },
  SubnetNotSpecified: {
    status: 400,
    code: 'SubnetNotSpecified', // Decision: text
    text: 'IP configuration {resource} does not refer to a subnet.',
  },
  NetworkInterfacePrimaryMismatch: {
    status: 400,
    code: 'MultiplePrimaryIpConfigurations', // Decision: text
    text: 'Network interface {resource} must have exactly one primary IP configuration.',
  },

  // Load balancers
  LoadBalancerInUse: {
    status: 400,
    code: 'LoadBalancerInUseCannotBeDeleted', // Decision: code and text
    text: 'Load balancer {resource} cannot be deleted because it is in use by {user}.',
  },

  // Asked by Compute
  // hashicorp/terraform-provider-azurerm#22065
  PlatformImageNotFound: {
    status: 404,
    text: "The platform image '{image}' is not available. Verify that all fields in the storage profile are correct. For more details about storage profile information, please refer to https://aka.ms/storageprofile",
  },
  // Azure/azure-cli#22796 and others
  VMMarketplaceInvalidInput: {
    status: 400,
    text: "Creating a virtual machine from Marketplace image or a custom image sourced from a Marketplace image requires Plan information in the request. VM: '{resource}'.",
  },
  DiskNotFound: { status: 404, code: 'NotFound', text: 'Disk {disk} is not found.' },
  DiskAlreadyExists: {
    status: 409,
    code: 'ConflictingUserInput',
    text: 'Disk {disk} already exists in resource group {resourceGroup}. Only CreateOption.Attach is supported.',
  },
  DiskAttachedElsewhere: {
    status: 409,
    code: 'ConflictingUserInput',
    text: "Disk '{disk}' cannot be attached as the disk is already owned by VM '{user}'.",
  },
  DiskInUse: {
    status: 409,
    code: 'OperationNotAllowed',
    text: 'Disk {disk} is attached to VM {user}.',
  },

  // Resource groups: MicrosoftDocs/azure-docs#52282
  ResourceGroupDeletionBlocked: {
    status: 409,
    text: "Deletion of resource group '{name}' failed as resources with identifiers '{resources}' could not be deleted. The provisioning state of the resource group will be rolled back. The tracking Id is '{trackingId}'. Please check audit logs for more details.",
  },
} as const satisfies Record<string, NetworkErrorEntry>
