/**
 * One file of trusted roots: the host's own and this cloud's.
 *
 * Programs take a bundle *instead of* the system's (`REQUESTS_CA_BUNDLE`, `SSL_CERT_FILE`, `CURL_CA_BUNDLE`, a bind
 * mount over the system file in a virtual machine), so ours alone would cut them off from everything else.
 * Places: Debian and Ubuntu, Fedora and RHEL, openSUSE, Alpine and macOS, as their OpenSSL and curl packages have it.
 */
import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { readIfThere, replaceFile } from './durable-file.js'

export const systemBundleFiles: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/**
 * Writes the bundle to `file`, replacing it whole. A host without a system bundle gets the roots Node.js ships.
 * @param caCertificate PEM of this cloud's authority
 * @throws the file system's error when `file` cannot be written or a system bundle exists but cannot be read.
 */
export async function writeCaBundle(options: {
  readonly file: string
  readonly caCertificate: string
  readonly systemFiles?: readonly string[]
}): Promise<void> {
  const roots = (await firstBundle(options.systemFiles ?? systemBundleFiles)) ?? rootCertificates.join('\n')
  await replaceFile(options.file, appendCertificate(roots, options.caCertificate), { mode: 0o600 })
}

/** The bundle with the certificate at its end, once; other content is kept as it is. */
export function appendCertificate(bundle: string, certificate: string): string {
  const { subject } = new X509Certificate(certificate)
  const pem = certificate.trim()
  if (bundle.includes(pem)) return bundle
  const name = subject.replaceAll('\n', ', ')
  return `${bundle.trimEnd()}\n\n# ${name}\n${pem}\n`.trimStart()
}

async function firstBundle(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const text = await readIfThere(file)
    if (text?.includes('-----BEGIN CERTIFICATE-----')) return text
  }
  return undefined
}
