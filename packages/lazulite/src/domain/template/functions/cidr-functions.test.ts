import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusalOf, valueOfExpression } from '../template-fixture.js'
import { formatAddress, parseAddress } from './cidr-functions.js'

describe('networks in CIDR notation', () => {
  it.each([
    [
      "parseCidr('10.144.0.0/20')",
      {
        network: '10.144.0.0',
        netmask: '255.255.240.0',
        broadcast: '10.144.15.255',
        firstUsable: '10.144.0.1',
        lastUsable: '10.144.15.254',
        cidr: 20,
      },
    ],
    [
      "parseCidr('fdad:3236:5555::/48')",
      {
        network: 'fdad:3236:5555::',
        netmask: 'ffff:ffff:ffff::',
        firstUsable: 'fdad:3236:5555::',
        lastUsable: 'fdad:3236:5555:ffff:ffff:ffff:ffff:ffff',
        cidr: 48,
      },
    ],
    ["parseCidr('10.0.0.7/32').firstUsable", '10.0.0.7'],
    ["parseCidr('10.0.0.7/24').network", '10.0.0.0'],
    ["cidrSubnet('10.144.0.0/20', 24, 0)", '10.144.0.0/24'],
    ["cidrSubnet('10.144.0.0/20', 24, 15)", '10.144.15.0/24'],
    ["cidrSubnet('fdad:3236:5555::/48', 52, 1)", 'fdad:3236:5555:1000::/52'],
    ["cidrHost('10.144.3.0/24', 0)", '10.144.3.1'],
    ["cidrHost('10.144.3.0/24', 253)", '10.144.3.254'],
  ])('%s is %j', (text, expected) => expect(valueOfExpression(text)).toEqual(expected))

  it.each([
    ["parseCidr('10.0.0.0')", 'is not a network in CIDR notation'],
    ["parseCidr('10.0.0.256/8')", 'is not a network in CIDR notation'],
    ["parseCidr('10.0.0.0/33')", 'is not a network in CIDR notation'],
    ["parseCidr('::1::/64')", 'is not a network in CIDR notation'],
    ["cidrSubnet('10.0.0.0/20', 16, 0)", "The new prefix '16' does not fit into the network."],
    ["cidrSubnet('10.0.0.0/20', 24, 16)", "no subnet with the index '16'"],
    ["cidrHost('10.0.0.0/24', 254)", "no host with the index '254'"],
    ["cidrHost('10.0.0.0/24', -1)", "no host with the index '-1'"],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))

  it('reads back every address that it writes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(32, 128),
        fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
        fc.nat(127),
        (width, bits, zeros) => {
          const value = ((bits >> BigInt(zeros)) << BigInt(zeros)) & (2n ** BigInt(width) - 1n)
          expect(parseAddress(formatAddress(value, width))).toEqual({ width, value })
        },
      ),
    )
  })
})
