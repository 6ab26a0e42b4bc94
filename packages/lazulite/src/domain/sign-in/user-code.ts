/**
 * The code that a person types to let a device in: nine capital letters and digits (Entra's form), none of which can be
 * taken for another. Whatever people type around it (spaces, hyphens, small letters) does not count.
 */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const length = 9

/** Every bit of the code comes from `random`, which has at least nine bytes. */
export const makeUserCode = (random: Uint8Array): string =>
  Array.from(random.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('')

/** `undefined`: cannot be a code. */
export function readUserCode(typed: string): string | undefined {
  const code = typed.replace(/[\s-]/g, '').toUpperCase()
  return code.length === length && [...code].every((letter) => alphabet.includes(letter)) ? code : undefined
}
