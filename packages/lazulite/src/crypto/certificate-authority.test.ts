/**
 * The authority is judged by OpenSSL (where the machine has it) and by Node's own X.509 reader, never by the library
 * that made the certificates.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeClock, fakeClock } from '../testing/fake-clock.js'
import { sequentialIds } from '../testing/sequential-ids.js'
import { rememberingLog, silentLog } from '../testing/silent-log.js'
import { type CertificateAuthority, openCertificateAuthority } from './certificate-authority.js'
import { issueServerCertificate } from './issue-certificates.js'
import { serverDnsNames } from './server-names.js'
import { loadX509 } from './x509-library.js'

const day = 86_400
const hasOpenssl = spawnSync('openssl', ['version']).status === 0

let folder: string
let clock: FakeClock
const opened: CertificateAuthority[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazulite-ca-'))
  clock = fakeClock('2030-01-01T00:00:00Z')
})
afterEach(async () => {
  for (const authority of opened.splice(0)) await authority.close()
  await rm(folder, { recursive: true, force: true })
})

async function open(log = silentLog): Promise<CertificateAuthority> {
  const authority = await openCertificateAuthority({ folder, clock, ids: sequentialIds(), log })
  opened.push(authority)
  return authority
}
const file = (name: string) => join(folder, name)
const read = (name: string) => readFile(file(name), 'utf8')
const modeOf = async (name: string) => (await stat(file(name))).mode & 0o777
const snapshot = async () => Promise.all(['ca.pem', 'ca-key.pem', 'server.pem'].map(read))
const serverOf = (authority: CertificateAuthority) => new X509Certificate(authority.tlsOptions().cert)

function opensslVerify(certificate: string, ...more: string[]): string {
  const at = ['-attime', String(clock.now())]
  const run = spawnSync(
    'openssl',
    ['verify', '-x509_strict', '-purpose', 'sslserver', ...at, '-CAfile', file('ca.pem'), ...more, certificate],
    { encoding: 'utf8' },
  )
  return `${run.status} ${run.stdout}${run.stderr}`
}

describe('openCertificateAuthority', () => {
  it('makes the authority and a server certificate, secrets readable by their owner only', async () => {
    const authority = await open()
    expect((await readdir(folder)).sort()).toEqual(['ca-key.pem', 'ca.pem', 'server.pem'])
    expect(await Promise.all(['ca.pem', 'ca-key.pem', 'server.pem'].map(modeOf))).toEqual([0o600, 0o600, 0o600])
    expect(authority.caCertificateFile).toBe(file('ca.pem'))
    expect(authority.caCertificate).toBe(await read('ca.pem'))
  })

  it('gives the server a certificate for exactly our names, for 90 days, on a P-256 key', async () => {
    const server = serverOf(await open())
    expect(server.subjectAltName).toBe(
      [...serverDnsNames.map((name) => `DNS:${name}`), 'IP Address:127.0.0.1', 'IP Address:0:0:0:0:0:0:0:1'].join(', '),
    )
    expect(server.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(server.ca).toBe(false)
    expect([server.validFromDate, server.validToDate]).toEqual([
      new Date('2029-12-31T23:00:00Z'),
      new Date('2030-04-01T00:00:00Z'),
    ])
  })

  it('makes an authority that lives ten years', async () => {
    const authority = new X509Certificate((await open()).caCertificate)
    expect(authority.ca).toBe(true)
    expect(authority.validToDate).toEqual(new Date('2039-12-30T00:00:00Z'))
  })

  it('changes no file when opened again', async () => {
    const first = await open()
    const before = await snapshot()
    const second = await open()
    expect(await snapshot()).toEqual(before)
    expect(second.tlsOptions()).toEqual(first.tlsOptions())
    expect(second.caCertificate).toBe(first.caCertificate)
  })

  it('takes a key file that others can read away from them', async () => {
    await open()
    await chmod(file('ca-key.pem'), 0o644)
    await chmod(file('server.pem'), 0o640)
    await open()
    expect(await Promise.all(['ca-key.pem', 'server.pem'].map(modeOf))).toEqual([0o600, 0o600])
  })

  it('fails, and replaces nothing, when a file cannot be read', async () => {
    await open()
    await unlink(file('ca-key.pem'))
    await mkdir(file('ca-key.pem'))
    const before = await read('ca.pem')
    await expect(open()).rejects.toMatchObject({ code: 'EISDIR' })
    expect(await read('ca.pem')).toBe(before)
  })
})

describe('healing', () => {
  it.each([
    ['the authority certificate is missing', 'ca.pem', undefined],
    ['the authority key is missing', 'ca-key.pem', undefined],
    ['the authority certificate is half written', 'ca.pem', (text: string) => text.slice(0, text.length / 2)],
    ['the authority key is half written', 'ca-key.pem', (text: string) => text.slice(0, text.length / 2)],
    ['the authority key is empty', 'ca-key.pem', () => ''],
  ])('makes a whole new set when %s', async (_case, name, damage) => {
    const before = (await open()).caCertificate
    if (damage === undefined) await unlink(file(name))
    else await writeFile(file(name), damage(await read(name)))
    const healed = await open()
    expect(healed.caCertificate).not.toBe(before)
    expect(serverOf(healed).verify(new X509Certificate(healed.caCertificate).publicKey)).toBe(true)
    expect(healed.caCertificate).toBe(await read('ca.pem'))
  })

  it('makes a new authority when the key belongs to another one', async () => {
    await open()
    const otherKey = await read('ca-key.pem')
    await unlink(file('ca.pem'))
    const second = await open()
    await writeFile(file('ca-key.pem'), otherKey)
    expect((await open()).caCertificate).not.toBe(second.caCertificate)
  })

  it('makes a new authority when the stored one is not held to our names', async () => {
    await (await open()).close()
    const x509 = await loadX509()
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const unconstrained = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=Anything',
      notBefore: new Date(clock.nowMillis()),
      notAfter: new Date('2040-01-01T00:00:00Z'),
      keys: {
        privateKey: keys.privateKey.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']),
        publicKey: keys.publicKey.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']),
      },
      extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
    })
    await writeFile(file('ca.pem'), unconstrained.toString('pem'))
    await writeFile(file('ca-key.pem'), keys.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(new X509Certificate((await open()).caCertificate).subject).toBe('CN=Lazulite local CA 00000001\nO=Lazulite')
  })

  it.each([
    ['missing', undefined],
    ['half written', (text: string) => text.slice(0, text.length / 2)],
    ['without its key', (text: string) => text.slice(0, text.indexOf('-----BEGIN PRIVATE'))],
  ])('keeps the authority when the server certificate is %s', async (_case, damage) => {
    const before = await open()
    if (damage === undefined) await unlink(file('server.pem'))
    else await writeFile(file('server.pem'), damage(await read('server.pem')))
    const healed = await open()
    expect(healed.caCertificate).toBe(before.caCertificate)
    expect(healed.tlsOptions().cert).not.toBe(before.tlsOptions().cert)
    expect(serverOf(healed).verify(new X509Certificate(healed.caCertificate).publicKey)).toBe(true)
  })

  it('replaces a server certificate that lacks one of our names', async () => {
    const authority = await open()
    const partial = await issueServerCertificate({
      authority: { certificate: authority.caCertificate, privateKey: await read('ca-key.pem') },
      now: clock.nowMillis(),
      id: sequentialIds().guid('partial'),
      dnsNames: ['localhost'],
    })
    await writeFile(file('server.pem'), partial.certificate + partial.privateKey)
    expect(serverOf(await open()).checkHost('graph.microsoft.com')).toBe('graph.microsoft.com')
  })

  it('removes what an interrupted write left beside the files', async () => {
    await writeFile(file('ca-key.pem.new'), 'half a key')
    await writeFile(file('server.pem.new'), 'half a certificate')
    await open()
    expect((await readdir(folder)).sort()).toEqual(['ca-key.pem', 'ca.pem', 'server.pem'])
  })
})

describe('renewal', () => {
  it('renews at start when less than a third of the life is left, and not before', async () => {
    const first = await open()
    await first.close()
    clock.advance(59 * day)
    const second = await open()
    expect(second.tlsOptions()).toEqual(first.tlsOptions())
    await second.close()
    clock.advance(2 * day)
    const third = await open()
    expect(third.tlsOptions().cert).not.toBe(first.tlsOptions().cert)
    expect(third.caCertificate).toBe(first.caCertificate)
    expect(serverOf(third).validToDate).toEqual(new Date('2030-06-01T00:00:00Z'))
  })

  it('renews while running and tells its listeners, once the new certificate is in service', async () => {
    const authority = await open()
    const before = authority.tlsOptions()
    const rotated = new Promise<string>((resolve) => {
      authority.onRotate(() => resolve(authority.tlsOptions().cert))
    })
    clock.advance(61 * day)
    const cert = await rotated
    expect(cert).not.toBe(before.cert)
    expect(await read('server.pem')).toContain(cert)
  })

  it('renews a certificate that is not valid yet because the clock was set back', async () => {
    await open()
    clock = fakeClock('2029-06-01T00:00:00Z')
    const server = serverOf(await open())
    // never earlier than its authority, which stays
    expect(server.validFromDate).toEqual(new Date('2029-12-31T23:00:00Z'))
  })

  it('makes a new authority when the old one could not outlive a server certificate', async () => {
    const first = await open()
    await first.close()
    clock.advance(3600 * day)
    const second = await open()
    expect(second.caCertificate).not.toBe(first.caCertificate)
    expect(serverOf(second).verify(new X509Certificate(second.caCertificate).publicKey)).toBe(true)
  })

  it('keeps serving and reports it when renewal fails', async () => {
    const log = rememberingLog()
    const authority = await open(log)
    const before = authority.tlsOptions()
    await rm(folder, { recursive: true })
    clock.advance(61 * day)
    await authority.close()
    expect(authority.tlsOptions()).toEqual(before)
    expect(log.entries.at(-1)).toMatchObject({ level: 'error', message: 'server certificate could not be renewed' })
  })

  it('never logs a key', async () => {
    const log = rememberingLog()
    await open(log)
    expect(JSON.stringify(log.entries)).not.toContain('PRIVATE')
    expect(log.entries.map((entry) => entry.message)).toEqual(['certificate authority made', 'server certificate made'])
  })
})

describe.skipIf(!hasOpenssl)('as OpenSSL sees it', () => {
  it('verifies strictly, for every name and address', async () => {
    await open()
    for (const name of serverDnsNames) {
      expect(opensslVerify(file('server.pem'), '-verify_hostname', name)).toBe(`0 ${file('server.pem')}: OK\n`)
    }
    for (const address of ['127.0.0.1', '::1']) {
      expect(opensslVerify(file('server.pem'), '-verify_ip', address)).toBe(`0 ${file('server.pem')}: OK\n`)
    }
  })

  it.each([
    ['example.com'],
    ['azure.com'],
    ['vault.azure.net'],
    ['xmanagement.azure.com'],
    ['management.azure.com.evil.example'],
  ])('refuses a certificate for %s although the authority signed it', async (name) => {
    const authority = await open()
    const foreign = await issueServerCertificate({
      authority: { certificate: authority.caCertificate, privateKey: await read('ca-key.pem') },
      now: clock.nowMillis(),
      id: sequentialIds().guid('foreign'),
      dnsNames: [name],
    })
    await writeFile(file('foreign.pem'), foreign.certificate)
    expect(opensslVerify(file('foreign.pem'))).toContain('permitted subtree violation')
  })

  it('states critical constraints, key usages and key identifiers', async () => {
    await open()
    const text = (name: string) =>
      execFileSync('openssl', ['x509', '-in', file(name), '-noout', '-ext', extensions], { encoding: 'utf8' }).replace(
        /([0-9A-F]{2}:){19}[0-9A-F]{2}/g,
        '<key id>',
      )
    const extensions =
      'basicConstraints,keyUsage,nameConstraints,extendedKeyUsage,authorityKeyIdentifier,subjectKeyIdentifier'
    expect(text('ca.pem')).toMatchInlineSnapshot(`
      "X509v3 Basic Constraints: critical
          CA:TRUE, pathlen:0
      X509v3 Key Usage: critical
          Certificate Sign, CRL Sign
      X509v3 Subject Key Identifier: 
          <key id>
      X509v3 Name Constraints: critical
          Permitted:
            DNS:localhost
            DNS:management.azure.com
            DNS:login.microsoftonline.com
            DNS:login.microsoft.com
            DNS:login.windows.net
            DNS:sts.windows.net
            DNS:graph.microsoft.com
            DNS:portal.azure.com
            IP:127.0.0.1/255.255.255.255
            IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF
      "
    `)
    expect(text('server.pem')).toMatchInlineSnapshot(`
      "X509v3 Key Usage: critical
          Digital Signature
      X509v3 Extended Key Usage: 
          TLS Web Server Authentication
      X509v3 Authority Key Identifier: 
          <key id>
      X509v3 Subject Key Identifier: 
          <key id>
      "
    `)
  })
})
