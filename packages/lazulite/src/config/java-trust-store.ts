/**
 * Our CA bundle as a Java key store, for programs on the JVM, which read neither PEM nor environment variables of others.
 *
 * Format "JKS", version 2, as every Java since 1.2 reads it (OpenJDK, sun.security.provider.JavaKeyStore): big-endian;
 * magic, version, count; per trusted certificate tag 2, alias, time in milliseconds, "X.509", DER; at the end
 * SHA-1 over password (UTF-16), "Mighty Aphrodite" and all before it. The sum guards against damage, not against people.
 */
import { createHash } from 'node:crypto'

const magic = 0xfeedfeed
const trustedCertificate = 2

/** The password that every Java tool expects of a trust store; it protects nothing (the certificates are public). */
export const trustStorePassword = 'changeit'

/** @param certificates PEM, one each. @param time of making, epoch milliseconds */
export function javaTrustStore(certificates: readonly string[], time: number): Uint8Array {
  const content = Buffer.concat([
    uint32(magic, 2, certificates.length),
    ...certificates.flatMap((pem, index) => {
      const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
      const made = Buffer.alloc(8)
      made.writeBigUInt64BE(BigInt(Math.floor(time)))
      return [uint32(trustedCertificate), text(`ca-${index + 1}`), made, text('X.509'), uint32(der.length), der]
    }),
  ])
  const password = Buffer.from(trustStorePassword, 'utf16le').swap16()
  const sum = createHash('sha1').update(password).update('Mighty Aphrodite', 'utf8').update(content).digest()
  return Buffer.concat([content, sum])
}

function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index)
  return bytes
}

/** Length in two bytes, then the text; ours are ASCII, which Java's modified UTF-8 writes alike. */
function text(value: string): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(value.length)
  return Buffer.concat([length, Buffer.from(value, 'ascii')])
}
