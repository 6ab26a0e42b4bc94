/**
 * A token for a managed identity of the resource that asks, as the metadata service hands it out.
 *
 * Identity, then service principal, then resource; a token is cached per identity, host and resource and comes back with
 * the same string until it is nearly over. Which identity answers is decided anew each time, and its service principal
 * is looked up, so a detached, re-created or deleted identity gets nothing from the cache.
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import type { ServicePrincipal, Tenant } from '../domain/directory/directory-objects.js'
import { ImdsError } from '../domain/errors/imds-error.js'
import { OAuthError } from '../domain/errors/oauth-error.js'
import { type IdentitySelector, type SelectedIdentity, selectIdentity } from '../domain/identity/select-identity.js'
import { resourceKey } from '../domain/resource-id/resource-id.js'
import type { EpochSeconds, Seconds } from '../domain/time.js'
import { managedIdentityClaims, tokenValidity } from '../domain/token/claims.js'
import { grantedRoles } from '../domain/token/granted-roles.js'
import type { Clock } from '../ports/clock.js'
import type { Ids } from '../ports/ids.js'
import type { KeyRing } from '../ports/key-ring.js'
import type { Rules } from '../ports/ports.js'
import type { AuditEvent, PrincipalReader, ReadStores } from '../ports/store.js'
import { findTokenResource } from './find-token-resource.js'
import { TokenCache } from './token-cache.js'

export interface ManagedIdentityTokenRequest {
  /** Who asks, from the socket: `properties.vmId`. */
  readonly vmId: string
  /** As asked, verbatim. */
  readonly resource: string
  readonly selector: IdentitySelector
  /** `bypass_cache=true` */
  readonly bypassesCache: boolean
  readonly correlationId: string
}

export interface ManagedIdentityToken {
  readonly accessToken: string
  readonly clientId: string
  readonly resource: string
  readonly notBefore: EpochSeconds
  readonly expiresOn: EpochSeconds
  /** Moment of issue; `expiresOn - issuedAt` is the lifetime. */
  readonly issuedAt: EpochSeconds
}

export interface ManagedIdentityTokenPorts {
  readonly directory: {
    readonly tenants: ReadStores['tenants']
    readonly principals: Pick<PrincipalReader, 'get' | 'findByServicePrincipalName'>
  }
  readonly clock: Clock
  readonly ids: Ids
  readonly keyRing: KeyRing
  readonly rules: Pick<Rules, 'managedIdentityTokenLifetime'>
  /** The resource with this `properties.vmId`. */
  readonly vmResource: (vmId: string) => Promise<Resource | undefined>
  readonly audit: (event: AuditEvent) => void
  /** See `ManagedIdentityOnHost`. Absent: yes, as newer tokens do. */
  readonly namesHostWhenSystemAssigned?: boolean
}

/**
 * @throws ImdsError `IdentityNotFound`, `SeveralIdentities`
 * @throws OAuthError `ResourceNotFound`, `ResourceDisabled`, `ClientDisabled`
 */
export type IssueManagedIdentityToken = (request: ManagedIdentityTokenRequest) => Promise<ManagedIdentityToken>

/** What could not be checked is cut to this many characters before it is kept. */
const auditedLength = 256

/** Tokens in memory at once; some 2 KiB each. */
const cacheCapacity = 4096

export function managedIdentityTokenIssuer(ports: ManagedIdentityTokenPorts): IssueManagedIdentityToken {
  const cache = new TokenCache<ManagedIdentityToken>(ports.clock, cacheCapacity)

  return async (request) => {
    const known: Known = {}
    try {
      const host = await ports.vmResource(request.vmId)
      if (host === undefined) throw new ImdsError('IdentityNotFound')
      known.hostId = host.id
      const identity = selectedIdentity(host, request.selector)
      known.principalId = identity.principalId
      const principal = await requireEnabledPrincipal(ports, identity, () => cache.forget(`${identity.principalId}\n`))
      const key = `${cacheKey(identity, host.id, request.resource)}\n${grantsKey(principal)}`
      return await cache.get(key, () => issue(ports, request, { identity, host: host.id, principal }), {
        isFresh: request.bypassesCache,
      })
    } catch (error) {
      recordRefusal(ports, request, known, error)
      throw error
    }
  }
}

/** What a refusal can say about the request, as far as it got. */
interface Known {
  hostId?: string
  principalId?: string
}

