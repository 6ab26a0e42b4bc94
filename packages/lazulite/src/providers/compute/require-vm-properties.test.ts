import { describe, expect, it } from 'vitest'
import { ArmError } from '../../domain/errors/arm-error.js'
import { type Json, type JsonObject, mergePatch } from '../../domain/json.js'
import { testRsaKey } from '../../testing/ssh-keys.js'
import { requireUnchanged } from './require-unchanged.js'
import { propertiesOf, requireNewVmProperties } from './require-vm-properties.js'

const refusal = (work: () => void): ArmError | 'accepted' => {
  try {
    work()
    return 'accepted'
  } catch (error) {
    if (error instanceof ArmError) return error
    throw error
  }
}

const key = { publicKeys: [{ path: '/home/me/.ssh/authorized_keys', keyData: testRsaKey }] }
const linux: JsonObject = {
  storageProfile: {
    imageReference: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '18.04-LTS', version: 'latest' },
  },
  osProfile: { adminUsername: 'me', adminPassword: 'Secret-123456' },
}
const windows: JsonObject = mergePatch(linux, { storageProfile: { osDisk: { osType: 'Windows' } } }) as JsonObject
const check = (properties: Json, vmName = 'vm1') =>
  refusal(() => requireNewVmProperties(properties as JsonObject, vmName))

describe('requireNewVmProperties', () => {
  it.each<[string, Json]>([
    ['image, user and password', linux],
    [
      'key instead of password',
      mergePatch(linux, { osProfile: { adminPassword: null, linuxConfiguration: { ssh: key } } }),
    ],
    ['Windows with password', windows],
    [
      'an attached disk without profile',
      { storageProfile: { osDisk: { createOption: 'Attach', osType: 'Linux', managedDisk: { id: '/d' } } } },
    ],
    ['a specialised image without profile', { storageProfile: { imageReference: { id: '/image' } } }],
  ])('accepts %s', (_, properties) => expect(check(properties)).toBe('accepted'))

  it.each<[Json, string, string]>([
    [{}, 'storageProfile', "Required parameter 'storageProfile' is missing (null)."],
    [{ storageProfile: {} }, 'osDisk', "Required parameter 'osDisk' is missing (null)."],
    [
      { storageProfile: { osDisk: { createOption: 'FromImage' } } },
      'imageReference',
      "Required parameter 'imageReference' is missing (null).",
    ],
    [mergePatch(linux, { osProfile: null }), 'osProfile', "Required parameter 'osProfile' is missing (null)."],
    [
      mergePatch(linux, { osProfile: { adminUsername: null } }),
      'adminUsername',
      "Required parameter 'adminUsername' is missing (null).",
    ],
    [
      mergePatch(linux, { osProfile: { adminUsername: '' } }),
      'adminUsername',
      "Required parameter 'adminUsername' is missing (null).",
    ],
    [
      mergePatch(linux, { osProfile: { adminPassword: null } }),
      'adminPassword',
      "Required parameter 'adminPassword' is missing (null).",
    ],
    [
      mergePatch(windows, { osProfile: { adminPassword: null } }),
      'adminPassword',
      "Required parameter 'adminPassword' is missing (null).",
    ],
    [
      mergePatch(linux, { osProfile: { linuxConfiguration: { disablePasswordAuthentication: true } } }),
      'linuxConfiguration',
      'Authentication using either SSH or by user name and password must be enabled in Linux profile.',
    ],
    [
      { ...linux, storageProfile: { osDisk: { createOption: 'attach', managedDisk: { id: '/d' } } } },
      'osProfile',
      "Parameter 'osProfile' is not allowed.",
    ],
    [
      mergePatch(linux, { hardwareProfile: { vmSize: 'large' } }),
      'vmSize',
      'The value large provided for the VM size is not valid. Find out more on the valid VM sizes in each region at https://aka.ms/azure-regions.',
    ],
  ])('refuses %j naming %s', (properties, target, message) => {
    expect(check(properties)).toMatchObject({ status: 400, code: 'InvalidParameter', target, message })
  })

  it.each(['short', 'alllowercase', 'onlylower1', 'A1'.repeat(40)])(
    'refuses the password %j without repeating it',
    (password) => {
      const refused = check(mergePatch(linux, { osProfile: { adminPassword: password } }))
      expect(refused).toMatchObject({ status: 400, code: 'InvalidParameter', target: 'adminPassword' })
      expect(refused instanceof Error && refused.message.includes(password)).toBe(false)
    },
  )

  it('wants longer passwords of Windows', () => {
    expect(check(mergePatch(linux, { osProfile: { adminPassword: 'Abc-12' } }))).toBe('accepted')
    expect(check(mergePatch(windows, { osProfile: { adminPassword: 'Abc-12' } }))).toMatchObject({
      target: 'adminPassword',
    })
  })

  it('checks the host name by system, the machine name when there is none', () => {
    expect(check(linux, 'name-longer-than-fifteen')).toBe('accepted')
    expect(check(windows, 'name-longer-than-fifteen')).toMatchObject({ target: 'computerName' })
    expect(check(mergePatch(windows, { osProfile: { computerName: 'short' } }), 'name-longer-than-fifteen')).toBe(
      'accepted',
    )
  })

  it.each<[Json, string]>([
    [{ ...linux, storageProfile: [] }, 'properties.storageProfile'],
    [mergePatch(linux, { osProfile: { adminUsername: 1 } }), 'properties.osProfile.adminUsername'],
    [mergePatch(linux, { osProfile: { adminPassword: {} } }), 'properties.osProfile.adminPassword'],
    [mergePatch(linux, { storageProfile: { dataDisks: {} } }), 'properties.storageProfile.dataDisks'],
    [
      mergePatch(linux, { networkProfile: { networkInterfaces: 'nic' } }),
      'properties.networkProfile.networkInterfaces',
    ],
    [mergePatch(linux, { userData: 1 }), 'properties.userData'],
    [
      mergePatch(linux, { storageProfile: { imageReference: { sku: 18 } } }),
      'properties.storageProfile.imageReference.sku',
    ],
    [
      mergePatch(linux, { storageProfile: { osDisk: { diskSizeGB: 'big' } } }),
      'properties.storageProfile.osDisk.diskSizeGB',
    ],
    [mergePatch(linux, { storageProfile: { dataDisks: ['x'] } }), 'properties.storageProfile.dataDisks[0]'],
    [
      mergePatch(linux, { storageProfile: { dataDisks: [{ lun: 0 }, { lun: 1.5 }] } }),
      'properties.storageProfile.dataDisks[1].lun',
    ],
    [
      mergePatch(linux, { osProfile: { linuxConfiguration: { disablePasswordAuthentication: 'no' } } }),
      'properties.osProfile.linuxConfiguration.disablePasswordAuthentication',
    ],
    [
      mergePatch(linux, { osProfile: { linuxConfiguration: { ssh: { publicKeys: [null] } } } }),
      'properties.osProfile.linuxConfiguration.ssh.publicKeys[0]',
    ],
    [
      mergePatch(linux, { networkProfile: { networkInterfaces: [{ id: {} }] } }),
      'properties.networkProfile.networkInterfaces[0].id',
    ],
    [
      mergePatch(linux, { storageProfile: { dataDisks: [{ lun: '0' }] } }),
      'properties.storageProfile.dataDisks[0].lun',
    ],
    [mergePatch(linux, { diagnosticsProfile: 'on' }), 'properties.diagnosticsProfile'],
  ])('refuses %j, naming the member of the wrong type', (properties, name) => {
    const refused = check(properties)
    expect(refused).toMatchObject({ status: 400, code: 'InvalidRequestContent' })
    expect(refused instanceof Error && refused.message.includes(`'${name}'`)).toBe(true)
  })
})

