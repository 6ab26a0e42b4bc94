import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Address,
  containsPrefix,
  type Family,
  formatAddress,
  formatPrefix,
  overlaps,
  parseAddress,
  parsePrefix,
} from './address.js'
import { allocatePrivateAddress, allocatePublicAddress } from './allocate-address.js'

const anyAddress = fc
  .constantFrom<Family>(4, 6)
  .chain((family) => fc.bigInt(0n, (1n << (family === 4 ? 32n : 128n)) - 1n).map((value) => ({ family, value })))
const anyPrefix = anyAddress.chain((address) =>
  fc.integer({ min: 0, max: address.family === 4 ? 32 : 128 }).map((length) => `${formatAddress(address)}/${length}`),
)

describe('addresses', () => {
  it.each([
    ['0.0.0.0', '0.0.0.0'],
    ['10.0.0.4', '10.0.0.4'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:0', '2001:db8:0:0:1::'],
    ['1:0:2:0:0:3:0:4', '1:0:2::3:0:4'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ])('%s is written %s', (text, written) => {
    const address = parseAddress(text)
    expect(address === undefined ? undefined : formatAddress(address)).toBe(written)
  })

  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.04',
    '10.0.0.0.0',
    '1.2.3.x',
    ':',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '12345::',
    'g::',
    '1:2:3:4:5:6:7::8',
  ])('%j is none', (text) => expect(parseAddress(text)).toBeUndefined())

  it('read back what was written', () =>
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(parseAddress(formatAddress(address))).toEqual(address)
      }),
    ))
})

describe('prefixes', () => {
  it.each([
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['10.0.0.5/24', '10.0.0.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.0.0.1/32', '10.0.0.1/32'],
    ['2001:db8::/64', '2001:db8::/64'],
  ])('%s begins like %s', (text, canonical) => {
    const prefix = parsePrefix(text)
    expect(prefix === undefined ? undefined : formatPrefix(prefix)).toBe(canonical)
  })

  it.each(['10.0.0.0', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '/8', '::/129', 'a/8'])(
    '%j is none',
    (text) => expect(parsePrefix(text)).toBeUndefined(),
  )

  it('overlap when one contains the other, and only then', () =>
    fc.assert(
      fc.property(anyPrefix, anyPrefix, (a, b) => {
        const [one, other] = [parsePrefix(a), parsePrefix(b)]
        if (one === undefined || other === undefined) throw new Error('no prefix')
        expect(overlaps(one, other)).toBe(containsPrefix(one, other) || containsPrefix(other, one))
      }),
    ))
})

describe('allocation', () => {
  it.each([
    ['10.0.0.0/29', ['10.0.0.4', '10.0.0.5', '10.0.0.6']],
    ['10.0.1.0/30', []],
    ['2001:db8::/126', []],
    ['2001:db8::/125', ['2001:db8::4', '2001:db8::5', '2001:db8::6']],
  ])('in %s gives %j and then nothing', (text, expected) => {
    const subnet = parsePrefix(text)
    if (subnet === undefined) throw new Error('no prefix')
    const given: string[] = []
    const taken: Address[] = []
    for (
      let next = allocatePrivateAddress(subnet, taken);
      next !== undefined;
      next = allocatePrivateAddress(subnet, taken)
    ) {
      taken.push(next)
      given.push(formatAddress(next))
    }
    expect(given).toEqual(expected)
  })

  it('of public addresses goes on in the next range', () => {
    const taken = Array.from({ length: 254 }, (_, i) => parseAddress(`203.0.113.${i + 1}`)).filter(
      (a) => a !== undefined,
    )
    const format = (address: ReturnType<typeof allocatePublicAddress>) => (address ? formatAddress(address) : undefined)
    expect(format(allocatePublicAddress(4, []))).toBe('203.0.113.1')
    expect(format(allocatePublicAddress(4, taken))).toBe('198.51.100.1')
    expect(format(allocatePublicAddress(6, taken))).toBe('2001:db8::1')
  })

  it('never gives one address to two owners, whoever comes and goes', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant('come' as const), fc.nat(20)), { maxLength: 60 }), (steps) => {
        const subnet = parsePrefix('10.0.0.0/27')
        if (subnet === undefined) throw new Error('no prefix')
        const owners: { family: Family; value: bigint }[] = []
        for (const step of steps) {
          if (step === 'come') {
            const address = allocatePrivateAddress(subnet, owners)
            expect(address === undefined).toBe(owners.length === 27)
            if (address !== undefined) owners.push(address)
          } else owners.splice(step, 1)
          expect(new Set(owners.map(formatAddress)).size).toBe(owners.length)
        }
      }),
    ))
})