function selectedIdentity(host: Resource, selector: IdentitySelector): SelectedIdentity {
  const selection = selectIdentity(host.identity ?? { userAssigned: [] }, selector)
  if (!selection.found) throw new ImdsError(selection.reason === 'several' ? 'SeveralIdentities' : 'IdentityNotFound')
  return selection.identity
}

async function requireEnabledPrincipal(
  { directory }: ManagedIdentityTokenPorts,
  identity: SelectedIdentity,
  forget: () => void,
): Promise<ServicePrincipal> {
  const principal = await directory.principals.get(identity.principalId)
  if (principal?.kind !== 'ServicePrincipal') {
    forget()
    throw new ImdsError('IdentityNotFound')
  }
  if (!principal.isEnabled) {
    throw new OAuthError('ClientDisabled', { clientId: principal.clientId, displayName: principal.displayName })
  }
  return principal
}

/** The host and the identity's resource are in the token, so they are in the key. */
const cacheKey = (identity: SelectedIdentity, host: string, resource: string): string =>
  [identity.principalId, identity.clientId, resourceKey(host), resourceKey(ownResource(identity, host)), resource].join(
    '\n',
  )

/** What is granted is in the token too. Decision: unlike Azure's, a token from before a grant is not handed out after it. */
const grantsKey = ({ appRoleAssignments = [], directoryRoles = [] }: ServicePrincipal): string =>
  [...appRoleAssignments.map(({ assignmentId }) => assignmentId), ...directoryRoles].join(' ')

const ownResource = (identity: SelectedIdentity, host: string): string =>
  identity.type === 'UserAssigned' ? identity.resourceId : host

async function issue(
  ports: ManagedIdentityTokenPorts,
  request: ManagedIdentityTokenRequest,
  subject: { readonly identity: SelectedIdentity; readonly host: string; readonly principal: ServicePrincipal },
): Promise<ManagedIdentityToken> {
  const { identity, host, principal } = subject
  const tenant = await requireTenant(ports.directory.tenants)
  const resource = await findTokenResource(ports.directory.principals, request.resource, tenant)
  const now = ports.clock.now()
  const lifetime: Seconds = ports.rules.managedIdentityTokenLifetime
  const validity = tokenValidity(now, lifetime)
  const tokenId = ports.ids.uti()
  const claims = managedIdentityClaims(
    {
      version: '1.0',
      tenant,
      audience: request.resource,
      resourceClientId: resource.clientId,
      subject: identity,
      validity,
      tokenId,
      roles: grantedRoles(principal, resource),
      directoryRoles: principal.directoryRoles ?? [],
    },
    {
      type: identity.type,
      hostResourceId: host,
      identityResourceId: ownResource(identity, host),
      namesHostWhenSystemAssigned: ports.namesHostWhenSystemAssigned ?? true,
    },
  )
  const accessToken = await ports.keyRing.sign(claims, { tokenVersion: '1.0' })
  ports.audit({
    time: ports.clock.nowMillis(),
    kind: 'token.issued',
    principalId: identity.principalId,
    subject: host,
    correlationId: request.correlationId,
    facts: {
      grant: 'managedIdentity',
      clientId: identity.clientId,
      resource: request.resource,
      tokenId,
      expiresOn: validity.expiresOn,
    },
  })
  const { notBefore, expiresOn } = validity
  return {
    accessToken,
    clientId: identity.clientId,
    resource: request.resource,
    notBefore,
    expiresOn,
    issuedAt: now,
  }
}

async function requireTenant(tenants: ReadStores['tenants']): Promise<Tenant> {
  const tenant = await tenants.get()
  if (tenant === undefined) throw new Error('the store has no tenant')
  return tenant
}

function recordRefusal(
  ports: ManagedIdentityTokenPorts,
  request: ManagedIdentityTokenRequest,
  known: Known,
  error: unknown,
): void {
  const reason = error instanceof ImdsError || error instanceof OAuthError ? error.key : 'ServerError'
  ports.audit({
    time: ports.clock.nowMillis(),
    kind: 'token.refused',
    ...(known.principalId === undefined ? {} : { principalId: known.principalId }),
    ...(known.hostId === undefined ? {} : { subject: known.hostId }),
    correlationId: request.correlationId,
    facts: { grant: 'managedIdentity', vmId: request.vmId, resource: request.resource.slice(0, auditedLength), reason },
  })
}
