/**
 * Which application asks, and is it really that one?
 *
 * A client is an application of the tenant, or a user-assigned identity that takes another issuer's tokens for its own
 * proof. Order of checks: client id, application, service principal, credential, service principal enabled.
 */
import type {
  Application,
  FederatedCredential,
  ServicePrincipal,
  Tenant,
} from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { federatedCredentialOf, federatedCredentialType } from '../../domain/identity/federated-credential.js'
import type { ClientCredentialKind } from '../../domain/token/claims.js'
import type { ApplicationReader, PrincipalReader, ResourceReader } from '../../ports/store.js'
import type { VerifyClientSecret } from '../verify-client-secret.js'
import { type ClientAssertionPorts, verifyClientAssertion } from './verify-client-assertion.js'

/** How a client presents itself, as sent. */
export interface PresentedClient {
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly assertion: string | undefined
  readonly assertionType: string | undefined
}

export interface ClientQuestion {
  readonly tenant: Tenant
  readonly client: PresentedClient
  /**
   * Must it prove itself? `application`: always, as for tokens of its own; `confidential`: unless it is public;
   * `never`: what it redeems was given to a public client.
   */
  readonly proof: 'application' | 'confidential' | 'never'
}

export interface AuthenticatedClient {
  readonly clientId: string
  readonly principal: ServicePrincipal
  /** Absent: a managed identity. */
  readonly application?: Application
  readonly credential: ClientCredentialKind | 'none'
}

/** @throws OAuthError for every refusal */
export type AuthenticateClient = (question: ClientQuestion) => Promise<AuthenticatedClient>

export interface ClientAuthenticationPorts {
  readonly directory: {
    readonly principals: Pick<PrincipalReader, 'findByClientId'>
    readonly applications: Pick<ApplicationReader, 'findByClientId'>
    readonly resources: Pick<ResourceReader, 'list'>
  }
  readonly verifyClientSecret: VerifyClientSecret
  readonly proofs: ClientAssertionPorts
  /** Hosts (`localhost:4430`) that are this cloud beside the public names. */
  readonly ownHosts: () => readonly string[]
}

/** The one `client_assertion_type` there is (RFC 7523 section 2.2). */
export const jwtBearerAssertion = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export function clientAuthenticator(ports: ClientAuthenticationPorts): AuthenticateClient {
  return async (question) => {
    const found = await findClient(ports, question)
    const credential = await requireProof(ports, found, question)
    const { principal } = found
    if (!principal.isEnabled) {
      throw new OAuthError('ClientDisabled', { clientId: principal.clientId, displayName: principal.displayName })
    }
    return { ...found, clientId: principal.clientId, credential }
  }
}

type FoundClient = Pick<AuthenticatedClient, 'principal' | 'application'>

async function findClient({ directory }: ClientAuthenticationPorts, question: ClientQuestion): Promise<FoundClient> {
  const { tenant, client } = question
  const { clientId } = client
  if (clientId === undefined) throw new OAuthError('MissingParameter', { parameter: 'client_id' })
  const application = await directory.applications.findByClientId(clientId)
  const principal = await directory.principals.findByClientId(application?.clientId ?? clientId)
  const isPrincipal = principal?.kind === 'ServicePrincipal'
  if (application !== undefined && isPrincipal) return { application, principal }
  if (application !== undefined) {
    throw new OAuthError('ServicePrincipalMissing', { clientId: application.clientId, tenantId: tenant.tenantId })
  }
  if (isPrincipal && principal.managedIdentity !== undefined && question.proof === 'application') return { principal }
  throw new OAuthError('ClientNotFound', { clientId, directory: tenant.displayName })
}

async function requireProof(
  ports: ClientAuthenticationPorts,
  { application, principal }: FoundClient,
  { client, proof, tenant }: ClientQuestion,
): Promise<ClientCredentialKind | 'none'> {
  const { clientSecret, assertion } = client
  if (clientSecret === undefined && assertion === undefined) {
    if (proof === 'application') throw new OAuthError('CredentialRequired')
    if (proof === 'confidential' && application?.isPublicClient !== true) throw new OAuthError('CredentialMissing')
    return 'none'
  }
  if (application?.isPublicClient === true) throw new OAuthError('PublicClientCredential')
  const { clientId } = principal
  if (clientSecret !== undefined) {
    const secrets = [...(application?.secrets ?? []), ...(principal.secrets ?? [])]
    const check = await ports.verifyClientSecret(clientSecret, secrets, ports.proofs.clock.nowMillis())
    if (check === 'wrong') throw new OAuthError('InvalidSecret', { clientId })
    if (check === 'expired') throw new OAuthError('ExpiredSecret', { clientId })
    return 'secret'
  }
  if (client.assertionType === undefined)
    throw new OAuthError('MissingParameter', { parameter: 'client_assertion_type' })
  if (client.assertionType !== jwtBearerAssertion) throw new OAuthError('AssertionMalformed')
  await verifyClientAssertion(ports.proofs, {
    assertion: assertion ?? '',
    client: {
      clientId,
      displayName: principal.displayName,
      certificates: [...(application?.certificates ?? []), ...(principal.certificates ?? [])],
      federatedCredentials: application?.federatedCredentials ?? (await identityCredentials(ports, principal)),
    },
    tenant,
    ownHosts: ports.ownHosts(),
  })
  return 'certificate'
}

/** A managed identity's federated credentials are children of its resource. */
async function identityCredentials(
  { directory }: ClientAuthenticationPorts,
  { managedIdentity }: ServicePrincipal,
): Promise<FederatedCredential[]> {
  if (managedIdentity?.type !== 'UserAssigned') return []
  const children = await directory.resources.list({ scope: managedIdentity.resourceId, type: federatedCredentialType })
  return children.map(({ id, name, body }) => ({ credentialId: id, name, ...federatedCredentialOf(body) }))
}
