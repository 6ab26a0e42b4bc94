import { describe, expect, it } from 'vitest'
import { groupId, planFor, runtimeWith, subscriptionId } from './template-fixture.js'

/** A plan as one reads it: name of each resource, and of those it waits for. */
const order = (plan: ReturnType<typeof planFor>) =>
  plan.resources.map(({ name, dependsOn }) => {
    const names = dependsOn.map((key) => plan.resources.find((other) => other.key === key)?.name ?? key)
    return names.length === 0 ? name : `${name} after ${names.join(', ')}`
  })

const network = `${groupId}/providers/Microsoft.Network`
const vmId = `${groupId}/providers/Microsoft.Compute/virtualMachines/vm2`

/** The template that `az vm create --assign-identity --scope` sends, shortened where nothing depends on it. */
const vmTemplate = {
  parameters: {},
  variables: {},
  resources: [
    {
      name: 'vm2VNET',
      type: 'Microsoft.Network/virtualNetworks',
      location: 'westus2',
      apiVersion: '2015-06-15',
      dependsOn: [],
      tags: {},
      properties: {
        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
        subnets: [{ name: 'vm2Subnet', properties: { addressPrefix: '10.0.0.0/24' } }],
      },
    },
    {
      type: 'Microsoft.Network/networkSecurityGroups',
      name: 'vm2NSG',
      apiVersion: '2015-06-15',
      location: 'westus2',
      tags: {},
      dependsOn: [],
      properties: { securityRules: [] },
    },
    {
      apiVersion: '2022-01-01',
      type: 'Microsoft.Network/publicIPAddresses',
      name: 'vm2PublicIP',
      location: 'westus2',
      tags: {},
      dependsOn: [],
      properties: { publicIPAllocationMethod: 'Static' },
      sku: { name: 'Standard' },
    },
    {
      apiVersion: '2015-06-15',
      type: 'Microsoft.Network/networkInterfaces',
      name: 'vm2VMNic',
      location: 'westus2',
      tags: {},
      dependsOn: [
        'Microsoft.Network/virtualNetworks/vm2VNET',
        'Microsoft.Network/networkSecurityGroups/vm2NSG',
        'Microsoft.Network/publicIpAddresses/vm2PublicIP',
      ],
      properties: {
        ipConfigurations: [
          {
            name: 'ipconfigvm2',
            properties: { subnet: { id: `${network}/virtualNetworks/vm2VNET/subnets/vm2Subnet` } },
          },
        ],
      },
    },
    {
      name: '155d6908-3e72-40dd-99a4-26cffca63120',
      type: 'Microsoft.Authorization/roleAssignments',
      apiVersion: '2015-07-01',
      dependsOn: ['Microsoft.Compute/virtualMachines/vm2'],
      properties: {
        roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
        principalId: `[reference('${vmId}', '2019-07-01', 'Full').identity.principalId]`,
        scope: `/subscriptions/${subscriptionId}/resourceGroups/Other`,
      },
    },
    {
      apiVersion: '2024-11-01',
      type: 'Microsoft.Compute/virtualMachines',
      name: 'vm2',
      location: 'westus2',
      tags: {},
      dependsOn: ['Microsoft.Network/networkInterfaces/vm2VMNic'],
      properties: {
        networkProfile: {
          networkInterfaces: [{ id: `${network}/networkInterfaces/vm2VMNic`, properties: { deleteOption: null } }],
        },
        storageProfile: { osDisk: { name: null, caching: 'ReadWrite', managedDisk: { storageAccountType: null } } },
      },
      identity: { type: 'SystemAssigned,UserAssigned', userAssignedIdentities: { '/ua/id1': {} } },
    },
  ],
  outputs: {},
}

describe('the template of az vm create', () => {
  const plan = planFor(vmTemplate)

  it('is ordered by dependsOn, whatever the case of its types', () =>
    expect(order(plan)).toEqual([
      'vm2VNET',
      'vm2NSG',
      'vm2PublicIP',
      'vm2VMNic after vm2VNET, vm2NSG, vm2PublicIP',
      '155d6908-3e72-40dd-99a4-26cffca63120 after vm2',
      'vm2 after vm2VMNic',
    ]))

  it('creates the role assignment at the scope its properties name', () =>
    expect(plan.resources[4]).toMatchObject({
      id: `/subscriptions/${subscriptionId}/resourceGroups/Other/providers/Microsoft.Authorization/roleAssignments/155d6908-3e72-40dd-99a4-26cffca63120`,
      scope: `/subscriptions/${subscriptionId}/resourceGroups/Other`,
    }))

  it('asks for the identity of the machine when the assignment is made', async () => {
    const runtime = runtimeWith({ [vmId.toLowerCase()]: { identity: { principalId: 'p1' }, properties: {} } })
    const body = await plan.resources[4]?.evaluate(runtime)
    expect(body).toMatchObject({ properties: { principalId: 'p1' } })
    expect(runtime.asked).toEqual([`${vmId}@2019-07-01 full`])
  })

  it('leaves out what is null and what only the deployment needs', async () =>
    expect(await plan.resources[5]?.evaluate(runtimeWith({}))).toEqual({
      location: 'westus2',
      tags: {},
      properties: {
        networkProfile: { networkInterfaces: [{ id: `${network}/networkInterfaces/vm2VMNic`, properties: {} }] },
        storageProfile: { osDisk: { caching: 'ReadWrite', managedDisk: {} } },
      },
      identity: { type: 'SystemAssigned,UserAssigned', userAssignedIdentities: { '/ua/id1': {} } },
    }))

  it('is described as a deployment shows it', () => {
    expect(plan.providers).toEqual([
      {
        namespace: 'Microsoft.Network',
        resourceTypes: [
          { resourceType: 'virtualNetworks', locations: ['westus2'] },
          { resourceType: 'networkSecurityGroups', locations: ['westus2'] },
          { resourceType: 'publicIPAddresses', locations: ['westus2'] },
          { resourceType: 'networkInterfaces', locations: ['westus2'] },
        ],
      },
      { namespace: 'Microsoft.Authorization', resourceTypes: [{ resourceType: 'roleAssignments', locations: [null] }] },
      { namespace: 'Microsoft.Compute', resourceTypes: [{ resourceType: 'virtualMachines', locations: ['westus2'] }] },
    ])
    expect(plan.dependencies[1]).toEqual({
      dependsOn: [
        {
          id: vmId,
          resourceType: 'Microsoft.Compute/virtualMachines',
          resourceName: 'vm2',
        },
        {
          id: vmId,
          resourceType: 'Microsoft.Compute/virtualMachines',
          resourceName: 'vm2',
          apiVersion: '2019-07-01',
        },
      ],
      id: plan.resources[4]?.id,
      resourceType: 'Microsoft.Authorization/roleAssignments',
      resourceName: '155d6908-3e72-40dd-99a4-26cffca63120',
    })
    expect(plan.hasOutputs).toBe(false)
  })
})
