/** Networks in CIDR notation, IPv4 and IPv6. Source: template functions for CIDR. */
import type { Json } from '../../json.js'
import { invalidParameter } from '../expression/arguments.js'
import type { Arguments, TemplateFunction } from '../expression/evaluation-scope.js'
import { define } from './define-function.js'

interface Network {
  /** Bits of an address: 32 or 128. */
  readonly width: number
  readonly first: bigint
  readonly prefix: number
}

/** `undefined` when the text is no address. */
export function parseAddress(text: string): { width: number; value: bigint } | undefined {
  if (!text.includes(':')) {
    const parts = text.split('.')
    const isAddress = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)
    return isAddress ? { width: 32, value: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) } : undefined
  }
  const halves = text.split('::')
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const [head = [], tail = []] = groups
  const missing = 8 - head.length - tail.length
  const isComplete = halves.length === 1 ? missing === 0 : halves.length === 2 && missing > 0
  const all = [...head, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail]
  if (!isComplete || !all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return { width: 128, value: all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) }
}

/** IPv6 as RFC 5952 writes it: lower case, the longest run of zeros as `::`. */
export function formatAddress(value: bigint, width: number): string {
  const size = width === 32 ? 8n : 16n
  const count = width === 32 ? 4 : 8
  const mask = (1n << size) - 1n
  const groups = Array.from({ length: count }, (_, index) => (value >> (size * BigInt(count - 1 - index))) & mask)
  if (width === 32) return groups.join('.')
  const text = groups.map((group) => group.toString(16)).join(':')
  const runs = [...text.matchAll(/\b0(?::0)+\b/g)].sort((one, other) => other[0].length - one[0].length)
  const [longest] = runs
  if (longest === undefined) return text
  const before = text.slice(0, longest.index).replace(/:$/, '')
  return `${before}::${text.slice(longest.index + longest[0].length).replace(/^:/, '')}`
}

function networkAt(args: Arguments, position: number): Network {
  const text = args.text(position)
  const [address = '', prefixText = '', ...more] = text.split('/')
  const parsed = parseAddress(address)
  const prefix = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : -1
  if (parsed === undefined || more.length > 0 || prefix < 0 || prefix > parsed.width) {
    throw invalidParameter(args.functionName, `The value '${text}' is not a network in CIDR notation.`)
  }
  const hostBits = BigInt(parsed.width - prefix)
  return { width: parsed.width, prefix, first: (parsed.value >> hostBits) << hostBits }
}

const sizeOf = ({ width, prefix }: Network): bigint => 1n << BigInt(width - prefix)
const lastOf = (network: Network): bigint => network.first + sizeOf(network) - 1n

/** The first and last address of IPv4 networks are network and broadcast, except in the two smallest. */
function usable(network: Network): readonly [bigint, bigint] {
  const hasEnds = network.width === 32 && network.prefix < 31
  return hasEnds ? [network.first + 1n, lastOf(network) - 1n] : [network.first, lastOf(network)]
}

function parseCidr(args: Arguments): Json {
  const network = networkAt(args, 0)
  const { width, prefix } = network
  const [firstUsable, lastUsable] = usable(network)
  const write = (value: bigint): string => formatAddress(value, width)
  return {
    network: write(network.first),
    netmask: write(((1n << BigInt(width)) - 1n) ^ (sizeOf(network) - 1n)),
    ...(width === 32 ? { broadcast: write(lastOf(network)) } : {}),
    firstUsable: write(firstUsable),
    lastUsable: write(lastUsable),
    cidr: prefix,
  }
}

function cidrSubnet(args: Arguments): Json {
  const network = networkAt(args, 0)
  const [prefix, index] = [args.integer(1), args.integer(2)]
  if (prefix < network.prefix || prefix > network.width) {
    throw invalidParameter(args.functionName, `The new prefix '${prefix}' does not fit into the network.`)
  }
  if (index < 0 || BigInt(index) >= 1n << BigInt(prefix - network.prefix)) {
    throw invalidParameter(args.functionName, `The network has no subnet with the index '${index}'.`)
  }
  const first = network.first + (BigInt(index) << BigInt(network.width - prefix))
  return `${formatAddress(first, network.width)}/${prefix}`
}

function cidrHost(args: Arguments): Json {
  const network = networkAt(args, 0)
  const index = args.integer(1)
  const [first, last] = usable(network)
  if (index < 0 || first + BigInt(index) > last) {
    throw invalidParameter(args.functionName, `The network has no host with the index '${index}'.`)
  }
  return formatAddress(first + BigInt(index), network.width)
}

export const cidrFunctions: readonly TemplateFunction[] = [
  define('cidrHost', 2, 2, cidrHost),
  define('cidrSubnet', 3, 3, cidrSubnet),
  define('parseCidr', 1, 1, parseCidr),
]
