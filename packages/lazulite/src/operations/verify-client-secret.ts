/**
 * Is this the secret of that application? Secrets are kept as slow hashes; a secret that was right once is remembered
 * as a keyed digest in memory, so that a client asking for many tokens pays the slow hash once.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { PasswordCredential } from '../domain/directory/directory-objects.js'
import type { EpochMillis } from '../domain/time.js'
import type { Passwords } from '../ports/passwords.js'

export type VerifyPassword = Passwords['verify']

export type SecretCheck = 'valid' | 'expired' | 'wrong'

export type VerifyClientSecret = (
  secret: string,
  credentials: readonly PasswordCredential[],
  now: EpochMillis,
) => Promise<SecretCheck>

/** Remembered secrets; 32 bytes each. */
const capacity = 1000

export function clientSecretVerifier(verifyPassword: VerifyPassword): VerifyClientSecret {
  const key = randomBytes(32) // of this process: the digests are worth nothing outside it
  const remembered = new Map<string, Buffer>()

  const matches = async (secret: string, { hash }: PasswordCredential): Promise<boolean> => {
    const digest = createHmac('sha256', key).update(secret).digest()
    const known = remembered.get(hash)
    if (known !== undefined && timingSafeEqual(known, digest)) return true
    if (!(await verifyPassword(secret, hash))) return false
    remembered.set(hash, digest)
    for (const oldest of remembered.keys()) {
      if (remembered.size <= capacity) break
      remembered.delete(oldest)
    }
    return true
  }

  /** A secret that is right but over is told apart from a wrong one, as Entra does; one that starts later is wrong. */
  return async (secret, credentials, now) => {
    const started = credentials.filter((credential) => credential.startsAt <= now)
    const isOver = (credential: PasswordCredential) => credential.endsAt !== undefined && credential.endsAt <= now
    const current = started.filter((credential) => !isOver(credential))
    for (const credential of current) if (await matches(secret, credential)) return 'valid'
    for (const credential of started.filter(isOver)) if (await matches(secret, credential)) return 'expired'
    return 'wrong'
  }
}
