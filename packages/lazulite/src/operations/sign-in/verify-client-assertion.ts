/**
 * A client proves itself with a signed assertion (RFC 7523): its own, signed with the key of a certificate that is
 * registered for it, or another issuer's token that a federated credential names.
 *
 * Checks of its own assertion: form, algorithm, thumbprint, certificate, signature, subject, audience, times.
 * Checks of a federated one: form, issuer, subject, audience, key, signature, times. Issuer, subject and audience
 * compare letter by letter (Entra, since 2025).
 */
import { createHash } from 'node:crypto'
import type { CertificateCredential, FederatedCredential, Tenant } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { JsonObject } from '../../domain/json.js'
import { audiencesOf, isTokenEndpoint, timeRefusal } from '../../domain/sign-in/assertion-claims.js'
import type { EpochMillis } from '../../domain/time.js'
import { v1Issuer, v2Issuer } from '../../domain/token/claims.js'
import type { Assertions, ExternalIssuers } from '../../ports/client-assertions.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyRing } from '../../ports/key-ring.js'

export interface ClientAssertionPorts {
  readonly assertions: Assertions
  readonly issuers: ExternalIssuers
  readonly keyRing: Pick<KeyRing, 'verify'>
  readonly clock: Clock
}

export interface AssertingClient {
  readonly clientId: string
  readonly displayName: string
  readonly certificates: readonly CertificateCredential[]
  readonly federatedCredentials: readonly FederatedCredential[]
}

export interface ClientAssertion {
  readonly assertion: string
  readonly client: AssertingClient
  readonly tenant: Tenant
  /** Hosts (`localhost:4430`) that are this cloud beside the public names. */
  readonly ownHosts: readonly string[]
}

/** Resolves when the assertion proves the client. @throws OAuthError for every refusal */
export async function verifyClientAssertion(ports: ClientAssertionPorts, asked: ClientAssertion): Promise<void> {
  const parsed = ports.assertions.parse(asked.assertion)
  if (parsed === undefined) throw new OAuthError('AssertionMalformed')
  const { iss, sub } = parsed.claims
  if (typeof iss !== 'string' || typeof sub !== 'string') throw new OAuthError('AssertionMalformed')
  const isOwn = iss.toLowerCase() === asked.client.clientId.toLowerCase() || (iss === sub && !iss.includes(':'))
  if (isOwn) verifyOwnAssertion(ports, asked, parsed)
  else await verifyFederatedAssertion(ports, asked, { ...parsed, issuer: iss, subject: sub })
}

interface Parsed {
  readonly header: JsonObject
  readonly claims: JsonObject
}

function verifyOwnAssertion(ports: ClientAssertionPorts, asked: ClientAssertion, { header, claims }: Parsed): void {
  const { client, assertion } = asked
  requireAlgorithm(header, ['RS256', 'PS256'])
  const thumbprint = readThumbprint(header)
  if (thumbprint === undefined) throw new OAuthError('AssertionWithoutThumbprint')
  const certificate = client.certificates.find((one) => hasThumbprint(one, thumbprint))
  const now = ports.clock.nowMillis()
  const problem = certificateProblem(ports, { certificate, assertion, now })
  if (problem !== undefined) {
    const shown = `Thumbprint of key used by client: '${thumbprint.toString('hex').toUpperCase()}'`
    const found = certificate === undefined ? [] : [`Found key '${validityOf(certificate)}'`]
    throw new OAuthError('AssertionSignature', {
      reason: [problem, shown, ...found].join(', '),
      clientId: client.clientId,
    })
  }
  const { iss, sub } = claims
  const clientId = client.clientId.toLowerCase()
  const names = [iss, sub].map((name) => (typeof name === 'string' ? name.toLowerCase() : ''))
  if (names.some((name) => name !== clientId)) throw new OAuthError('AssertionSubject')
  if (!audiencesOf(claims).some((audience) => isTokenEndpoint(audience, asked)))
    throw new OAuthError('AssertionAudience')
  requireTime(claims, ports)
}

function certificateProblem(
  { assertions }: ClientAssertionPorts,
  seen: { certificate: CertificateCredential | undefined; assertion: string; now: EpochMillis },
): string | undefined {
  const { certificate, assertion, now } = seen
  if (certificate === undefined) return 'The key was not found.'
  if (now < certificate.startsAt || now >= certificate.endsAt) return 'The key used is expired.'
  return assertions.isSignedByCertificate(assertion, certificate.certificate)
    ? undefined
    : 'The provided signature value did not match the expected signature value.'
}

