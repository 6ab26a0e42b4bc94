/**
 * A token for an application that proves itself with a client secret (OAuth 2.0 client credentials, RFC 6749 section 4.4).
 *
 * Order of checks, which decides what a client learns first: client id, application, service principal, credential,
 * service principal enabled, scope or resource, resource. Tenant and grant type come before, in the endpoint.
 */
import type { Application, ServicePrincipal, Tenant } from '../domain/directory/directory-objects.js'
import { OAuthError } from '../domain/errors/oauth-error.js'
import type { EpochSeconds, Seconds } from '../domain/time.js'
import { resourceOfScope } from '../domain/token/audience.js'
import { applicationClaims, tokenValidity } from '../domain/token/claims.js'
import { grantedRoles } from '../domain/token/granted-roles.js'
import type { Clock } from '../ports/clock.js'
import type { Ids } from '../ports/ids.js'
import type { KeyRing } from '../ports/key-ring.js'
import type { Rules } from '../ports/ports.js'
import type { ApplicationReader, AuditEvent, PrincipalReader } from '../ports/store.js'
import { findTokenResource } from './find-token-resource.js'
import type { VerifyClientSecret } from './verify-client-secret.js'

export interface ApplicationTokenRequest {
  readonly tenant: Tenant
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  /** A `client_assertion` was sent. */
  readonly hasAssertion: boolean
  /** What the token is for: `resource` (version 1 endpoint) or `scope`; both as sent. `resource` goes first. */
  readonly resource: string | undefined
  readonly scope: string | undefined
  /** The parameter that is named when neither was sent. */
  readonly requiredTarget: 'resource' | 'scope'
  /** Capabilities from the `claims` parameter (`CP1`). */
  readonly clientCapabilities: readonly string[]
  readonly correlationId: string
}

export interface ApplicationToken {
  readonly accessToken: string
  readonly resource: string
  readonly lifetime: Seconds
  readonly notBefore: EpochSeconds
  readonly expiresOn: EpochSeconds
}

export interface ApplicationTokenPorts {
  readonly directory: {
    readonly principals: Pick<PrincipalReader, 'findByClientId' | 'findByServicePrincipalName'>
    readonly applications: Pick<ApplicationReader, 'findByClientId'>
  }
  readonly clock: Clock
  readonly ids: Ids
  readonly keyRing: KeyRing
  readonly rules: Pick<Rules, 'applicationTokenLifetime'>
  readonly verifyClientSecret: VerifyClientSecret
  readonly audit: (event: AuditEvent) => void
}

/** What a stranger sends is cut to this many characters before it is kept. */
const auditedLength = 64

/** @throws OAuthError for every refusal */
export type IssueApplicationToken = (request: ApplicationTokenRequest) => Promise<ApplicationToken>

export function applicationTokenIssuer(ports: ApplicationTokenPorts): IssueApplicationToken {
  return async (request) => {
    let principalId: string | undefined
    try {
      const { application, principal } = await findClient(ports, request)
      principalId = principal.principalId
      await requireCredential(ports, application, request)
      if (!principal.isEnabled) {
        throw new OAuthError('ClientDisabled', { clientId: principal.clientId, displayName: principal.displayName })
      }
      const resource = wantedResource(request)
      const target = await findTokenResource(ports.directory.principals, resource, request.tenant)
      return await issue(ports, request, { principal, resource, target })
    } catch (error) {
      ports.audit({
        time: ports.clock.nowMillis(),
        kind: 'token.refused',
        ...(principalId === undefined ? {} : { principalId }),
        correlationId: request.correlationId,
        facts: {
          grant: 'client_credentials',
          clientId: request.clientId?.slice(0, auditedLength),
          reason: error instanceof OAuthError ? error.key : 'ServerError',
        },
      })
      throw error
    }
  }
}

async function findClient(
  { directory }: ApplicationTokenPorts,
  { clientId, tenant }: ApplicationTokenRequest,
): Promise<{ application: Application; principal: ServicePrincipal }> {
  if (clientId === undefined) throw new OAuthError('MissingParameter', { parameter: 'client_id' })
  const application = await directory.applications.findByClientId(clientId)
  if (application === undefined) {
    throw new OAuthError('ClientNotFound', { clientId, directory: tenant.displayName })
  }
  const principal = await directory.principals.findByClientId(application.clientId)
  if (principal?.kind !== 'ServicePrincipal') {
    throw new OAuthError('ServicePrincipalMissing', { clientId: application.clientId, tenantId: tenant.tenantId })
  }
  return { application, principal }
}

async function requireCredential(
  { clock, verifyClientSecret }: ApplicationTokenPorts,
  application: Application,
  { clientSecret, hasAssertion }: ApplicationTokenRequest,
): Promise<void> {
  if (clientSecret === undefined && !hasAssertion) throw new OAuthError('CredentialRequired')
  if (application.isPublicClient) throw new OAuthError('PublicClientCredential')
  if (clientSecret === undefined) {
    throw new OAuthError('FeatureNotImplemented', { feature: "client authentication by 'client_assertion'" })
  }
  const check = await verifyClientSecret(clientSecret, application.secrets, clock.nowMillis())
  const facts = { clientId: application.clientId }
  if (check === 'wrong') throw new OAuthError('InvalidSecret', facts)
  if (check === 'expired') throw new OAuthError('ExpiredSecret', facts)
}

function wantedResource({ resource, scope, requiredTarget }: ApplicationTokenRequest): string {
  if (resource !== undefined) return resource
  if (scope === undefined) throw new OAuthError('MissingParameter', { parameter: requiredTarget })
  const reading = resourceOfScope(scope)
  if (reading.valid) return reading.resource
  switch (reading.reason) {
    case 'notDefault':
      throw new OAuthError('ScopeNotDefault', { scope })
    case 'severalResources':
      throw new OAuthError('SeveralResources', { scope })
    case 'noResource':
      throw new OAuthError('InvalidScope', { scope })
  }
}

async function issue(
  ports: ApplicationTokenPorts,
  request: ApplicationTokenRequest,
  wanted: { readonly principal: ServicePrincipal; readonly resource: string; readonly target: ServicePrincipal },
): Promise<ApplicationToken> {
  const { principal, resource, target } = wanted
  const lifetime = ports.rules.applicationTokenLifetime
  const validity = tokenValidity(ports.clock.now(), lifetime)
  const tokenId = ports.ids.uti()
  const claims = applicationClaims(
    {
      version: '1.0',
      tenant: request.tenant,
      audience: resource,
      resourceClientId: target.clientId,
      subject: principal,
      roles: grantedRoles(principal, target),
      directoryRoles: principal.directoryRoles ?? [],
      validity,
      tokenId,
      clientCapabilities: request.clientCapabilities,
    },
    'secret',
  )
  const accessToken = await ports.keyRing.sign(claims, { tokenVersion: '1.0' })
  const { notBefore, expiresOn } = validity
  ports.audit({
    time: ports.clock.nowMillis(),
    kind: 'token.issued',
    principalId: principal.principalId,
    correlationId: request.correlationId,
    facts: { grant: 'client_credentials', clientId: principal.clientId, resource, tokenId, expiresOn },
  })
  return { accessToken, resource, lifetime, notBefore, expiresOn }
}
