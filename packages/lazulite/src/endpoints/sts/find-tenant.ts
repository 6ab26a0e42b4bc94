/** Which tenant a request is about, or the refusal of what is none. */
import type { FastifyRequest } from 'fastify'
import type { Tenant } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { parameter, pathOf } from './request-facts.js'
import type { StsDependencies } from './sts-dependencies.js'
import { readTenantSegment, type TenantSegment } from './tenant-segment.js'

export async function requireTenant({ tenants }: Pick<StsDependencies, 'tenants'>): Promise<Tenant> {
  const tenant = await tenants.get()
  if (tenant === undefined) throw new Error('the store has no tenant')
  return tenant
}

/** Of a document. @throws OAuthError `TenantNotDiscovered` */
export async function discoveredTenant(deps: StsDependencies, request: FastifyRequest): Promise<TenantSegment> {
  const asked = parameter(request, 'tenant', 'common')
  const segment = readTenantSegment(asked, await requireTenant(deps))
  if (segment === undefined) throw new OAuthError('TenantNotDiscovered', { tenant: asked })
  return segment
}

/** Federation servers have no second version. */
export function withoutAdfs(segment: TenantSegment, request: FastifyRequest): TenantSegment {
  if (segment.kind !== 'adfs') return segment
  throw new OAuthError('EndpointNotFound', { method: request.method, path: pathOf(request) })
}

export interface SegmentQuestion {
  /** The first segment of the path. */
  readonly asked: string
  readonly version: 'v1' | 'v2'
  /** For the refusal; asked last, because reading a form may be refused too. */
  readonly clientId: () => string | undefined
}

/** Of an endpoint. There are no personal accounts here. @throws OAuthError `TenantNotFound`, `NoPersonalAccounts` */
export async function addressedTenant(
  deps: Pick<StsDependencies, 'tenants' | 'signIn'>,
  { asked, version, clientId }: SegmentQuestion,
): Promise<{ readonly tenant: Tenant; readonly segment: TenantSegment }> {
  const tenant = await requireTenant(deps)
  const segment = readTenantSegment(asked, tenant)
  if (segment !== undefined && !(segment.kind === 'adfs' && version === 'v2')) return { tenant, segment }
  if (asked.toLowerCase() !== 'consumers') throw new OAuthError('TenantNotFound', { tenant: asked })
  const named = clientId()
  const application = named === undefined ? undefined : await deps.signIn.store.read.applications.findByClientId(named)
  throw new OAuthError('NoPersonalAccounts', {
    clientId: named ?? '',
    displayName: application?.displayName ?? '',
  })
}
