/**
 * What Compute refuses in the part of `osProfile` by which people sign in.
 *
 * Texts: public threads (Azure/azure-quickstart-templates#680 keys, MicrosoftDocs/azure-docs#11471 paths), known wording
 * for passwords and custom data. Names that no administrator may have: the REST reference of virtual machines.
 */
import { isSshPublicKey } from '../../domain/compute/ssh-public-key.js'
import { type Json, type JsonObject, objectAt, textAt } from '../../domain/json.js'
import { invalid, required } from './invalid-parameter.js'
import type { OsType } from './vm-record.js'

const namesNobodyMayHave = new Set(
  '1 123 a actuser adm admin admin1 admin2 administrator aspnet backup console david guest john owner root server sql support support_388945a0 sys test test1 test2 test3 user user1 user2 user3 user4 user5'.split(
    ' ',
  ),
)

/** Characters of base64; 65 535 bytes. */
const longestCustomData = 87_380

/** @throws ArmError `InvalidParameter` (400) naming the member */
export function requireSignIn(osProfile: JsonObject, osType: OsType): void {
  const adminUsername = required(textAt(osProfile, 'adminUsername'), 'adminUsername')
  if (namesNobodyMayHave.has(adminUsername.toLowerCase())) {
    throw invalid('adminUsername', 'The Admin Username specified is not allowed.')
  }
  requireCustomData(textAt(osProfile, 'customData'))
  const password = textAt(osProfile, 'adminPassword')
  if (osType === 'Windows') {
    requirePassword(required(password, 'adminPassword'), { least: 8, most: 123 })
    return
  }
  const linux = objectAt(osProfile, 'linuxConfiguration')
  const keys = objectAt(linux, 'ssh')?.publicKeys
  const hasKey = Array.isArray(keys) && keys.length > 0
  if (linux?.disablePasswordAuthentication === true && !hasKey) {
    throw invalid(
      'linuxConfiguration',
      'Authentication using either SSH or by user name and password must be enabled in Linux profile.',
    )
  }
  if (hasKey) for (const key of keys) requirePublicKey(key, adminUsername)
  if (password !== undefined) requirePassword(password, { least: 6, most: 72 })
  else if (!hasKey) required(undefined, 'adminPassword')
}

function requirePublicKey(key: Json, adminUsername: string): void {
  const usual = `/home/${adminUsername}/.ssh/authorized_keys`
  const path = textAt(key, 'path')
  if (path !== undefined && path !== usual) {
    throw invalid(
      'linuxConfiguration.ssh.publicKeys.path',
      `Destination path for SSH public keys is currently limited to its default value ${usual}  due to a known issue in Linux provisioning agent.`,
    )
  }
  if (isSshPublicKey(textAt(key, 'keyData') ?? '')) return
  throw invalid(
    'linuxConfiguration.ssh.publicKeys.keyData',
    'The value of parameter linuxConfiguration.ssh.publicKeys.keyData is invalid.',
  )
}

function requireCustomData(customData: string | undefined): void {
  if (customData === undefined) return
  const isBase64 = /^[A-Za-z0-9+/\r\n]*={0,2}\s*$/.test(customData) && customData.replaceAll(/\s/g, '').length % 4 === 0
  if (isBase64 && customData.length <= longestCustomData) return
  throw invalid(
    'customData',
    `Custom data in OSProfile must be in Base64 encoding and with a maximum length of ${longestCustomData} characters.`,
  )
}

function requirePassword(password: string, { least, most }: { readonly least: number; readonly most: number }): void {
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length
  if (password.length >= least && password.length <= most && kinds >= 3) return
  throw invalid(
    'adminPassword',
    `The supplied password must be between ${least}-${most} characters long and must satisfy at least 3 of password complexity requirements from the following:\r\n1) Contains an uppercase character\r\n2) Contains a lowercase character\r\n3) Contains a numeric digit\r\n4) Contains a special character\r\n5) Control characters are not allowed`,
  )
}
