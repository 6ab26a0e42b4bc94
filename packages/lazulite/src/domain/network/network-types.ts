/** Types of Microsoft.Network that Lazulite has, in registered case. */
export const networkTypes = {
  virtualNetworks: 'Microsoft.Network/virtualNetworks',
  networkSecurityGroups: 'Microsoft.Network/networkSecurityGroups',
  applicationSecurityGroups: 'Microsoft.Network/applicationSecurityGroups',
  publicIPAddresses: 'Microsoft.Network/publicIPAddresses',
  networkInterfaces: 'Microsoft.Network/networkInterfaces',
  loadBalancers: 'Microsoft.Network/loadBalancers',
} as const

/** Scale sets refer to subnets, pools and security groups by their model, without interfaces of their own. */
export const scaleSetType = 'Microsoft.Compute/virtualMachineScaleSets'
