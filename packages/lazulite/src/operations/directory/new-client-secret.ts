/**
 * A client secret as Entra makes them: 40 characters, the first three of which tell it apart, then a digit and `Q~`.
 * Decision: the first is a letter or digit, so that a command line never takes the secret for a flag.
 */
import { randomBytes } from 'node:crypto'

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const alphabet = `${lettersAndDigits}._~-`

/** @param random  returns so many random bytes */
export function newClientSecret(random: (bytes: number) => Uint8Array = randomBytes): string {
  const characters = (count: number, from: string): string => charactersOf(count, { from, random })
  return `${characters(1, lettersAndDigits)}${characters(2, alphabet)}8Q~${characters(34, alphabet)}`
}

/** Without bias: bytes that would favour the first characters are left out. */
function charactersOf(
  count: number,
  { from, random }: { readonly from: string; readonly random: (bytes: number) => Uint8Array },
): string {
  const limit = 256 - (256 % from.length)
  let text = ''
  while (text.length < count) {
    for (const byte of random(count)) {
      if (byte < limit && text.length < count) text += from[byte % from.length]
    }
  }
  return text
}
