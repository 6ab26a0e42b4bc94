/**
 * How people may sign in to a virtual machine: what its record says of its administrator.
 *
 * The password was given once, when the machine was made, and is kept as a hash outside of what answers show
 * (`adminPasswordHash` of the record); the rest is `properties.osProfile` as the client said it, completed with
 * Azure's defaults.
 */
import type { Resource } from '../arm-resource/resource.js'
import { isJsonObject, objectAt, textAt } from '../json.js'

export interface AdminCredentials {
  readonly adminUsername: string
  /** As `Passwords.hash` made it; absent when the machine was made without a password. */
  readonly passwordHash?: string
  /** OpenSSH lines, `ssh-ed25519 AAAA… comment`, as given. */
  readonly publicKeys: readonly string[]
  /** Only keys may sign in (`linuxConfiguration.disablePasswordAuthentication`). */
  readonly passwordDisabled: boolean
}

/** `undefined`: the machine came from a specialised image or disk, and its accounts are not known. */
export function adminCredentialsOf(vm: Resource): AdminCredentials | undefined {
  const osProfile = objectAt(vm.body, 'properties', 'osProfile')
  const adminUsername = textAt(osProfile, 'adminUsername')
  if (adminUsername === undefined) return undefined
  const { adminPasswordHash } = vm.body
  const linux = objectAt(osProfile, 'linuxConfiguration')
  const keys = objectAt(linux, 'ssh')?.publicKeys
  return {
    adminUsername,
    ...(typeof adminPasswordHash === 'string' ? { passwordHash: adminPasswordHash } : {}),
    publicKeys: Array.isArray(keys)
      ? keys.filter(isJsonObject).flatMap(({ keyData }) => (typeof keyData === 'string' ? [keyData.trim()] : []))
      : [],
    passwordDisabled: linux?.disablePasswordAuthentication === true,
  }
}
