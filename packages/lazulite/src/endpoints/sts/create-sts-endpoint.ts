/**
 * The token service (Entra): discovery documents, signing keys, token endpoints, and the pages on which people sign in.
 *
 * Source: Microsoft identity platform protocol pages; requests observed from az 2.45-2.91, MSAL Python and MSAL .NET.
 * Path segments compare without case, as Entra's do. What Azure has here and Lazulite lacks is a route that says so.
 */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { addDocumentRoutes } from './document-routes.js'
import { addPageRoutes } from './page-routes.js'
import { correlationIdOf, pathOf, prepareRequest } from './request-facts.js'
import { routeTable } from './route-table.js'
import type { StsDependencies } from './sts-dependencies.js'
import { addTokenRoutes } from './token-routes.js'
import { asOAuthError, writeOAuthError } from './write-oauth-answer.js'

/** Token requests are short; Entra's own limit is not documented. */
const bodyLimit = 64 * 1024

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
      prepareRequest(deps.ids, request, reply)
      return fail(nothingHere(request), request, reply)
    },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setErrorHandler(fail)
  app.setNotFoundHandler(async (request) => {
    throw nothingHere(request)
  })
  app.addHook('onRequest', async (request, reply) => prepareRequest(deps.ids, request, reply))

  const add = routeTable(app)
  addDocumentRoutes(add, deps)
  addTokenRoutes(add, deps)
  addPageRoutes(add, deps)
  return app
}
