import { describe, expect, it } from 'vitest'
import { sshKeyBlob } from '../domain/compute/ssh-public-key.js'
import { testEd25519Key, testRsaKey } from '../testing/ssh-keys.js'
import { isAuthorized } from './authorized-keys.js'

const data = (line: string): string => line.split(' ')[1] ?? ''
const blob = (line: string): Buffer => Buffer.from(data(line), 'base64')
const block = (line: string, headers = 'Comment: "me"'): string =>
  `---- BEGIN SSH2 PUBLIC KEY ----\n${headers}\n${data(line).slice(0, 64)}\n${data(line).slice(64)}\n---- END SSH2 PUBLIC KEY ----\n`

describe('sshKeyBlob', () => {
  it.each([
    ['a line', testEd25519Key],
    ['a line without comment', testEd25519Key.split(' ').slice(0, 2).join(' ')],
    ['a line with white space around it', ` ${testEd25519Key}\r\n`],
    ['a block', block(testEd25519Key)],
    ['a block whose header goes on in the next line', block(testEd25519Key, 'Comment: a\\\nb')],
  ])('reads %s', (_, text) => expect(sshKeyBlob(text)).toEqual(blob(testEd25519Key)))

  it.each([
    ['nothing', ''],
    ['one word', 'ssh-ed25519'],
    ['a kind that is not the key’s own', testEd25519Key.replace('ssh-ed25519', 'ssh-rsa')],
    ['what is no base64', 'ssh-ed25519 AAAA!'],
    ['options before the key', `no-pty ${testEd25519Key}`],
    ['a field longer than the key', `ssh-ed25519 ${Buffer.from([0, 0, 1, 0, 65]).toString('base64')}`],
    ['two bytes', 'ssh-ed25519 AAA='],
    ['an empty kind', ` ${Buffer.alloc(8).toString('base64')}`],
  ])('finds no key in %s', (_, text) => expect(sshKeyBlob(text)).toBeUndefined())
})

describe('isAuthorized', () => {
  it('knows the key among others, whatever is broken beside it', () => {
    expect(isAuthorized(blob(testRsaKey), ['broken', testEd25519Key, testRsaKey])).toBe(true)
  })
  it.each<[string, readonly string[]]>([
    ['no keys', []],
    ['other keys', [testEd25519Key]],
    [
      'a longer key that begins like it',
      [`ssh-rsa ${Buffer.concat([blob(testRsaKey), Buffer.of(0)]).toString('base64')}`],
    ],
  ])('does not know it among %s', (_, keys) => expect(isAuthorized(blob(testRsaKey), keys)).toBe(false))
})
