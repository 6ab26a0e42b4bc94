/** A self-signed certificate around a key pair that is there already. */
import type { KeyPairKeyObjectResult } from 'node:crypto'
import { loadX509 } from '../crypto/x509-library.js'

const rs256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/** DER. */
export async function makeTestCertificate({ privateKey, publicKey }: KeyPairKeyObjectResult): Promise<Buffer> {
  const { X509CertificateGenerator } = await loadX509()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=test',
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2099-01-01T00:00:00Z'),
    keys: {
      privateKey: privateKey.toCryptoKey(rs256, true, ['sign']),
      publicKey: publicKey.toCryptoKey(rs256, true, ['verify']),
    },
  })
  return Buffer.from(certificate.rawData)
}
