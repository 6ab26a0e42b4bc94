import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { javaTrustStore, trustStorePassword } from './java-trust-store.js'

const keytool = [
  '/usr/bin/keytool',
  ...(process.env.JAVA_HOME ? [join(process.env.JAVA_HOME, 'bin/keytool')] : []),
].find((file) => existsSync(file))

/** The SHA-256 fingerprints that keytool prints, in its form. */
const fingerprint = (pem: string): string => new X509Certificate(pem).fingerprint256

describe('javaTrustStore', () => {
  it('writes an empty store as keytool does', () => {
    // observed with keytool of OpenJDK 17.0.15, 2026-11-21: -genkeypair -storetype JKS -storepass changeit, then -delete
    const bytes = Buffer.from(javaTrustStore([], 0))
    expect(bytes.subarray(0, 12).toString('hex')).toBe('feedfeed0000000200000000')
    expect(bytes.subarray(12).toString('hex')).toBe('e2686e45fb43dfa4d992dd41ceb6b21c6330d792')
  })

  it('holds each certificate under its own name, with a sum over all', () => {
    const certificates = rootCertificates.slice(0, 2)
    const bytes = Buffer.from(javaTrustStore(certificates, 1_900_000_000_000))
    let at = 12
    const take = (length: number): Buffer => {
      at += length
      return bytes.subarray(at - length, at)
    }
    for (const [index, pem] of certificates.entries()) {
      expect(take(4).readUInt32BE()).toBe(2)
      expect(take(take(2).readUInt16BE()).toString()).toBe(`ca-${index + 1}`)
      expect(take(8).readBigUInt64BE()).toBe(1_900_000_000_000n)
      expect(take(take(2).readUInt16BE()).toString()).toBe('X.509')
      expect(take(take(4).readUInt32BE()).toString('base64')).toBe(pem.replace(/-----[^-]+-----|\s/g, ''))
    }
    const password = Buffer.from([...'changeit'].flatMap((letter) => [0, letter.charCodeAt(0)]))
    const sum = createHash('sha1').update(password).update('Mighty Aphrodite').update(bytes.subarray(0, at))
    expect(bytes.subarray(at)).toEqual(sum.digest())
  })

  it.runIf(keytool !== undefined)('is what keytool reads: every certificate, and an intact sum', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lazulite-jks-'))
    try {
      const certificates = rootCertificates.slice(0, 3)
      const file = join(folder, 'trust-store.jks')
      writeFileSync(file, javaTrustStore(certificates, 1_900_000_000_000))
      const options = ['-list', '-v', '-keystore', file, '-storetype', 'JKS', '-storepass', trustStorePassword]
      const listing = execFileSync(keytool ?? '', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      const read = [...listing.matchAll(/SHA256: ([0-9A-F:]{95})$/gm)].map(([, found = '']) => found)
      expect(read.sort()).toEqual(certificates.map(fingerprint).sort())
      expect(listing.match(/trustedCertEntry/g)).toHaveLength(3)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
