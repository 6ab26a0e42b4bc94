/**
 * A token for an application in its own name (OAuth 2.0 client credentials, RFC 6749 section 4.4), or for a
 * user-assigned identity that another issuer's token proves.
 *
 * Order of checks, which decides what a client learns first: the client's own (`authenticate-client.ts`), scope or
 * resource, resource. Tenant and grant type come before, in the endpoint.
 */
import type { ServicePrincipal, Tenant } from '../domain/directory/directory-objects.js'
import { OAuthError } from '../domain/errors/oauth-error.js'
import type { EpochSeconds, Seconds } from '../domain/time.js'
import { resourceOfScope } from '../domain/token/audience.js'
import { type AppOnlyToken, applicationClaims, federatedIdentityClaims, tokenValidity } from '../domain/token/claims.js'
import { grantedRoles } from '../domain/token/granted-roles.js'
import type { Clock } from '../ports/clock.js'
import type { Ids } from '../ports/ids.js'
import type { KeyRing } from '../ports/key-ring.js'
import type { Rules } from '../ports/ports.js'
import type { AuditEvent, PrincipalReader } from '../ports/store.js'
import { findTokenResource } from './find-token-resource.js'
import type { AuthenticateClient, AuthenticatedClient, PresentedClient } from './sign-in/authenticate-client.js'

export interface ApplicationTokenRequest {
  readonly tenant: Tenant
  readonly client: PresentedClient
  /** What the token is for: `resource` (version 1 endpoint) or `scope`; both as sent. `resource` goes first. */
  readonly resource: string | undefined
  readonly scope: string | undefined
  /** The parameter that is named when neither was sent. */
  readonly requiredTarget: 'resource' | 'scope'
  /** Capabilities from the `claims` parameter (`CP1`). */
  readonly clientCapabilities: readonly string[]
  readonly correlationId: string
  /** For the audit log. */
  readonly ipAddress?: string
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
  }
  readonly clock: Clock
  readonly ids: Ids
  readonly keyRing: Pick<KeyRing, 'sign'>
  readonly rules: Pick<Rules, 'applicationTokenLifetime' | 'managedIdentityTokenLifetime'>
  readonly authenticateClient: AuthenticateClient
  readonly audit: (event: AuditEvent) => void
}

/** What a stranger sends is cut to this many characters before it is kept. */
const auditedLength = 64

/** @throws OAuthError for every refusal */
export type IssueApplicationToken = (request: ApplicationTokenRequest) => Promise<ApplicationToken>

export function applicationTokenIssuer(ports: ApplicationTokenPorts): IssueApplicationToken {
  return async (request) => {
    const { tenant } = request
    try {
      const client = await ports.authenticateClient({ tenant, client: request.client, proof: 'application' })
      const resource = wantedResource(request)
      const target = await findTokenResource(ports.directory.principals, resource, tenant)
      return await issue(ports, request, { client, resource, target })
    } catch (error) {
      const { clientId } = request.client
      const principal = clientId === undefined ? undefined : await ports.directory.principals.findByClientId(clientId)
      ports.audit({
        time: ports.clock.nowMillis(),
        kind: 'token.refused',
        ...(principal === undefined ? {} : { principalId: principal.principalId }),
        correlationId: request.correlationId,
        facts: {
          grant: 'client_credentials',
          clientId: clientId?.slice(0, auditedLength),
          ...(request.ipAddress === undefined ? {} : { ipAddress: request.ipAddress }),
          reason: error instanceof OAuthError ? error.key : 'ServerError',
        },
      })
      throw error
    }
  }
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

interface Wanted {
  readonly client: AuthenticatedClient
  readonly resource: string
  readonly target: ServicePrincipal
}

async function issue(
  ports: ApplicationTokenPorts,
  request: ApplicationTokenRequest,
  { client, resource, target }: Wanted,
): Promise<ApplicationToken> {
  const { principal } = client
  const identity = principal.managedIdentity
  const lifetime = ports.rules[identity === undefined ? 'applicationTokenLifetime' : 'managedIdentityTokenLifetime']
  const validity = tokenValidity(ports.clock.now(), lifetime)
  const tokenId = ports.ids.uti()
  const token: AppOnlyToken = {
    version: '1.0',
    tenant: request.tenant,
    audience: resource,
    resourceClientId: target.clientId,
    subject: principal,
    validity,
    tokenId,
    clientCapabilities: request.clientCapabilities,
    roles: grantedRoles(principal, target),
    directoryRoles: principal.directoryRoles ?? [],
  }
  const claims =
    identity === undefined
      ? applicationClaims(token, client.credential === 'secret' ? 'secret' : 'certificate')
      : federatedIdentityClaims(token, identity.resourceId)
  const accessToken = await ports.keyRing.sign(claims, { tokenVersion: '1.0' })
  const { notBefore, expiresOn } = validity
  ports.audit({
    time: ports.clock.nowMillis(),
    kind: 'token.issued',
    principalId: principal.principalId,
    correlationId: request.correlationId,
    facts: {
      ...{ grant: 'client_credentials', clientId: principal.clientId, resource, tokenId, expiresOn },
      ...(request.ipAddress === undefined ? {} : { ipAddress: request.ipAddress }),
    },
  })
  return { accessToken, resource, lifetime, notBefore, expiresOn }
}
