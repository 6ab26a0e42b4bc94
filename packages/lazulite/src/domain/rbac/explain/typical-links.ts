/**
 * Rights that a request commonly needs on other resources, beside the action that it is named after.
 *
 * Sources: managed identities FAQ (assign/action); Azure Virtual Network permissions (join/action); Azure custom roles
 * (roleDefinitions/write at every assignable scope); template deployment permissions. What a request really needs depends
 * on its body, so these are hints.
 */
export interface TypicalLink {
  readonly when: string
  readonly action: string
  readonly on: string
}

const assignIdentity: TypicalLink = {
  when: 'attaching a user-assigned identity',
  action: 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
  on: 'the identity',
}
const join = (type: string, what: string): TypicalLink => ({
  when: `naming ${what}`,
  action: `Microsoft.Network/${type}/join/action`,
  on: 'it',
})
const subnet = join('virtualNetworks/subnets', 'a subnet')
const securityGroup = join('networkSecurityGroups', 'a network security group')

const links: Readonly<Record<string, readonly TypicalLink[]>> = {
  'microsoft.compute/virtualmachines/write': [assignIdentity, join('networkInterfaces', 'a network interface')],
  'microsoft.compute/virtualmachinescalesets/write': [assignIdentity, subnet],
  'microsoft.network/networkinterfaces/write': [subnet, join('publicIPAddresses', 'a public address'), securityGroup],
  'microsoft.network/virtualnetworks/write': [securityGroup],
  'microsoft.network/virtualnetworks/subnets/write': [securityGroup],
  'microsoft.resources/deployments/write': [
    { when: 'each resource of the template', action: "the resource type's own write action", on: 'it' },
  ],
  'microsoft.authorization/roledefinitions/write': [
    {
      when: 'every assignable scope of the role',
      action: 'Microsoft.Authorization/roleDefinitions/write',
      on: 'each of them',
    },
  ],
}

/** In any case. */
export const typicalLinks = (action: string): readonly TypicalLink[] => links[action.toLowerCase()] ?? []
