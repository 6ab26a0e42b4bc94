/**
 * `/_lazulite/…`: health, metrics, access questions and the audit log.
 *
 * `health` is open. Access questions and events are for everybody with a token for Resource Manager, as far as they may
 * know (docs/decisions/0020); the rest is for the administrator and the operator. Errors have ARM's shape.
 */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { Caller } from '../../domain/token/caller.js'
import { createAsker, everything } from '../../operations/access/asker.js'
import { everyEvent, visibleEvents } from '../../operations/access/visible-events.js'
import type { AuditLog } from '../../operations/audit-log.js'
import type { MovableClock } from '../../ports/clock.js'
import type { Ports } from '../../ports/ports.js'
import { deleteMode, getModes, putMode } from './access-modes.js'
import { accessReport } from './access-report.js'
import { addClockRoutes } from './clock-routes.js'
import { deletePlatformDeny, type OpsAnswer, putPlatformDeny } from './deny-assignments.js'
import { evaluateAccessBody, evaluateBodyLimit } from './evaluate-access-body.js'
import { streamEvents } from './event-stream.js'
import { listEvents } from './list-events.js'
import { createMetrics } from './metrics.js'

export interface OpsDependencies {
  readonly ports: Ports
  readonly audit: AuditLog
  /** Aborted when live streams have to end. */
  readonly streamsEnd: AbortSignal
  /** @throws ArmError of the 401 family */
  readonly authenticate: (authorization: string | undefined) => Promise<Caller>
  readonly isOperator: (caller: Caller) => boolean
  /** Facts that `health` and `status` print. */
  readonly health: () => JsonObject
  /** Makes the machine of `exec` without a VM; resolves when its entry file is there. */
  readonly openWorkstation: () => Promise<void>
  /** Opens a loopback port that is this VM's metadata service. @returns its origin */
  readonly openMetadataPort: (resourceId: string) => Promise<string>
  /** The cloud's clock, when it may be moved. */
  readonly movableClock?: MovableClock
}

const bodyLimit = 1024 * 1024

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; `null` where no token is needed. */
    caller: Caller | null
  }
}

interface OfPrincipal {
  Params: { principalId: string }
}

export function createOpsEndpoint(deps: OpsDependencies): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit })
  const metrics = createMetrics(deps.audit)
  takeEmptyJson(app)
  app.setErrorHandler(async (error, request, reply) =>
    writeError(deps, reply, { error, limit: request.routeOptions.bodyLimit ?? bodyLimit }),
  )
  app.setNotFoundHandler(async (request, reply) => {
    const what = `${request.method} ${request.url.split('?')[0]}`
    return writeError(deps, reply, { error: new ArmError('NotImplemented', { what }), limit: bodyLimit })
  })

  app.get('/_lazulite/health', async () => deps.health())

  app.decorateRequest('caller', null)
  app.register(async (open) => {
    open.addHook('onRequest', async (request) => {
      request.caller = await deps.authenticate(request.headers.authorization)
    })
    open.post('/_lazulite/access/evaluate', { bodyLimit: evaluateBodyLimit }, async (request) => {
      const caller = callerOf(request)
      const asker = deps.isOperator(caller) ? everything : await createAsker(deps.ports, caller)
      return evaluateAccessBody(deps.ports, request.body, { asker, explain: queryOf(request).get('explain') })
    })
    open.get('/_lazulite/events', async (request, reply) => events(deps, request, reply))
  })

  app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request) => {
      const caller = await deps.authenticate(request.headers.authorization)
      request.caller = caller
      if (deps.isOperator(caller)) return
      throw new ArmError('AuthorizationFailed', {
        client: caller.clientName,
        principalId: caller.principalId,
        action: `lazulite${request.url.split('?')[0]}`,
        scope: '/',
      })
    })
    addClockRoutes(guarded, { ports: deps.ports, clock: deps.movableClock, callerOf: deps.authenticate })
    guarded.get('/_lazulite/metrics', async (_request, reply) => {
      const text = await metrics.text()
      return reply.header('content-type', metrics.contentType()).send(text)
    })
    guarded.get('/_lazulite/access/modes', async () => getModes(deps.ports))
    guarded.put<OfPrincipal>('/_lazulite/access/modes/:principalId', async (request) =>
      putMode(deps.ports, { ...request.params, body: request.body, by: callerOf(request).principalId }),
    )
    guarded.delete<OfPrincipal>('/_lazulite/access/modes/:principalId', async (request, reply) => {
      await deleteMode(deps.ports, { ...request.params, by: callerOf(request).principalId })
      return reply.code(204).send()
    })
    guarded.get('/_lazulite/access/report', async (request) => {
      await deps.audit.flush()
      return accessReport(deps.ports, request.url)
    })
    guarded.put<{ Params: { name: string } }>('/_lazulite/deny-assignments/:name', async (request, reply) => {
      const { name } = request.params
      return send(reply, await putPlatformDeny(deps.ports, { name, body: request.body, caller: callerOf(request) }))
    })
    guarded.delete<{ Params: { name: string } }>('/_lazulite/deny-assignments/:name', async (request, reply) =>
      send(reply, await deletePlatformDeny(deps.ports, { ...request.params, caller: callerOf(request) })),
    )
    guarded.post('/_lazulite/compute/workstation', async () => {
      await deps.openWorkstation()
      return {}
    })
    guarded.post<{ Body: { resourceId?: unknown } | null }>('/_lazulite/compute/metadata-port', async (request) => {
      const resourceId = request.body?.resourceId
      if (typeof resourceId !== 'string')
        throw new ArmError('BadRequest', { detail: "The property 'resourceId' is required." })
      return { origin: await deps.openMetadataPort(resourceId) }
    })
  })
  return app
}

