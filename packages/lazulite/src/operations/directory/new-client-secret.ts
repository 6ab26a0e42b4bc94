/** A client secret as Entra makes them: 40 characters, the first three of which tell it apart, then a digit and `Q~`. */
import { randomBytes } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-'

export function newClientSecret(): string {
  return `${characters(3)}8Q~${characters(34)}`
}

/** Without bias: bytes that would favour the first characters are left out. */
function characters(count: number): string {
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < count) {
    for (const byte of randomBytes(count)) {
      if (byte < limit && text.length < count) text += alphabet[byte % alphabet.length]
    }
  }
  return text
}
