/**
 * What a user-assigned identity may trust from outside: one issuer, one subject, one audience per credential.
 *
 * Rules: Entra's page on workload identity federation (names of 3 to 120 characters, 600 for each value, 20 credentials
 * per identity, issuer and subject unique on it, compared with case since 2024). Texts: Azure/azure-cli#31598 (audiences),
 * zioproto/istio-aks-example#6 (empty values), Azure/bicep-types-az#2054 (the same pair twice), Entra's table of errors
 * (names); the other texts are Decisions.
 */
import type { FederatedCredential as DirectoryCredential } from '../directory/directory-objects.js'
import { ArmError } from '../errors/arm-error.js'
import { type Json, objectAt } from '../json.js'
import { userAssignedIdentityType } from './user-assigned-identity.js'

export const federatedCredentialType = `${userAssignedIdentityType}/federatedIdentityCredentials`

/** Most credentials on one identity. */
export const federatedCredentialLimit = 20

/** An identity's credential is a resource; this is what its record says. Exactly one audience. */
export type FederatedCredential = Pick<DirectoryCredential, 'issuer' | 'subject' | 'audiences'>

/** Most characters of an issuer, a subject or an audience. */
const longest = 600

/** @throws ArmError `InvalidFederatedCredentialName` */
export function requireFederatedCredentialName(name: string): void {
  if (!/^[a-z0-9][a-z0-9_-]{2,119}$/i.test(name)) throw new ArmError('InvalidFederatedCredentialName', { name })
}

/**
 * From a request's body. Members that the service does not know are ignored, as it does.
 * @throws ArmError what is missing, too long or malformed; `NotImplemented` for expressions over claims
 */
export function readFederatedCredential(body: Json | undefined): FederatedCredential {
  const properties = objectAt(body, 'properties') ?? {}
  if ((properties.claimsMatchingExpression ?? null) !== null) {
    throw new ArmError('NotImplemented', { what: `${federatedCredentialType} properties.claimsMatchingExpression` })
  }
  const { issuer, subject, audiences } = properties
  if (!isText(issuer) || !isText(subject)) throw new ArmError('IncompleteFederatedCredential')
  if (!Array.isArray(audiences) || audiences.length !== 1) {
    throw new ArmError('InvalidFederatedIdentityCredentialsAudienceLength')
  }
  const [audience] = audiences as readonly Json[]
  if (!isText(audience)) throw new ArmError('IncompleteFederatedCredential')
  for (const [property, value] of Object.entries({ issuer, subject, audience })) {
    if (value.length > longest) {
      throw new ArmError('FederatedCredentialValueTooLong', { property, limit: String(longest) })
    }
  }
  if (!isIssuer(issuer)) throw new ArmError('InvalidFederatedCredentialIssuer', { issuer })
  return { issuer, subject, audiences: [audience] }
}

/** Of a stored record. @throws Error when the record is no federated credential: a defect of the caller or of the store. */
export function federatedCredentialOf(body: Json | undefined): FederatedCredential {
  const { issuer, subject, audiences } = objectAt(body) ?? {}
  if (!isText(issuer) || !isText(subject) || !Array.isArray(audiences)) throw new Error('no federated credential')
  return { issuer, subject, audiences: (audiences as readonly Json[]).filter(isText) }
}

/**
 * Does another credential of the identity leave room for this one?
 * @param others  every other credential on the identity
 * @throws ArmError `FederatedCredentialExists`, `TooManyFederatedCredentials`
 */
export function requireRoom(wanted: FederatedCredential, others: readonly FederatedCredential[]): void {
  if (others.some(({ issuer, subject }) => issuer === wanted.issuer && subject === wanted.subject)) {
    throw new ArmError('FederatedCredentialExists')
  }
  if (others.length >= federatedCredentialLimit) {
    throw new ArmError('TooManyFederatedCredentials', { limit: String(federatedCredentialLimit) })
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const isIssuer = (issuer: string): boolean => {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  return url?.protocol === 'https:' && url.search === '' && url.hash === '' && issuer === issuer.trim()
}
