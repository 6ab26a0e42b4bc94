/**
 * The token service (Entra): discovery documents, signing keys, token endpoints.
 *
 * Source: Microsoft identity platform protocol pages; requests observed from az 2.45-2.91, MSAL Python and MSAL .NET.
 * Path segments compare without case, as Entra's do. What Azure has here and Lazulite lacks is a route that says so.
 */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Tenant } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { IssueApplicationToken } from '../../operations/issue-application-token.js'
import type { Clock } from '../../ports/clock.js'
import type { Ids } from '../../ports/ids.js'
import type { KeyRing } from '../../ports/key-ring.js'
import type { Log } from '../../ports/log.js'
import type { ReadStores } from '../../ports/store.js'
import { keySetV1, keySetV2, openIdConfigurationV1, openIdConfigurationV2 } from './discovery-documents.js'
import { clientCredentialsGrant, findGrant, type Grants } from './grants.js'
import { instanceDiscovery } from './instance-discovery.js'
import { addressedHost, originOf } from './origin.js'
import { readClient } from './read-client.js'
import { readForm } from './read-form.js'
import { readTenantSegment, type TenantSegment } from './tenant-segment.js'
import { userRealm } from './user-realm.js'
import { asOAuthError, commonHeaders, writeOAuthError } from './write-oauth-answer.js'

export interface StsDependencies {
  readonly tenants: ReadStores['tenants']
  readonly keyRing: Pick<KeyRing, 'published'>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly issueApplicationToken: IssueApplicationToken
  /** Grants beside `client_credentials`, by `grant_type`. */
  readonly grants?: Grants
  /** Hosts (`localhost:4430`) that are this cloud beside the public names; known once the listener is. */
  readonly ownHosts?: () => readonly string[]
}

/** Token requests are short; Entra's own limit is not documented. */
const bodyLimit = 64 * 1024

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof methods)[number]
type Handler = (request: FastifyRequest) => Promise<JsonObject>

