/** Azure Resource Manager as a Fastify instance: reads the request, asks, writes the answer. Decides nothing itself. */

import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isGuid } from '../../domain/guid.js'
import { armHost } from '../../domain/public-names.js'
import type { ArmResponse } from '../../providers/define.js'
import { createArmCalls } from './arm-calls.js'
import { cloudMetadata, isCloudMetadataPath } from './cloud-metadata.js'
import { type ArmDependencies, type ArmParts, handleArmRequest, type IncomingRequest } from './handle-request.js'
import { toErrorAnswer, toWireAnswer, unexpectedError } from './write-answer.js'

/** ARM's own limit for request bodies is 4 MB. */
const bodyLimit = 4 * 1024 * 1024

/** As for other segments that no path has, see `arm-path.ts`. */
const badPath = 'The request path contains segments that are not allowed.'

export function createArmEndpoint(parts: ArmParts): FastifyInstance {
  const deps: ArmDependencies = { ...parts, arm: createArmCalls(parts) }
  const refuse = (error: ArmError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const wire = toWireAnswer(toErrorAnswer(error), frameOf(deps, request, deps.ports.ids.guid('request')))
    return reply.code(wire.status).headers(wire.headers).send(wire.payload)
  }
  const app = Fastify({
    logger: false,
    bodyLimit,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 8192 },
    frameworkErrors: (_error, request, reply) =>
      refuse(new ArmError('BadRequest', { detail: badPath }), request, reply),
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = asRefusal(error, request)
    if (refusal === undefined) deps.ports.log.error({ err: error, url: request.url }, 'unexpected arm failure')
    return refuse(refusal ?? unexpectedError(), request, reply)
  })
  // every path has its route; only a method can have none
  app.setNotFoundHandler(async (request, reply) =>
    refuse(new ArmError('MethodNotAllowed', { method: request.method }), request, reply),
  )
  app.route({
    method: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS'],
    url: '/*',
    async handler(request, reply) {
      const requestId = deps.ports.ids.guid('request')
      const frame = frameOf(deps, request, requestId)
      const answer = await answerTo(deps, request, { requestId, correlationId: frame.correlationId })
      const wire = toWireAnswer(answer, frame)
      return reply
        .code(wire.status)
        .headers(wire.headers)
        .send(request.method === 'HEAD' ? '' : wire.payload)
    },
  })
  return app
}

/** What the web framework refuses before we are asked; `undefined`: no fault of the client's. */
function asRefusal(error: unknown, request: FastifyRequest): ArmError | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  const { statusCode } = error
  if (statusCode === 413) return new ArmError('RequestEntityTooLarge', { limit: String(bodyLimit) })
  if (statusCode === 415) {
    return new ArmError('UnsupportedMediaType', { mediaType: headerOf(request, 'content-type') ?? '' })
  }
  if (typeof statusCode !== 'number' || statusCode >= 500) return undefined
  return new ArmError('BadRequest', { detail: 'The request is malformed.' }) // Decision
}

async function answerTo(
  deps: ArmDependencies,
  request: FastifyRequest,
  ids: { readonly requestId: string; readonly correlationId: string },
): Promise<ArmResponse> {
  const incoming = toIncoming(request, ids)
  try {
    if (isCloudMetadataPath(incoming.url)) return cloudMetadata(incoming, deps.locationNames)
    return await handleArmRequest(deps, incoming)
  } catch (error) {
    if (error instanceof ArmError) {
      if (error.status === 501) {
        const [path, query] = request.url.split('?', 2)
        deps.ports.log.warn({ method: request.method, path, query }, 'not implemented')
      }
      if (error.cause !== undefined) deps.ports.log.debug({ err: error.cause, ...ids }, 'arm request refused')
      return toErrorAnswer(error)
    }
    deps.ports.log.error({ err: error, ...ids, method: request.method, url: request.url }, 'unexpected arm failure')
    return toErrorAnswer(unexpectedError())
  }
}

function toIncoming(
  request: FastifyRequest,
  ids: { readonly requestId: string; readonly correlationId: string },
): IncomingRequest {
  return {
    method: request.method,
    url: request.raw.url ?? '/',
    header: (name) => headerOf(request, name),
    rawBody: request.body instanceof Uint8Array ? request.body : undefined,
    origin: `https://${request.headers.host ?? armHost}`,
    ...(request.raw.socket.remoteAddress === undefined ? {} : { address: request.raw.socket.remoteAddress }),
    ...ids,
  }
}

function frameOf(deps: ArmDependencies, request: FastifyRequest, requestId: string) {
  const asked = headerOf(request, 'x-ms-correlation-request-id')
  const wantsEcho = headerOf(request, 'x-ms-return-client-request-id')?.toLowerCase() === 'true'
  return {
    method: request.method,
    requestId,
    correlationId: asked !== undefined && isGuid(asked) ? asked.toLowerCase() : requestId,
    clientRequestId: wantsEcho ? headerOf(request, 'x-ms-client-request-id') : undefined,
    time: deps.ports.clock.nowMillis(),
  }
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
