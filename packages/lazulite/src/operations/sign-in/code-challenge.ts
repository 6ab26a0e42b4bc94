/**
 * Proof key for code exchange (RFC 7636): who redeems a code is who asked for it.
 * A challenge without a method is `plain` (section 4.3); verifiers and challenges have 43 to 128 characters of a small
 * alphabet (sections 4.1 and 4.2).
 */
import { createHash, timingSafeEqual } from 'node:crypto'

export interface CodeChallenge {
  readonly challenge: string
  readonly method: 'S256' | 'plain'
}

const form = /^[A-Za-z0-9._~-]{43,128}$/

export const isCodeChallenge = (text: string): boolean => form.test(text)

export function answersChallenge(verifier: string, { challenge, method }: CodeChallenge): boolean {
  if (!form.test(verifier)) return false
  const answer = method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
  const [one, other] = [Buffer.from(answer), Buffer.from(challenge)]
  return one.length === other.length && timingSafeEqual(one, other)
}
