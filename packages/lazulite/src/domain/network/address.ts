/** IP addresses and prefixes as numbers: RFC 4632 (CIDR), RFC 4291 and RFC 5952 (IPv6 text). */

export type Family = 4 | 6

export interface Address {
  readonly family: Family
  readonly value: bigint
}

/** All addresses from `first` to `last`, both included. */
export interface Prefix {
  readonly family: Family
  readonly first: bigint
  readonly last: bigint
  /** Bits that are the same for all. */
  readonly length: number
}

const bits: Readonly<Record<Family, number>> = { 4: 32, 6: 128 }

export function parseAddress(text: string): Address | undefined {
  const value = text.includes(':') ? parseV6(text) : parseV4(text)
  return value === undefined ? undefined : { family: text.includes(':') ? 6 : 4, value }
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255))
    return undefined
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n)
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail]
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n)
}

export function formatAddress({ family, value }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 65_535n).toString(16))
  const runs = [...groups.join(':').matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)]
  const longest = runs.toSorted((a, b) => b[0].length - a[0].length)[0]
  if (longest === undefined) return groups.join(':')
  const text = groups.join(':')
  const [before, after] = [text.slice(0, longest.index), text.slice(longest.index + longest[0].length)]
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`
}

/** `undefined` when it is no prefix at all; `first` is where it should begin, whatever host bits `text` has. */
export function parsePrefix(text: string): Prefix | undefined {
  const [addressText = '', lengthText = '', ...rest] = text.split('/')
  const address = parseAddress(addressText)
  if (address === undefined || rest.length > 0 || !/^\d{1,3}$/.test(lengthText)) return undefined
  const width = bits[address.family]
  const length = Number(lengthText)
  if (length > width) return undefined
  const size = 1n << BigInt(width - length)
  const first = (address.value / size) * size
  return { family: address.family, first, last: first + size - 1n, length }
}

export const formatPrefix = ({ family, first, length }: Prefix): string =>
  `${formatAddress({ family, value: first })}/${length}`

export const isInside = (address: Address, prefix: Prefix): boolean =>
  address.family === prefix.family && prefix.first <= address.value && address.value <= prefix.last

export const containsPrefix = (outer: Prefix, inner: Prefix): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last

export const overlaps = (a: Prefix, b: Prefix): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last
