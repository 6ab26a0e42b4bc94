/**
 * The Windows security identifier of a directory object: `S-1-12-1-` and the object id's sixteen bytes as four
 * little-endian numbers (checked against real groups: a3f6c606-38ec-42d7-8c0e-d4ecaf0d9d61 is
 * S-1-12-1-2750858758-1121401068-3973320332-1637682607).
 */
export function securityIdentifier(objectId: string): string {
  const [first = '', second = '', third = '', ...rest] = objectId.split('-')
  const numbers = [
    Number.parseInt(first, 16),
    Number.parseInt(third + second, 16),
    ...[rest.join('').slice(0, 8), rest.join('').slice(8)].map(littleEndian),
  ]
  return `S-1-12-1-${numbers.join('-')}`
}

const littleEndian = (hex: string): number => Number.parseInt((hex.match(/../g) ?? []).reverse().join(''), 16)
