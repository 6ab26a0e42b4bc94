/** A certificate authority for one test run, made by the openssl program, with a server certificate for the given names. */
import { execFile } from 'node:child_process'
import { appendFile, copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface ThrowAwayAuthority {
  readonly caCertificateFile: string
  readonly caBundleFile: string
  /** PEM of the server's key and certificate. */
  readonly key: string
  readonly certificate: string
}

export async function makeThrowAwayAuthority(folder: string, names: readonly string[]): Promise<ThrowAwayAuthority> {
  const at = (name: string) => join(folder, name)
  const request = (...more: string[]) =>
    promisify(execFile)('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
      ...more,
    ])
  await request(
    '-subj',
    '/CN=Throw-away test authority',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-addext',
    'keyUsage=critical,keyCertSign',
  )
  const subjectNames = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`
  await request(
    ...[
      '-CA',
      at('ca.pem'),
      '-CAkey',
      at('ca.key'),
      '-subj',
      '/CN=test cloud',
      '-keyout',
      at('key.pem'),
      '-out',
      at('cert.pem'),
    ],
    ...[
      '-addext',
      subjectNames,
      '-addext',
      'basicConstraints=critical,CA:FALSE',
      '-addext',
      'extendedKeyUsage=serverAuth',
    ],
  )
  await copyFile(at('ca.pem'), at('bundle.pem'))
  const system = await readFile('/etc/ssl/certs/ca-certificates.crt', 'utf8').catch(() => '')
  await appendFile(at('bundle.pem'), system)
  const [key, certificate] = await Promise.all([readFile(at('key.pem'), 'utf8'), readFile(at('cert.pem'), 'utf8')])
  return { caCertificateFile: at('ca.pem'), caBundleFile: at('bundle.pem'), key, certificate }
}
