import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../domain/json.js'
import { completeProperties, decideOsType } from './complete-properties.js'

const groupId = '/subscriptions/s/resourceGroups/rg'
const complete = (said: JsonObject) => {
  let count = 0
  return completeProperties(said, {
    vmName: 'vm1',
    groupId,
    diskSuffix: () => `hex${++count}`,
  })
}
const ubuntu = { publisher: 'Canonical', offer: 'UbuntuServer', sku: '18.04-LTS', version: 'latest' }
const windows = {
  publisher: 'MicrosoftWindowsServer',
  offer: 'WindowsServer',
  sku: '2019-Datacenter',
  version: 'latest',
}

describe('completeProperties', () => {
  it('makes a Linux machine from image, user and key as Azure does', () => {
    const ssh = { publicKeys: [{ path: '/home/me/.ssh/authorized_keys', keyData: 'ssh-rsa AAAA' }] }
    const completed = complete({
      storageProfile: { imageReference: ubuntu },
      osProfile: { adminUsername: 'me', linuxConfiguration: { ssh } },
    })
    expect(completed.generatedDisks).toEqual(['vm1_OsDisk_1_hex1'])
    // As text: the order of members is part of the answer.
    expect(JSON.stringify(completed.properties)).toBe(
      JSON.stringify({
        hardwareProfile: { vmSize: 'Standard_DS1_v2' },
        storageProfile: {
          imageReference: { ...ubuntu, exactVersion: '18.04.202306070' },
          osDisk: {
            osType: 'Linux',
            name: 'vm1_OsDisk_1_hex1',
            createOption: 'FromImage',
            caching: 'ReadWrite',
            managedDisk: {
              storageAccountType: 'Premium_LRS',
              id: `${groupId}/providers/Microsoft.Compute/disks/vm1_OsDisk_1_hex1`,
            },
            deleteOption: 'Detach',
            diskSizeGB: 30,
          },
          dataDisks: [],
        },
        osProfile: {
          computerName: 'vm1',
          adminUsername: 'me',
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            ssh,
            provisionVMAgent: true,
            patchSettings: { patchMode: 'ImageDefault', assessmentMode: 'ImageDefault' },
          },
          secrets: [],
          allowExtensionOperations: true,
          requireGuestProvisionSignal: true,
        },
        networkProfile: { networkInterfaces: [] },
      }),
    )
  })

  it('makes a Windows machine', () => {
    const { properties } = complete({
      hardwareProfile: { vmSize: 'Standard_D2_v3' },
      storageProfile: { imageReference: { ...windows, version: '17763.1' } },
      osProfile: { computerName: 'win', adminUsername: 'me', adminPassword: 'Secret-123456' },
      networkProfile: { networkInterfaces: [{ id: '/nic', properties: { primary: true } }] },
      licenseType: 'Windows_Server',
    })
    expect(properties).toEqual({
      hardwareProfile: { vmSize: 'Standard_D2_v3' },
      storageProfile: {
        imageReference: { ...windows, version: '17763.1', exactVersion: '17763.1' },
        osDisk: {
          osType: 'Windows',
          name: 'vm1_OsDisk_1_hex1',
          createOption: 'FromImage',
          caching: 'ReadWrite',
          managedDisk: {
            storageAccountType: 'Standard_LRS',
            id: `${groupId}/providers/Microsoft.Compute/disks/vm1_OsDisk_1_hex1`,
          },
          deleteOption: 'Detach',
          diskSizeGB: 127,
        },
        dataDisks: [],
      },
      osProfile: {
        computerName: 'win',
        adminUsername: 'me',
        windowsConfiguration: {
          provisionVMAgent: true,
          enableAutomaticUpdates: true,
          patchSettings: { patchMode: 'AutomaticByOS', assessmentMode: 'ImageDefault' },
        },
        secrets: [],
        allowExtensionOperations: true,
        requireGuestProvisionSignal: true,
      },
      networkProfile: { networkInterfaces: [{ id: '/nic', properties: { primary: true } }] },
      licenseType: 'Windows_Server',
    })
  })

  it('never keeps what is secret or computed', () => {
    const { properties } = complete({
      storageProfile: { imageReference: windows },
      osProfile: {
        adminUsername: 'me',
        adminPassword: 'Secret-123456',
        customData: 'c2VjcmV0',
        windowsConfiguration: { additionalUnattendContent: [{ passName: 'OobeSystem', content: '<Password>' }] },
      },
      userData: 'dXNlcg==',
      vmId: 'theirs',
      provisioningState: 'Succeeded',
      instanceView: {},
      timeCreated: 'then',
    })
    const text = JSON.stringify(properties)
    for (const hidden of [
      'Secret-123456',
      'c2VjcmV0',
      '<Password>',
      'dXNlcg==',
      'theirs',
      'Succeeded',
      'instanceView',
      'then"',
    ]) {
      expect(text).not.toContain(hidden)
    }
    expect(properties.osProfile).toMatchObject({
      windowsConfiguration: { additionalUnattendContent: [{ passName: 'OobeSystem' }] },
    })
  })

  it('names data disks by their lun, unless they are named or attached', () => {
    const { properties, generatedDisks } = complete({
      storageProfile: {
        imageReference: ubuntu,
        osDisk: { name: 'mine', createOption: 'FromImage' },
        dataDisks: [
          { lun: 0, createOption: 'Empty', diskSizeGB: 10 },
          { lun: 1, name: 'data', createOption: 'Empty', diskSizeGB: 10 },
          { lun: 2, createOption: 'Attach', managedDisk: { id: '/x/disks/old' } },
        ],
      },
    })
    expect(generatedDisks).toEqual(['vm1_disk2_hex1'])
    expect(properties.storageProfile).toMatchObject({
      osDisk: { name: 'mine', managedDisk: { id: `${groupId}/providers/Microsoft.Compute/disks/mine` } },
      dataDisks: [
        { lun: 0, name: 'vm1_disk2_hex1', caching: 'None', diskSizeGB: 10, toBeDetached: false },
        { lun: 1, name: 'data' },
        { lun: 2, name: 'old', managedDisk: { id: '/x/disks/old' } },
      ],
    })
  })

  it('leaves a disk in a storage account as it is', () => {
    const osDisk = { name: 'os', createOption: 'FromImage', vhd: { uri: 'https://x/os.vhd' } }
    expect(complete({ storageProfile: { imageReference: ubuntu, osDisk } }).properties.storageProfile).toMatchObject({
      osDisk: { osType: 'Linux', ...osDisk, caching: 'ReadWrite', deleteOption: 'Detach', diskSizeGB: 30 },
    })
  })

  it('changes nothing when done again', () => {
    const once = complete({
      storageProfile: { imageReference: ubuntu, dataDisks: [{ lun: 0, createOption: 'Empty', diskSizeGB: 4 }] },
      osProfile: { adminUsername: 'me', adminPassword: 'Secret-123456' },
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    })
    const twice = complete(once.properties)
    expect(JSON.stringify(twice.properties)).toBe(JSON.stringify(once.properties))
    expect(twice.generatedDisks).toEqual([])
  })

  it.each([
    ['Standard_DS1_v2', 'Premium_LRS'],
    ['Standard_D2s_v5', 'Premium_LRS'],
    ['Standard_E4-2ds_v5', 'Premium_LRS'],
    ['Standard_B1s', 'Premium_LRS'],
    ['Standard_D2_v3', 'Standard_LRS'],
    ['Standard_A1_v2', 'Standard_LRS'],
    ['Basic_A0', 'Standard_LRS'],
  ])('gives %s a disk of type %s', (vmSize, storageAccountType) => {
    const { properties } = complete({ hardwareProfile: { vmSize }, storageProfile: { imageReference: ubuntu } })
    expect(properties.storageProfile).toMatchObject({ osDisk: { managedDisk: { storageAccountType } } })
  })
})

describe('decideOsType', () => {
  it.each<[string, JsonObject, string]>([
    ['the disk', { storageProfile: { osDisk: { osType: 'windows' }, imageReference: ubuntu } }, 'Windows'],
    [
      'the configuration',
      { osProfile: { windowsConfiguration: {} }, storageProfile: { imageReference: ubuntu } },
      'Windows',
    ],
    [
      'the configuration',
      { osProfile: { linuxConfiguration: {} }, storageProfile: { imageReference: windows } },
      'Linux',
    ],
    ['the image', { storageProfile: { imageReference: windows } }, 'Windows'],
    ['the image', { storageProfile: { imageReference: ubuntu } }, 'Linux'],
    ['an unknown image', { storageProfile: { imageReference: { publisher: 'someone' } } }, 'Linux'],
    ['nothing', {}, 'Linux'],
  ])('follows %s', (_, said, osType) => expect(decideOsType(said)).toBe(osType))
})
