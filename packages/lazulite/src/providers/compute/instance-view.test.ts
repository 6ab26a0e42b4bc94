import { describe, expect, it } from 'vitest'
import type { ProvisioningState, Resource } from '../../domain/arm-resource/resource.js'
import type { JsonObject } from '../../domain/json.js'
import { instanceViewOf, statusesOf } from './instance-view.js'

const machine = (body: JsonObject, provisioningState: ProvisioningState = 'Succeeded'): Resource => ({
  id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1',
  type: 'Microsoft.Compute/virtualMachines',
  name: 'vm1',
  subscriptionId: 's',
  provisioningState,
  body: { vmId: 'id', powerState: 'running', properties: {}, ...body },
  etag: 'e',
  createdAt: 0,
  changedAt: 250,
})
const withImage = (publisher: string, offer: string, sku: string): JsonObject => ({
  storageProfile: {
    imageReference: { publisher, offer, sku },
    osDisk: { osType: publisher.startsWith('Microsoft') ? 'Windows' : 'Linux' },
  },
})

describe('instanceViewOf', () => {
  it.each([
    ['Canonical', 'UbuntuServer', '18.04-LTS', { osName: 'ubuntu', osVersion: '18.04', hyperVGeneration: 'V1' }],
    [
      'Canonical',
      '0001-com-ubuntu-server-jammy',
      '22_04-lts-gen2',
      { osName: 'ubuntu', osVersion: '22.04', hyperVGeneration: 'V2' },
    ],
    ['Canonical', 'ubuntu-24_04-lts', 'server', { osName: 'ubuntu', osVersion: '24.04', hyperVGeneration: 'V2' }],
    ['Debian', 'debian-12', '12-gen2', { osName: 'debian', osVersion: '12', hyperVGeneration: 'V2' }],
    ['Someone', 'appliance', 'one', { osName: 'linux', hyperVGeneration: 'V1' }],
    [
      'MicrosoftWindowsServer',
      'WindowsServer',
      '2019-datacenter-gensecond',
      { osName: 'Windows 2019-datacenter-gensecond', hyperVGeneration: 'V2' },
    ],
    [
      'MicrosoftWindowsServer',
      'WindowsServer',
      '2022-datacenter-g2',
      { osName: 'Windows 2022-datacenter-g2', hyperVGeneration: 'V2' },
    ],
  ])('of %s %s %s reports its system', (publisher, offer, sku, expected) => {
    const view = instanceViewOf(machine({ properties: withImage(publisher, offer, sku) }), '2024-03-01')
    const { osName, osVersion, hyperVGeneration } = view
    expect(JSON.parse(JSON.stringify({ osName, osVersion, hyperVGeneration }))).toEqual(expected)
  })

  it('knows no generation before 2019-07-01', () => {
    expect(instanceViewOf(machine({}), '2018-10-01').hyperVGeneration).toBeUndefined()
  })
})

describe('statusesOf', () => {
  it.each<[ProvisioningState, string, JsonObject, string]>([
    [
      'Creating',
      'running',
      { code: 'ProvisioningState/creating', level: 'Info', displayStatus: 'Creating' },
      'starting',
    ],
    [
      'Updating',
      'running',
      { code: 'ProvisioningState/updating', level: 'Info', displayStatus: 'Updating' },
      'running',
    ],
    [
      'Deleting',
      'running',
      { code: 'ProvisioningState/deleting', level: 'Info', displayStatus: 'Deleting' },
      'running',
    ],
    [
      'Succeeded',
      'stopped',
      { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
      'stopped',
    ],
    [
      'Failed',
      'deallocated',
      { code: 'ProvisioningState/failed', level: 'Error', displayStatus: 'Provisioning failed' },
      'deallocated',
    ],
  ])('while %s and %s', (provisioningState, powerState, provisioning, power) => {
    expect(statusesOf(machine({ powerState }, provisioningState))).toEqual([
      { ...provisioning, time: '1970-01-01T00:00:00.25+00:00' },
      { code: `PowerState/${power}`, level: 'Info', displayStatus: `VM ${power}` },
    ])
  })
})
