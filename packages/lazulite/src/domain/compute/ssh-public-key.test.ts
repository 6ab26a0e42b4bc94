import { describe, expect, it } from 'vitest'
import { testEd25519Key, testRsaKey } from '../../testing/ssh-keys.js'
import { isSshPublicKey } from './ssh-public-key.js'

const [, rsaData = ''] = testRsaKey.split(' ')
const field = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
const line = (kind: string, ...fields: Buffer[]): string =>
  `${kind} ${Buffer.concat([field(Buffer.from(kind)), ...fields.map(field)]).toString('base64')}`
const rsaOf = (bytes: number, first: number): string =>
  line('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.concat([Buffer.from([first]), Buffer.alloc(bytes - 1, 1)]))

describe('isSshPublicKey', () => {
  it.each<[string, string, boolean]>([
    ['an Ed25519 line', testEd25519Key, true],
    ['an RSA line', testRsaKey, true],
    ['a line without comment and with white space around', `\n ssh-rsa ${rsaData} \r\n`, true],
    ['a comment of several words', `ssh-rsa ${rsaData} me at home`, true],
    [
      'an SSH2 block',
      `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "me"\n${rsaData.slice(0, 70)}\n${rsaData.slice(70)}\n---- END SSH2 PUBLIC KEY ----`,
      true,
    ],
    ['RSA of 2048 bits', rsaOf(256, 0x80), true],
    ['RSA of 2047 bits', rsaOf(256, 0x7f), false],
    ['Ed25519 one byte short', line('ssh-ed25519', Buffer.alloc(31, 1)), false],
    ['another kind of key', line('ecdsa-sha2-nistp256', Buffer.from('nistp256'), Buffer.alloc(65, 1)), false],
    ['another kind in front than inside', testEd25519Key.replace('ssh-ed25519', 'ssh-rsa'), false],
    ['a cut key', `ssh-rsa ${rsaData.slice(0, 100)}`, false],
    ['letters that are no base64', 'ssh-rsa AAAA!', false],
    ['a key without its kind', rsaData, false],
    ['two lines', `${testEd25519Key}\n${testEd25519Key}`, false],
    ['nothing', '', false],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----', false],
  ])('%s: %#', (_, key, expected) => expect(isSshPublicKey(key)).toBe(expected))
})
