/** Microsoft Graph's directory as a Fastify instance: reads the request, asks, writes the answer. Decides nothing itself. */

import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { GraphError } from '../../domain/errors/graph-error.js'
import { isGuid } from '../../domain/guid.js'
import type { Json } from '../../domain/json.js'
import { graphHost } from '../../domain/public-names.js'
import type { DirectoryCaller } from '../../operations/directory/directory-call.js'
import type { Log } from '../../ports/log.js'
import { answerBatch, isBatchPath } from './batch.js'
import type { GraphAnswer } from './graph-request.js'
import {
  answerFor,
  type GraphDependencies,
  handleGraphRequest,
  type IncomingGraphRequest,
  readBody,
} from './handle-request.js'
import { type AnswerFrame, errorBody, toErrorAnswer, toWireAnswer, type WireAnswer } from './write-answer.js'

/** Microsoft Graph's own limit for requests to the directory is 4 MB. */
const bodyLimit = 4 * 1024 * 1024

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

export interface GraphEndpointDependencies extends GraphDependencies {
  readonly log: Log
}

export function createGraphEndpoint(deps: GraphEndpointDependencies): FastifyInstance {
  const refuse = (error: GraphError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const wire = toErrorAnswer(error, frameOf(deps, request))
    return write(reply, wire, wire.payload)
  }
  const app = Fastify({
    logger: false,
    bodyLimit,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 8192 },
    frameworkErrors: (_error, request, reply) =>
      refuse(new GraphError('SegmentNotFound', { segment: request.url }), request, reply),
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler(async (error, request, reply) => refuse(asGraphError(deps, error, request), request, reply))
  app.route({
    method: [...methods],
    url: '/*',
    async handler(request, reply) {
      const wire = await answerTo(deps, request)
      return write(reply, wire, request.method === 'HEAD' ? '' : wire.payload)
    },
  })
  return app
}

/** As bytes: Fastify would complete the media type of a text. */
const write = (reply: FastifyReply, { status, headers }: WireAnswer, payload: string): FastifyReply =>
  reply
    .code(status)
    .headers(headers)
    .send(payload === '' ? undefined : Buffer.from(payload))

async function answerTo(deps: GraphEndpointDependencies, request: FastifyRequest): Promise<WireAnswer> {
  const frame = frameOf(deps, request)
  const incoming = toIncoming(request, frame)
  try {
    const answer =
      isBatchPath(incoming.url) && incoming.method === 'POST'
        ? await answerToBatch(deps, incoming, frame)
        : await handleGraphRequest(deps, incoming)
    return toWireAnswer(answer, frame)
  } catch (error) {
    return toErrorAnswer(asGraphError(deps, error, request), frame)
  }
}

async function answerToBatch(
  deps: GraphEndpointDependencies,
  incoming: IncomingGraphRequest,
  frame: AnswerFrame,
): Promise<GraphAnswer> {
  const caller = await deps.authenticate(incoming.header('authorization'))
  const answerOne = async (one: IncomingGraphRequest, by: DirectoryCaller) => {
    try {
      return await answerFor(deps, one, by)
    } catch (error) {
      const refusal = asGraphError(deps, error, one)
      const body: Json = errorBody(refusal, frame)
      return { status: refusal.status, body }
    }
  }
  return answerBatch(readBody(incoming), { incoming, caller, answerOne })
}

/** Anything that is not a GraphError is ours to explain in the log, not to the client. */
function asGraphError(
  { log }: GraphEndpointDependencies,
  error: unknown,
  { method, url }: Pick<IncomingGraphRequest, 'method' | 'url'>,
): GraphError {
  const path = url.split('?')[0] ?? ''
  if (error instanceof GraphError) {
    if (error.status === 501) log.warn({ method, path }, 'not implemented')
    return error
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (status === 413) return new GraphError('RequestTooLarge', { limit: String(bodyLimit) })
  if (typeof status === 'number' && status < 500) return new GraphError('UnreadableBody')
  log.error({ err: error, method, path }, 'unexpected graph failure')
  return new GraphError('InternalServerError')
}

function toIncoming(request: FastifyRequest, frame: AnswerFrame): IncomingGraphRequest {
  return {
    method: request.method,
    url: request.raw.url ?? '/',
    header: (name) => headerOf(request, name),
    rawBody: request.body instanceof Uint8Array ? request.body : undefined,
    origin: `https://${request.headers.host ?? graphHost}`,
    correlationId: frame.clientRequestId,
  }
}

function frameOf({ ports }: GraphEndpointDependencies, request: FastifyRequest): AnswerFrame {
  const requestId = ports.ids.guid('request')
  const sent = headerOf(request, 'client-request-id')
  return {
    requestId,
    clientRequestId: sent !== undefined && isGuid(sent) ? sent.toLowerCase() : requestId,
    time: ports.clock.nowMillis(),
  }
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
