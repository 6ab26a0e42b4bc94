/** Secrets, certificates and federated credentials as Microsoft Graph shows them (real answers of 2022–2023). */
import type { JsonObject } from '../json.js'
import type { CertificateCredential, FederatedCredential, PasswordCredential } from './directory-objects.js'
import { graphTime } from './graph-time.js'

/** @param secretText  only in the answer that made it */
export const renderPassword = (credential: PasswordCredential, secretText: string | null = null): JsonObject => ({
  customKeyIdentifier: null,
  displayName: credential.displayName ?? null,
  endDateTime: credential.endsAt === undefined ? null : graphTime(credential.endsAt),
  hint: credential.hint,
  keyId: credential.keyId,
  secretText,
  startDateTime: graphTime(credential.startsAt),
})

type ShownCertificate = Omit<CertificateCredential, 'certificate'> & Partial<CertificateCredential>

/** @param showsKey  `$select=keyCredentials` of a single object also shows the certificate */
export const renderCertificate = (credential: ShownCertificate, { showsKey = false } = {}): JsonObject => ({
  customKeyIdentifier: credential.thumbprint,
  displayName: credential.displayName ?? null,
  endDateTime: graphTime(credential.endsAt),
  key: showsKey ? (credential.certificate ?? null) : null,
  keyId: credential.keyId,
  startDateTime: graphTime(credential.startsAt),
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
})

export const renderFederatedCredential = (credential: FederatedCredential): JsonObject => ({
  id: credential.credentialId,
  name: credential.name,
  issuer: credential.issuer,
  subject: credential.subject,
  description: credential.description ?? null,
  audiences: [...credential.audiences],
})
