import { createHash } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { javaTrustStore } from './java-trust-store.js'

describe('javaTrustStore', () => {
  it('writes an empty store as keytool does', () => {
    // made with: keytool -importcert and then -delete, OpenJDK, storetype JKS, password changeit
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
})