describe('propertiesOf', () => {
  it.each([
    [{}, {}],
    [{ properties: null }, {}],
    [{ properties: { a: 1 } }, { a: 1 }],
  ])('of %j is %j', (body, expected) => expect(propertiesOf(body)).toEqual(expected))
  it('refuses anything but an object', () => {
    expect(refusal(() => propertiesOf({ properties: 'x' }))).toMatchObject({
      status: 400,
      code: 'InvalidRequestContent',
    })
  })
})

describe('requireUnchanged', () => {
  const before: JsonObject = {
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'U', sku: '1', version: 'latest', exactVersion: '1.0' },
      osDisk: { osType: 'Linux', name: 'os', createOption: 'FromImage', diskSizeGB: 30 },
    },
    osProfile: {
      computerName: 'vm1',
      adminUsername: 'me',
      linuxConfiguration: { disablePasswordAuthentication: true, ssh: key },
    },
  }
  it.each<[string, Json]>([
    ['nothing', {}],
    [
      'size, disk size, network',
      {
        hardwareProfile: { vmSize: 'Standard_B1s' },
        storageProfile: { osDisk: { diskSizeGB: 64 } },
        networkProfile: {},
      },
    ],
    [
      'the case of names',
      { osProfile: { computerName: 'VM1' }, storageProfile: { imageReference: { publisher: 'canonical' } } },
    ],
    ['the version that the service chose', { storageProfile: { imageReference: { exactVersion: null } } }],
  ])('allows changing %s', (_, patch) => {
    expect(refusal(() => requireUnchanged(before, mergePatch(before, patch) as JsonObject))).toBe('accepted')
  })

  it.each<[Json, string]>([
    [{ storageProfile: { imageReference: { sku: '2' } } }, 'imageReference'],
    [{ storageProfile: { imageReference: { id: '/image' } } }, 'imageReference'],
    [{ storageProfile: { osDisk: { osType: 'Windows' } } }, 'osDisk.osType'],
    [{ storageProfile: { osDisk: { name: 'other' } } }, 'osDisk.name'],
    [{ storageProfile: { osDisk: { createOption: 'Attach' } } }, 'osDisk.createOption'],
    [{ osProfile: { computerName: 'vm2' } }, 'osProfile.computerName'],
    [{ osProfile: { adminUsername: 'you' } }, 'osProfile.adminUsername'],
    [
      { osProfile: { linuxConfiguration: { disablePasswordAuthentication: false } } },
      'linuxConfiguration.disablePasswordAuthentication',
    ],
    [
      { osProfile: { linuxConfiguration: { ssh: { publicKeys: [{ keyData: 'ssh-rsa BBBB' }] } } } },
      'linuxConfiguration.ssh.publicKeys',
    ],
    [{ availabilitySet: { id: '/a' } }, 'availabilitySet.id'],
    [{ priority: 'Spot' }, 'priority'],
  ])('refuses %j as a change of %s', (patch, property) => {
    expect(refusal(() => requireUnchanged(before, mergePatch(before, patch) as JsonObject))).toMatchObject({
      status: 409,
      code: 'PropertyChangeNotAllowed',
      target: property,
      message: `Changing property '${property}' is not allowed.`,
    })
  })

  it('refuses a profile for a machine that has none', () => {
    const { osProfile, ...attached } = before
    expect(refusal(() => requireUnchanged(attached, { ...attached, osProfile }))).toMatchObject({ target: 'osProfile' })
  })
})
