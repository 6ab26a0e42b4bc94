/**
 * The X.509 name constraints extension: what a certificate authority may speak for.
 *
 * Source: RFC 5280, sections 4.2.1.6 (general names) and 4.2.1.10 (name constraints). A DNS constraint also covers
 * names below it; an address constraint is the address followed by its mask, here all ones: exactly one address.
 * Written by hand because the X.509 library reads but does not offer this extension, and five tags are all it takes.
 */

export const nameConstraintsOid = '2.5.29.30'

const sequenceTag = 0x30
const permittedSubtreesTag = 0xa0
const dnsNameTag = 0x82
const ipAddressTag = 0x87

/** DER of a `NameConstraints` value that permits these names and addresses (4 or 16 bytes each) and no others of their kind. */
export function encodeNameConstraints(permitted: {
  readonly dnsNames: readonly string[]
  readonly addresses: readonly (readonly number[])[]
}): Buffer<ArrayBuffer> {
  const subtrees = [
    ...permitted.dnsNames.map((name) => derValue(dnsNameTag, Buffer.from(name, 'ascii'))),
    ...permitted.addresses.map((bytes) => derValue(ipAddressTag, Buffer.from([...bytes, ...bytes.map(() => 0xff)]))),
  ].map((generalName) => derValue(sequenceTag, generalName))
  return derValue(sequenceTag, derValue(permittedSubtreesTag, Buffer.concat(subtrees)))
}

/** Tag, definite length in its shortest form (up to 65 535 bytes), content. */
function derValue(tag: number, content: Buffer): Buffer<ArrayBuffer> {
  const length = content.length
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content])
}
