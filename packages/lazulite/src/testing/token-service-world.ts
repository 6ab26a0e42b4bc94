/** What the token service's own tests add to the small directory: clients that prove themselves, sign-ins in a store in memory. */
import { assertions } from '../crypto/assertion-signatures.js'
import { clientAuthenticator } from '../operations/sign-in/authenticate-client.js'
import { createSignIn } from '../operations/sign-in/sign-in.js'
import { clientSecretVerifier, type VerifyPassword } from '../operations/verify-client-secret.js'
import type { Store } from '../ports/store.js'
import { testPasswords } from './test-ports.js'
import type { tokenWorld } from './token-world.js'

export function tokenServiceParts(
  world: ReturnType<typeof tokenWorld>,
  { store, verifyPassword }: { readonly store: Store; readonly verifyPassword: VerifyPassword },
) {
  const { clock, keyRing, directory } = world
  const authenticateClient = clientAuthenticator({
    directory,
    verifyClientSecret: clientSecretVerifier(verifyPassword),
    proofs: { assertions, issuers: { findKey: async () => undefined }, keyRing, clock },
    ownHosts: () => ['localhost:4430'],
  })
  const signIn = createSignIn({ ...world, store, passwords: testPasswords, authenticateClient })
  return { authenticateClient, signIn }
}
