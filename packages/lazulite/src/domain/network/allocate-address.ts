/**
 * Which address the next owner gets: always the lowest free one, so that equal histories give equal addresses.
 *
 * In a subnet Azure keeps the first four addresses and the last one to itself (its page on virtual networks).
 * Decision: public addresses come from ranges that belong to nobody, so that none of them ever leads out: the three
 * for documentation (RFC 5737), then the one for benchmarks (RFC 2544); for IPv6 the one for documentation (RFC 3849).
 */
import { type Address, type Family, type Prefix, parsePrefix } from './address.js'

const keptAtStart = 4n

/** The addresses of a subnet that its machines may have; `first` > `last` when there are none. */
export const usableRange = ({ first, last }: Prefix): { readonly first: bigint; readonly last: bigint } => ({
  first: first + keptAtStart,
  last: last - 1n,
})

/** @returns `undefined` when every address is taken */
export const allocatePrivateAddress = (subnet: Prefix, taken: readonly Address[]): Address | undefined =>
  lowestFree(subnet.family, [usableRange(subnet)], taken)

const pools: Readonly<Record<Family, readonly string[]>> = {
  4: ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24', '198.18.0.0/15'],
  6: ['2001:db8::/32'],
}

/** @returns `undefined` when every address is taken */
export function allocatePublicAddress(family: Family, taken: readonly Address[]): Address | undefined {
  const ranges = pools[family].flatMap((text) => {
    const prefix = parsePrefix(text)
    return prefix === undefined ? [] : [{ first: prefix.first + 1n, last: prefix.last - 1n }]
  })
  return lowestFree(family, ranges, taken)
}

function lowestFree(
  family: Family,
  ranges: readonly { readonly first: bigint; readonly last: bigint }[],
  taken: readonly Address[],
): Address | undefined {
  const values = new Set(taken.filter((address) => address.family === family).map(({ value }) => value))
  for (const { first, last } of ranges) {
    for (let value = first; value <= last; value++) if (!values.has(value)) return { family, value }
  }
  return undefined
}
