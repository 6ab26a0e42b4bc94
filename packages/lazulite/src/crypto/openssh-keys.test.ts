import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterAll, describe, expect, it } from 'vitest'
import { fingerprintOf, newEcdsaKeys, newEd25519Keys, publicKeyIn } from './openssh-keys.js'

const folder = mkdtempSync(join(tmpdir(), 'lazulite-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const hasKeygen = (() => {
  try {
    execFileSync('ssh-keygen', ['-?'], { stdio: 'pipe' })
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
})()

describe.each([
  ['ssh-ed25519', () => newEd25519Keys('somebody')],
  ['ecdsa-sha2-nistp256', () => newEcdsaKeys()],
])('a new %s key', (kind, make) => {
  it('signs what its public half verifies', async () => {
    const { privateKey, publicKey } = await make()
    const [secret, open] = [ssh2.utils.parseKey(privateKey), ssh2.utils.parseKey(publicKey)]
    if (secret instanceof Error || open instanceof Error) throw new Error('not readable')
    const message = Buffer.from('message')
    expect(secret.type).toBe(kind)
    expect(open.verify(message, secret.sign(message))).toBe(true)
    expect(open.verify(Buffer.from('other'), secret.sign(message))).toBe(false)
  })

  it.skipIf(!hasKeygen)('is what ssh-keygen reads, with the same fingerprint', async () => {
    const { privateKey, publicKey } = await make()
    const file = join(folder, kind)
    writeFileSync(file, privateKey, { mode: 0o600 })
    expect(execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' })).toContain(publicKey)
    const printed = execFileSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' })
    expect(printed.split(' ')[1]).toBe(fingerprintOf(Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')))
  })

  it('is another one each time', async () => {
    const [one, other] = await Promise.all([make(), make()])
    expect(one.publicKey).not.toBe(other.publicKey)
  })
})

it('finds the public half in an Ed25519 key file, and nowhere else', async () => {
  const [{ privateKey, publicKey }, other] = await Promise.all([newEd25519Keys('somebody'), newEcdsaKeys()])
  expect(publicKeyIn(privateKey)).toBe(publicKey)
  expect(() => publicKeyIn(other.privateKey)).toThrow('not an OpenSSH private key')
  expect(() => publicKeyIn('')).toThrow('not an OpenSSH private key')
})
