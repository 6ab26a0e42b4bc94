/**
 * The instance metadata service of a virtual machine, `http://169.254.169.254/metadata/…`.
 *
 * Source: Azure Instance Metadata Service page and REST reference (2018-02-01, 2023-07-01). Who asks is decided by the
 * connection alone. Azure allows 20 identity requests a second per machine; Decision: no limit here, so that test
 * suites do not have to wait.
 */
import type { Socket } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { ImdsError } from '../../domain/errors/imds-error.js'
import type { IssueManagedIdentityToken } from '../../operations/issue-managed-identity-token.js'
import type { Clock } from '../../ports/clock.js'
import type { Ids } from '../../ports/ids.js'
import type { Log } from '../../ports/log.js'
import type { ReadStores } from '../../ports/store.js'
import { apiVersions } from './api-versions.js'
import { checkImdsRequest } from './checks.js'
import { readImdsRequest } from './imds-request.js'
import { readTokenQuery } from './token-query.js'
import { asImdsAnswer, tokenAnswer, writeImdsError } from './write-imds-answer.js'

export interface ImdsDependencies {
  /** `properties.vmId` of the machine at the other end; `undefined`: none that we know. */
  readonly vmOf: (socket: Socket) => string | undefined
  readonly issueManagedIdentityToken: IssueManagedIdentityToken
  readonly tenants: ReadStores['tenants']
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

/** MSAL recognises the service by this header; the value is one that was seen on Azure. */
const serverHeader = 'IMDS/150.870.65.512'

export function createImdsEndpoint(deps: ImdsDependencies): FastifyInstance {
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { path } = readImdsRequest(request)
    const answer = asImdsAnswer(error, request.id)
    if (answer.status === 500) {
      deps.log.error({ err: answer.cause, correlationId: request.id, path }, 'unexpected metadata failure')
    }
    if (answer.status === 501) deps.log.warn({ method: request.method, path }, 'not implemented')
    const stamp = { traceId: deps.ids.guid('trace'), correlationId: request.id, time: deps.clock.nowMillis() }
    reply.header('server', serverHeader)
    return writeImdsError(reply, answer, { path, stamp })
  }

  const app = Fastify({
    logger: false,
    exposeHeadRoutes: false,
    genReqId: () => deps.ids.guid('request'),
    // an address that cannot be decoded is an address where nothing is
    frameworkErrors: (_error, request, reply) => fail(new ImdsError('NotFound'), request, reply),
  })
  app.setErrorHandler(fail)
  app.setNotFoundHandler(async () => {
    throw new ImdsError('NotFound')
  })
  // before any body is read: a refused request is not listened to further
  app.addHook('onRequest', async (request, reply) => {
    reply.header('server', serverHeader)
    checkImdsRequest(readImdsRequest(request))
  })

  app.get('/metadata/versions', async () => ({ apiVersions }))
  app.get('/metadata/identity/oauth2/token', (request) => token(deps, request))
  app.get('/metadata/identity/info', async () => {
    const tenant = await deps.tenants.get()
    if (tenant === undefined) throw new Error('the store has no tenant')
    return { tenantId: tenant.tenantId }
  })
  return app
}

async function token(deps: ImdsDependencies, request: FastifyRequest) {
  const query = readTokenQuery(readImdsRequest(request))
  const vmId = deps.vmOf(request.raw.socket)
  if (vmId === undefined) throw new ImdsError('IdentityNotFound')
  const issued = await deps.issueManagedIdentityToken({ ...query, vmId, correlationId: request.id })
  return tokenAnswer(issued, deps.clock.now())
}
