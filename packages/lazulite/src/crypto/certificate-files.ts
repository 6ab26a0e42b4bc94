/**
 * The certificates in the data folder: `ca.pem`, `ca-key.pem` and `server.pem`, and whether they can still be used.
 *
 * Decision: the server's certificate and key share one file, so that renewing them is one rename. The authority's are
 * two, because `ca.pem` is given to clients; its key is written first, so that a start that was interrupted leaves
 * either no `ca.pem` or one that does not fit its key, and both read as "make it again".
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { EpochMillis } from '../domain/time.js'
import { keepPrivate, readIfThere, replaceFile, sideFileOf } from './durable-file.js'
import { authorityNameConstraints, type CertificateWithKey, serverCertificateLifetime } from './issue-certificates.js'
import { serverAddresses, serverDnsNames } from './server-names.js'

export interface CertificateFiles {
  readonly authorityCertificate: string
  readonly authorityKey: string
  readonly server: string
}

export const certificateFiles = (folder: string): CertificateFiles => ({
  authorityCertificate: join(folder, 'ca.pem'),
  authorityKey: join(folder, 'ca-key.pem'),
  server: join(folder, 'server.pem'),
})

/** The stored authority; `undefined` when it is missing, damaged, constrained to other names than ours, or near its end. */
export async function readAuthority(
  files: CertificateFiles,
  now: EpochMillis,
): Promise<CertificateWithKey | undefined> {
  const certificate = await readIfThere(files.authorityCertificate)
  const privateKey = await readIfThere(files.authorityKey)
  if (certificate === undefined || privateKey === undefined) return undefined
  const parsed = parse(certificate, privateKey)
  if (parsed === undefined || !parsed.ca || !parsed.raw.includes(authorityNameConstraints)) return undefined
  // a server certificate must be able to live its whole life inside the authority's
  if (parsed.validToDate.getTime() - now < serverCertificateLifetime * 1000) return undefined
  await keepPrivate(files.authorityKey)
  return { certificate, privateKey }
}

export async function writeAuthority(files: CertificateFiles, authority: CertificateWithKey): Promise<void> {
  await replaceFile(files.authorityKey, authority.privateKey, { mode: 0o600 })
  await replaceFile(files.authorityCertificate, authority.certificate, { mode: 0o600 })
}

/** The stored server certificate; `undefined` when it is missing, damaged, not `authority`'s, lacks a name or is due for renewal. */
export async function readServerCertificate(
  files: CertificateFiles,
  authority: CertificateWithKey,
  now: EpochMillis,
): Promise<CertificateWithKey | undefined> {
  const text = await readIfThere(files.server)
  if (text === undefined) return undefined
  const [certificate, privateKey] = splitPem(text)
  if (certificate === undefined || privateKey === undefined) return undefined
  const parsed = parse(certificate, privateKey)
  if (parsed === undefined) return undefined
  const issuer = new X509Certificate(authority.certificate)
  if (!parsed.checkIssued(issuer) || !parsed.verify(issuer.publicKey)) return undefined
  if (!serverDnsNames.every((name) => parsed.checkHost(name) !== undefined)) return undefined
  if (!serverAddresses.every((address) => parsed.checkIP(address.text) !== undefined)) return undefined
  if (isDueForRenewal(certificate, now)) return undefined
  await keepPrivate(files.server)
  return { certificate, privateKey }
}

export async function writeServerCertificate(files: CertificateFiles, server: CertificateWithKey): Promise<void> {
  await replaceFile(files.server, server.certificate + server.privateKey, { mode: 0o600 })
}

/** What an interrupted write left; harmless, but the key in it should not lie around. */
export async function removeSideFiles(files: CertificateFiles): Promise<void> {
  for (const file of Object.values(files)) await rm(sideFileOf(file), { force: true })
}

/** Less than a third of its life is left, or (the clock was set back) it is not valid yet. */
export function isDueForRenewal(certificate: string, now: EpochMillis): boolean {
  const { validFromDate, validToDate } = new X509Certificate(certificate)
  const from = validFromDate.getTime()
  const to = validToDate.getTime()
  return now < from || to - now < (to - from) / 3
}

function parse(certificate: string, privateKey: string): X509Certificate | undefined {
  try {
    const parsed = new X509Certificate(certificate)
    return parsed.checkPrivateKey(createPrivateKey(privateKey)) ? parsed : undefined
  } catch {
    return undefined // not PEM, or not what it says: damaged
  }
}

function splitPem(text: string): string[] {
  return text.match(/-----BEGIN ([A-Z ]+)-----\n[\s\S]*?-----END \1-----\n/g) ?? []
}
