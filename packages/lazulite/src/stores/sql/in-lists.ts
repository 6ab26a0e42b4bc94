/**
 * Values for `column in (…)`.
 *
 * Every length of a list is another statement to prepare and to keep, so a list is filled up to a power of two by
 * repeating its last value (which changes no answer), and a list beyond `CHUNK` values is asked for in parts.
 */

const CHUNK = 512

/** Distinct values in chunks of 1, 2, 4 … 512; no chunk at all for an empty list. */
export function inLists(values: readonly string[]): string[][] {
  const distinct = [...new Set(values)]
  const chunks: string[][] = []
  for (let start = 0; start < distinct.length; start += CHUNK) {
    const chunk = distinct.slice(start, start + CHUNK)
    const last = chunk[chunk.length - 1]
    const size = 2 ** Math.ceil(Math.log2(chunk.length))
    while (last !== undefined && chunk.length < size) chunk.push(last)
    chunks.push(chunk)
  }
  return chunks
}