export function createStsEndpoint(deps: StsDependencies): FastifyInstance {
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const answer = asOAuthError(error)
    const correlationId = correlationIdOf(request)
    const facts = { correlationId, method: request.method, path: pathOf(request) }
    if (answer.status === 500) deps.log.error({ ...facts, err: answer.cause }, 'unexpected token service failure')
    if (answer.status === 501) deps.log.warn(facts, 'not implemented')
    return writeOAuthError(reply, answer, { traceId: request.id, correlationId, time: deps.clock.nowMillis() })
  }
  const nothingHere = (request: FastifyRequest) =>
    new OAuthError('EndpointNotFound', { method: request.method, path: pathOf(request) })

  const app = Fastify({
    logger: false,
    bodyLimit,
    exposeHeadRoutes: false,
    genReqId: () => deps.ids.guid('trace'),
    routerOptions: {
      caseSensitive: false,
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: 512,
    },
    frameworkErrors: (_error, request, reply) => {
      prepare(deps.ids, request, reply)
      return fail(nothingHere(request), request, reply)
    },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setErrorHandler(fail)
  app.setNotFoundHandler(async (request) => {
    throw nothingHere(request)
  })
  app.addHook('onRequest', async (request, reply) => prepare(deps.ids, request, reply))

  addRoutes(app, deps)
  return app
}

/** Every request has a correlation id from here on: the client's, if it is one, else a fresh one. */
function prepare(ids: Ids, request: FastifyRequest, reply: FastifyReply): void {
  const sent = headerOf(request, correlationHeader)
  const correlationId = sent !== undefined && guid.test(sent) ? sent.toLowerCase() : ids.guid('correlation')
  request.headers[correlationHeader] = correlationId
  reply.headers({ ...commonHeaders, 'x-ms-request-id': request.id })
  if (headerOf(request, 'return-client-request-id')?.toLowerCase() === 'true') {
    reply.header(correlationHeader, correlationId)
  }
}

const correlationHeader = 'client-request-id'
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

const correlationIdOf = (request: FastifyRequest): string => headerOf(request, correlationHeader) ?? request.id

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''

function addRoutes(app: FastifyInstance, deps: StsDependencies): void {
  const grants: Grants = { client_credentials: clientCredentialsGrant(deps.issueApplicationToken), ...deps.grants }

  /** An address answers its own methods and refuses the others by name. */
  const add = (allowed: readonly Method[], url: string, handler: Handler): void => {
    app.route({ method: [...allowed], url, handler })
    app.route({
      method: methods.filter((method) => !allowed.includes(method)),
      url,
      async onRequest(request, reply) {
        reply.header('allow', allowed.join(', '))
        throw new OAuthError('MethodNotAllowed', { allowed: allowed.join(', '), method: request.method })
      },
      handler,
    })
  }

  add(['GET'], '/:tenant/.well-known/openid-configuration', async (request) =>
    openIdConfigurationV1(await discoveredTenant(deps, request), originOf(request.headers.host)),
  )
  add(['GET'], '/:tenant/v2.0/.well-known/openid-configuration', async (request) =>
    openIdConfigurationV2(withoutAdfs(await discoveredTenant(deps, request), request), originOf(request.headers.host)),
  )
  add(['GET'], '/:tenant/discovery/keys', async (request) => {
    await discoveredTenant(deps, request)
    return keySetV1(await deps.keyRing.published())
  })
  add(['GET'], '/:tenant/discovery/v2.0/keys', async (request) =>
    keySetV2(await deps.keyRing.published(), withoutAdfs(await discoveredTenant(deps, request), request)),
  )
  add(['GET'], '/common/discovery/instance', async (request) =>
    instanceDiscovery({
      authorizationEndpoint: queryValue(request, 'authorization_endpoint'),
      apiVersion: queryValue(request, 'api-version'),
      ownHosts: [...new Set([addressedHost(request.headers.host), ...(deps.ownHosts?.() ?? [])])],
    }),
  )
  add(['GET'], '/:tenant/userrealm/:user', async (request) => {
    await discoveredTenant(deps, request)
    return userRealm(parameter(request, 'user'), await requireTenant(deps))
  })

  add(['POST'], '/:tenant/oauth2/v2.0/token', (request) => answerTokenRequest(deps, grants, request, 'v2'))
  add(['POST'], '/:tenant/oauth2/token', (request) => answerTokenRequest(deps, grants, request, 'v1'))

  for (const [allowed, path] of missingAddresses) {
    add(allowed, `/:tenant/${path}`, async (request) => {
      throw new OAuthError('FeatureNotImplemented', { feature: `${request.method} ${pathOf(request)}` })
    })
  }
}

/** What Azure has below a tenant and Lazulite does not yet. */
const missingAddresses: readonly (readonly [readonly Method[], string])[] = [
  [['GET', 'POST'], 'oauth2/v2.0/authorize'],
  [['GET', 'POST'], 'oauth2/authorize'],
  [['POST'], 'oauth2/v2.0/devicecode'],
  [['POST'], 'oauth2/devicecode'],
  [['GET', 'POST'], 'oauth2/v2.0/logout'],
  [['GET', 'POST'], 'oauth2/logout'],
  [['GET', 'POST'], 'openid/userinfo'],
]

/** Order: tenant, form, grant type, then the grant's own checks. */
async function answerTokenRequest(
  deps: StsDependencies,
  grants: Grants,
  request: FastifyRequest,
  version: 'v1' | 'v2',
): Promise<JsonObject> {
  const asked = parameter(request, 'tenant')
  const tenant = await requireTenant(deps)
  const segment = readTenantSegment(asked, tenant)
  if (segment === undefined || (segment.kind === 'adfs' && version === 'v2')) {
    throw new OAuthError('TenantNotFound', { tenant: asked })
  }
  const form = readForm(request.headers['content-type'], request.body)
  const grant = findGrant(grants, form.get('grant_type'))
  const client = readClient(form, request.headers.authorization)
  return grant({
    tenant,
    segment,
    version,
    form,
    client,
    origin: originOf(request.headers.host),
    correlationId: correlationIdOf(request),
  })
}

async function requireTenant(deps: StsDependencies): Promise<Tenant> {
  const tenant = await deps.tenants.get()
  if (tenant === undefined) throw new Error('the store has no tenant')
  return tenant
}

async function discoveredTenant(deps: StsDependencies, request: FastifyRequest): Promise<TenantSegment> {
  const asked = parameter(request, 'tenant', 'common')
  const segment = readTenantSegment(asked, await requireTenant(deps))
  if (segment === undefined) throw new OAuthError('TenantNotDiscovered', { tenant: asked })
  return segment
}

/** Federation servers have no second version. */
function withoutAdfs(segment: TenantSegment, request: FastifyRequest): TenantSegment {
  if (segment.kind !== 'adfs') return segment
  throw new OAuthError('EndpointNotFound', { method: request.method, path: pathOf(request) })
}

function parameter(request: FastifyRequest, name: string, otherwise = ''): string {
  const params: unknown = request.params
  const value = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined
  return typeof value === 'string' ? value : otherwise
}

/** First value of a query parameter. */
const queryValue = (request: FastifyRequest, name: string): string | undefined =>
  new URLSearchParams(request.url.split('?').slice(1).join('?')).get(name) ?? undefined
