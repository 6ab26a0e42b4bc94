import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../domain/json.js'
import { type ExportedResource, exportResources, parseExportOptions } from './export-resources.js'

const network = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network'
const outside = '/subscriptions/s/resourceGroups/other/providers/Microsoft.Network/publicIPAddresses/ip'
const resources: readonly ExportedResource[] = [
  {
    id: `${network}/virtualNetworks/vnet-1`,
    type: 'Microsoft.Network/virtualNetworks',
    apiVersion: '2024-01-01',
    body: {
      location: 'westus',
      tags: {},
      properties: { subnets: [{ id: `${network}/virtualNetworks/vnet-1/subnets/a`, name: 'a', properties: {} }] },
    },
  },
  {
    id: `${network}/networkInterfaces/nic`,
    type: 'Microsoft.Network/networkInterfaces',
    apiVersion: '2024-01-01',
    body: {
      location: 'westus',
      tags: { '[x': '[y]' },
      properties: {
        subnet: { id: `${network.toLowerCase()}/virtualNetworks/VNET-1/subnets/a` },
        publicIPAddress: { id: outside },
      },
    },
  },
]

const exported = (options: string): JsonObject => exportResources(resources, parseExportOptions(options))

describe('an exported group', () => {
  it('has parameters for names and for ids of other groups, and depends on what it refers to', () => {
    expect(exported('IncludeParameterDefaultValue')).toEqual({
      $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters: {
        virtualNetworks_vnet_1_name: { defaultValue: 'vnet-1', type: 'String' },
        networkInterfaces_nic_name: { defaultValue: 'nic', type: 'String' },
        publicIPAddresses_ip_externalid: { defaultValue: outside, type: 'String' },
      },
      variables: {},
      resources: [
        {
          type: 'Microsoft.Network/virtualNetworks',
          apiVersion: '2024-01-01',
          name: "[parameters('virtualNetworks_vnet_1_name')]",
          location: 'westus',
          properties: { subnets: [{ name: 'a', properties: {} }] },
        },
        {
          type: 'Microsoft.Network/networkInterfaces',
          apiVersion: '2024-01-01',
          name: "[parameters('networkInterfaces_nic_name')]",
          location: 'westus',
          tags: { '[x': '[[y]' },
          dependsOn: ["[resourceId('Microsoft.Network/virtualNetworks', parameters('virtualNetworks_vnet_1_name'))]"],
          properties: {
            subnet: {
              id: "[resourceId('Microsoft.Network/virtualNetworks/subnets', parameters('virtualNetworks_vnet_1_name'), 'a')]",
            },
            publicIPAddress: { id: "[parameters('publicIPAddresses_ip_externalid')]" },
          },
        },
      ],
    })
  })

  it('has literal names and ids when it skips all parameters', () => {
    const { parameters, resources } = exported('SkipAllParameterization') as {
      parameters: unknown
      resources: unknown[]
    }
    expect(parameters).toEqual({})
    expect(resources[1]).toMatchObject({
      name: 'nic',
      dependsOn: ["[resourceId('Microsoft.Network/virtualNetworks', 'vnet-1')]"],
      properties: { publicIPAddress: { id: outside } },
    })
  })

  it('keeps parameters for ids of other groups when it skips those for names', () => {
    expect(exported('SkipResourceNameParameterization').parameters).toEqual({
      publicIPAddresses_ip_externalid: { type: 'String' },
    })
  })
})