/** `x5t` and `x5t#S256` are base64url; `kid` is what Terraform sends instead, padded or in hex (observed). */
function readThumbprint(header: JsonObject): Buffer | undefined {
  for (const name of ['x5t', 'x5t#S256', 'kid']) {
    const value = header[name]
    if (typeof value !== 'string' || value === '') continue
    const bytes = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(value)
      ? Buffer.from(value, 'hex')
      : Buffer.from(value, 'base64')
    if (bytes.length === 20 || bytes.length === 32) return bytes
  }
  return undefined
}

const hasThumbprint = ({ certificate }: CertificateCredential, thumbprint: Buffer): boolean =>
  createHash(thumbprint.length === 20 ? 'sha1' : 'sha256')
    .update(Buffer.from(certificate, 'base64'))
    .digest()
    .equals(thumbprint)

/** `Start=02/07/2021 17:00:39, End=02/06/2026 17:00:39` */
function validityOf({ startsAt, endsAt }: CertificateCredential): string {
  const print = (time: EpochMillis): string => {
    const [date = '', clock = ''] = new Date(time).toISOString().slice(0, 19).split('T')
    const [year, month, day] = date.split('-')
    return `${month}/${day}/${year} ${clock}`
  }
  return `Start=${print(startsAt)}, End=${print(endsAt)}`
}

interface Federated extends Parsed {
  readonly issuer: string
  readonly subject: string
}

async function verifyFederatedAssertion(
  ports: ClientAssertionPorts,
  { assertion, client, tenant }: ClientAssertion,
  { header, claims, issuer, subject }: Federated,
): Promise<void> {
  const { clientId, displayName } = client
  if (client.federatedCredentials.length === 0) throw new OAuthError('NothingFederated', { clientId, displayName })
  const ofIssuer = client.federatedCredentials.filter((credential) => credential.issuer === issuer)
  if (ofIssuer.length === 0) throw new OAuthError('FederatedIssuer', { issuer })
  const ofSubject = ofIssuer.filter((credential) => credential.subject === subject)
  if (ofSubject.length === 0) {
    const differsInCase = ofIssuer.some((credential) => credential.subject.toLowerCase() === subject.toLowerCase())
    throw new OAuthError(differsInCase ? 'FederatedSubjectCase' : 'FederatedSubject', { subject })
  }
  const audiences = audiencesOf(claims)
  if (!ofSubject.some((credential) => credential.audiences.some((audience) => audiences.includes(audience)))) {
    throw new OAuthError('FederatedAudience', { audience: audiences.join(', ') })
  }
  requireAlgorithm(header, ['RS256'])
  await requireIssuersSignature(ports, { assertion, issuer, keyId: header.kid, tenant })
  requireTime(claims, ports)
}

async function requireIssuersSignature(
  { assertions, issuers, keyRing }: ClientAssertionPorts,
  signed: { assertion: string; issuer: string; keyId: unknown; tenant: Tenant },
): Promise<void> {
  const { assertion, issuer, tenant } = signed
  const keyId = typeof signed.keyId === 'string' ? signed.keyId : ''
  const unknownKey = () => new OAuthError('FederatedKeyMissing', { keyId: keyId.slice(0, 128), issuer })
  if ([v1Issuer(tenant.tenantId), v2Issuer(tenant.tenantId)].includes(issuer)) {
    const check = await keyRing.verify(assertion)
    if (!check.valid) throw check.reason === 'unknownKey' ? unknownKey() : new OAuthError('FederatedSignature')
    return
  }
  const key = await issuers.findKey(issuer, keyId).catch((cause: unknown) => {
    throw new OAuthError('IssuerUnreachable', {}, { cause })
  })
  if (key === undefined) throw unknownKey()
  if (!assertions.isSignedByKey(assertion, key)) throw new OAuthError('FederatedSignature')
}

function requireAlgorithm({ alg }: JsonObject, supported: readonly string[]): void {
  if (typeof alg === 'string' && supported.includes(alg)) return
  const algorithm = typeof alg === 'string' ? alg.slice(0, 32) : ''
  throw new OAuthError('AssertionAlgorithm', { algorithm, supported: supported.join(', ') })
}

function requireTime(claims: JsonObject, { clock }: ClientAssertionPorts): void {
  const refusal = timeRefusal(claims, clock.now())
  if (refusal !== undefined) throw new OAuthError('AssertionTime', refusal)
}