const queryOf = ({ url }: FastifyRequest): URLSearchParams => new URLSearchParams(url.split('?')[1] ?? '')
const send = (reply: FastifyReply, { status, body }: OpsAnswer): FastifyReply => reply.code(status).send(body)

/** Everybody sees something of what happens; who runs the cloud, everything. */
async function events(deps: OpsDependencies, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { ports, audit, streamsEnd } = deps
  const caller = callerOf(request)
  const show = deps.isOperator(caller) ? everyEvent : visibleEvents(ports, caller)
  if (request.headers.accept?.includes('text/event-stream') === true) {
    return streamEvents(reply, { audit, clock: ports.clock, log: ports.log, end: streamsEnd, caller, show })
  }
  return listEvents({ ports, audit }, queryOf(request), show)
}

function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === null) throw new Error('asked outside the part that needs a token')
  return caller
}

/** Scripts name the media type whether there is content or not: none is `undefined`, as it is without the header. */
function takeEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') done(null, undefined)
    else void parse(request, text, done)
  })
}

/** @param failure `limit`: bytes that the route's body may have */
async function writeError(
  deps: OpsDependencies,
  reply: FastifyReply,
  { error, limit }: { readonly error: unknown; readonly limit: number },
): Promise<FastifyReply> {
  const refusal = error instanceof ArmError ? error : fromFastify(error, limit)
  if (refusal === undefined) deps.ports.log.error({ err: error }, 'unexpected operations failure')
  const answer = refusal ?? new ArmError('InternalServerError')
  if (answer.challenge !== undefined) reply.header('www-authenticate', answer.challenge)
  const { code, message, target } = answer
  return reply.code(answer.status).send({ error: { code, message, ...(target === undefined ? {} : { target }) } })
}

/** Fastify's own 4xx (malformed JSON, wrong media type, too large) in our shape. */
function fromFastify(error: unknown, limit: number): ArmError | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  const { statusCode } = error
  if (statusCode === 413) return new ArmError('RequestEntityTooLarge', { limit: String(limit) })
  if (typeof statusCode === 'number' && statusCode < 500)
    return new ArmError('InvalidRequestContent', { detail: 'The content is not valid JSON' })
  return undefined
}
