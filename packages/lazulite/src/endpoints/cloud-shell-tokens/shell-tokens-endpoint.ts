/**
 * The token service inside a Cloud Shell, `http://localhost:50342/oauth2/token`.
 *
 * Source: MSAL for Python (`cloudshell.py`: a form with `resource`, the header `Metadata: true`, errors as
 * `{"error": {"code", "message"}}`) and the older `az`, which asked by GET. Who asks is decided by the connection alone: the
 * address exists on the loopback of one user's machine. Requests that passed a proxy are refused, as by the metadata service.
 */
import type { Socket } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { CloudShells } from '../../operations/terminals/cloud-shells.js'
import type { Clock } from '../../ports/clock.js'
import type { Ids } from '../../ports/ids.js'
import type { Log } from '../../ports/log.js'

export interface ShellTokensDependencies {
  readonly machineOf: (socket: Socket) => string | undefined
  readonly cloudShells: Pick<CloudShells, 'token'>
  readonly clock: Clock
  readonly ids: Pick<Ids, 'guid'>
  readonly log: Log
}

const bodyLimit = 16 * 1024

export function createShellTokensEndpoint(deps: ShellTokensDependencies): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setNotFoundHandler(async (_request, reply) => fail(reply, 404, 'NotFound', 'There is nothing at this address.'))
  app.setErrorHandler(async (error, _request, reply) => {
    if (error instanceof OAuthError) return fail(reply, error.status, error.error, error.message)
    deps.log.error({ err: error }, 'unexpected failure of the tokens of a Cloud Shell')
    return fail(reply, 500, 'InternalServerError', 'The token could not be issued.')
  })
  app.route({
    method: ['GET', 'POST'],
    url: '/oauth2/token',
    async handler(request, reply) {
      const { headers } = request
      if (String(headers.metadata).toLowerCase() !== 'true' || headers['x-forwarded-for'] !== undefined) {
        return fail(reply, 400, 'bad_request_102', 'Required metadata header not specified')
      }
      const machineId = deps.machineOf(request.raw.socket)
      const resource = parametersOf(request).get('resource')
      if (machineId === undefined) return fail(reply, 404, 'NotFound', 'There is no Cloud Shell here.')
      if (resource === null || resource === '') {
        return fail(reply, 400, 'invalid_request', "The parameter 'resource' is missing.")
      }
      const correlationId = deps.ids.guid('request')
      const token = await deps.cloudShells.token(machineId, { resource, correlationId })
      return {
        access_token: token.accessToken,
        refresh_token: '',
        expires_in: String(token.expiresOn - deps.clock.now()),
        expires_on: String(token.expiresOn),
        not_before: String(token.notBefore),
        resource: token.resource,
        token_type: 'Bearer',
      }
    },
  })
  return app
}

/** Of the form, or of the address. */
const parametersOf = ({ body, url, method }: FastifyRequest): URLSearchParams =>
  new URLSearchParams(method === 'POST' && typeof body === 'string' ? body : (url.split('?')[1] ?? ''))

const fail = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).send({ error: { code, message } })
