import { describe, expect, it } from 'vitest'
import { ArmError } from '../../domain/errors/arm-error.js'
import { type Json, type JsonObject, mergePatch } from '../../domain/json.js'
import { testEd25519Key, testRsaKey } from '../../testing/ssh-keys.js'
import { requireSignIn } from './require-sign-in.js'

const check = (osProfile: Json, osType: 'Linux' | 'Windows' = 'Linux'): ArmError | 'accepted' => {
  try {
    requireSignIn(osProfile as JsonObject, osType)
    return 'accepted'
  } catch (error) {
    if (error instanceof ArmError) return error
    throw error
  }
}

const withPassword: JsonObject = { adminUsername: 'me', adminPassword: 'Secret-123456' }
const withKeys = (...publicKeys: Json[]): JsonObject => ({
  adminUsername: 'me',
  linuxConfiguration: { disablePasswordAuthentication: true, ssh: { publicKeys } },
})
const path = '/home/me/.ssh/authorized_keys'

describe('requireSignIn', () => {
  it.each<[string, Json]>([
    ['a password', withPassword],
    ['keys', withKeys({ path, keyData: testRsaKey }, { path, keyData: testEd25519Key })],
    ['a key without path', withKeys({ keyData: testRsaKey })],
    ['custom data', { ...withPassword, customData: 'I2Nsb3VkLWNvbmZpZw==' }],
    ['the longest custom data', { ...withPassword, customData: 'A'.repeat(87_380) }],
  ])('accepts %s', (_, osProfile) => expect(check(osProfile)).toBe('accepted'))

  it.each<[Json, string, string]>([
    [{ ...withPassword, adminUsername: 'Admin' }, 'adminUsername', 'The Admin Username specified is not allowed.'],
    [{ ...withPassword, adminUsername: 'root' }, 'adminUsername', 'The Admin Username specified is not allowed.'],
    [
      withKeys({ path, keyData: testRsaKey }, { path, keyData: 'ssh-rsa AAAA' }),
      'linuxConfiguration.ssh.publicKeys.keyData',
      'The value of parameter linuxConfiguration.ssh.publicKeys.keyData is invalid.',
    ],
    [
      withKeys({ path }),
      'linuxConfiguration.ssh.publicKeys.keyData',
      'The value of parameter linuxConfiguration.ssh.publicKeys.keyData is invalid.',
    ],
    [
      withKeys({ path: '/home/you/.ssh/authorized_keys', keyData: testRsaKey }),
      'linuxConfiguration.ssh.publicKeys.path',
      'Destination path for SSH public keys is currently limited to its default value /home/me/.ssh/authorized_keys  due to a known issue in Linux provisioning agent.',
    ],
    ...['#cloud-config', 'A'.repeat(87_384), 'AAA'].map((customData): [Json, string, string] => [
      { ...withPassword, customData },
      'customData',
      'Custom data in OSProfile must be in Base64 encoding and with a maximum length of 87380 characters.',
    ]),
  ])('refuses row %#', (osProfile, target, message) => {
    expect(check(osProfile)).toMatchObject({ status: 400, code: 'InvalidParameter', target, message })
  })

  it('wants a password of Windows even with keys', () => {
    const osProfile = mergePatch(withKeys({ path, keyData: testRsaKey }), {}) as JsonObject
    expect(check(osProfile, 'Windows')).toMatchObject({ target: 'adminPassword' })
  })
})
