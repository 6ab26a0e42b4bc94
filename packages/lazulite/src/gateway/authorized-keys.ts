/** Public keys compared by their wire form, however they are written down. */
import { sshKeyBlob } from '../domain/compute/ssh-public-key.js'

/** Is it one of the keys that may sign in? Keys are public: nothing is learnt from how long this takes. */
export const isAuthorized = (offered: Buffer, keys: readonly string[]): boolean =>
  keys.some((key) => sshKeyBlob(key)?.equals(offered) === true)
