/**
 * The secrets of a machine's `osProfile`: the administrator's password, kept as a hash, and custom data. Both are said
 * once, when the machine is made; no answer shows them. Work here takes time (hashing) and so happens before the
 * transaction that writes the machine.
 *
 * `adminPassword` as the name of what must not change: Azure/vm-scale-sets#38; `customData`: Decision, in the same pattern.
 */
import { type JsonObject, textAt } from '../../domain/json.js'
import type { Ports } from '../../ports/ports.js'
import { refuse } from './require-unchanged.js'
import type { VmRecord } from './vm-record.js'

export type ProfileSecrets = Pick<VmRecord, 'adminPasswordHash' | 'customData'>

/** The longest that any system takes; more is refused later, by name, and not worth hashing. */
const longestPassword = 123

/** @param said  the client's properties, not yet validated */
export async function profileSecretsOf(
  { passwords }: Pick<Ports, 'passwords'>,
  said: JsonObject,
): Promise<ProfileSecrets> {
  const password = textAt(said, 'osProfile', 'adminPassword')
  const customData = textAt(said, 'osProfile', 'customData')
  return {
    ...(password === undefined || password.length > longestPassword
      ? {}
      : { adminPasswordHash: await passwords.hash(password) }),
    ...(customData === undefined ? {} : { customData }),
  }
}

/**
 * Clients that manage machines as text send the same secrets with every change.
 * @throws ArmError `PropertyChangeNotAllowed` (409) when one is not what the machine was made with
 */
export async function requireSameSecrets(
  { passwords }: Pick<Ports, 'passwords'>,
  record: ProfileSecrets,
  said: JsonObject,
): Promise<void> {
  const password = textAt(said, 'osProfile', 'adminPassword')
  if (password !== undefined) {
    const { adminPasswordHash } = record
    const isSame =
      adminPasswordHash !== undefined &&
      password.length <= longestPassword &&
      (await passwords.verify(password, adminPasswordHash))
    if (!isSame) refuse('adminPassword')
  }
  const customData = textAt(said, 'osProfile', 'customData')
  if (customData !== undefined && customData !== record.customData) refuse('customData')
}
