/** The values of `newGuid()` of one deployment: random by their seed, the same again when it is planned anew after a restart. */
import { createHash } from 'node:crypto'

/** @returns a function whose n-th call always gives the same lower-case version 4 GUID */
export function seededGuids(seed: string): () => string {
  let count = 0
  return () => {
    const hash = createHash('sha256').update(`${seed}/${count++}`).digest('hex')
    const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 3) | 8).toString(16)
    return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`
  }
}
