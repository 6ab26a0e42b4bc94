/**
 * Makes the two kinds of TLS certificates: the authority's own and the server's.
 *
 * Sources: RFC 5280 (extensions and their criticality); OpenSSL `verify -x509_strict` and Python 3.13
 * (`VERIFY_X509_STRICT` is on by default) refuse an authority without key usage and a server certificate without
 * authority key identifier. Decision: ECDSA P-256, because every client since TLS 1.2 takes it and making a key is
 * immediate.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { EpochMillis, Seconds } from '../domain/time.js'
import { encodeNameConstraints, nameConstraintsOid } from './name-constraints.js'
import { serverAddresses, serverDnsNames } from './server-names.js'
import { loadX509 } from './x509-library.js'

export interface CertificateWithKey {
  /** PEM. */
  readonly certificate: string
  /** PKCS#8 PEM. */
  readonly privateKey: string
}

/** Ten years: long enough that nobody has to trust a second authority, and it is worth little to a thief (see its name constraints). */
export const authorityLifetime: Seconds = 10 * 365 * 86_400
/**
 * Ninety days: renewed without anyone noticing, so short costs nothing; and a server that slept through
 * a month of suspended laptop still has a valid one, because renewal begins with thirty days left.
 */
export const serverCertificateLifetime: Seconds = 90 * 86_400
/** Certificates are valid from a little earlier, for clients whose clock is behind. */
const backdatedBy: Seconds = 3600

const ecdsaP256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const makeKeyPair = promisify(generateKeyPair)

/** The value of the authority's name constraints extension, DER. */
export const authorityNameConstraints = encodeNameConstraints({
  dnsNames: serverDnsNames,
  addresses: serverAddresses.map((address) => address.bytes),
})

/** @param id a GUID; becomes the serial number and tells this authority from those of other data folders. */
export async function issueAuthority(options: {
  readonly now: EpochMillis
  readonly id: string
}): Promise<CertificateWithKey> {
  const x509 = await loadX509()
  const keys = await makeEcKeys()
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(options.id),
    name: `CN=Lazulite local CA ${options.id.slice(0, 8)},O=Lazulite`,
    ...validity(options.now, authorityLifetime),
    keys: { privateKey: signing(keys.privateKey), publicKey: verifying(keys.publicKey) },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(verifying(keys.publicKey)),
      new x509.Extension(nameConstraintsOid, true, authorityNameConstraints),
    ],
  })
  return { certificate: pemFile(authority.toString('pem')), privateKey: toPkcs8(keys.privateKey) }
}

/** A certificate for this server's names, signed by the authority and never valid outside the authority's own time. */
export async function issueServerCertificate(options: {
  readonly authority: CertificateWithKey
  readonly now: EpochMillis
  readonly id: string
  /** Only tests ask for other names, to see them refused. */
  readonly dnsNames?: readonly string[]
}): Promise<CertificateWithKey> {
  const x509 = await loadX509()
  const keys = await makeEcKeys()
  const authority = new x509.X509Certificate(options.authority.certificate)
  const authorityKey = createPublicKey(options.authority.certificate)
  const dnsNames = options.dnsNames ?? serverDnsNames
  const { notBefore, notAfter } = validity(options.now, serverCertificateLifetime)
  const server = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(options.id),
    subject: `CN=${dnsNames[0] ?? 'localhost'},O=Lazulite`,
    issuer: authority.subjectName,
    notBefore: new Date(Math.max(notBefore.getTime(), authority.notBefore.getTime())),
    notAfter: new Date(Math.min(notAfter.getTime(), authority.notAfter.getTime())),
    publicKey: verifying(keys.publicKey),
    signingKey: signing(createPrivateKey(options.authority.privateKey)),
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.AuthorityKeyIdentifierExtension.create(verifying(authorityKey)),
      await x509.SubjectKeyIdentifierExtension.create(verifying(keys.publicKey)),
      new x509.SubjectAlternativeNameExtension([
        ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
        ...serverAddresses.map((address) => ({ type: 'ip' as const, value: address.text })),
      ]),
    ],
  })
  return { certificate: pemFile(server.toString('pem')), privateKey: toPkcs8(keys.privateKey) }
}

const makeEcKeys = () => makeKeyPair('ec', { namedCurve: 'P-256' })
const signing = (key: KeyObject) => key.toCryptoKey(ecdsaP256, true, ['sign'])
const verifying = (key: KeyObject) => key.toCryptoKey(ecdsaP256, true, ['verify'])
const toPkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const serialNumber = (id: string) => id.replaceAll('-', '')
const pemFile = (pem: string) => (pem.endsWith('\n') ? pem : `${pem}\n`)

/** X.509 times are whole seconds. */
function validity(now: EpochMillis, lifetime: Seconds): { readonly notBefore: Date; readonly notAfter: Date } {
  const start = Math.floor(now / 1000)
  return { notBefore: new Date((start - backdatedBy) * 1000), notAfter: new Date((start + lifetime) * 1000) }
}
