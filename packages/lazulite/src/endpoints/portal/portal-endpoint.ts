/**
 * The portal's page and assets. The page itself is written anew for each answer, because the nonce of its styles is.
 *
 * Deep links are in the fragment (`/#resource/subscriptions/…`), which browsers do not send: the one page is at `/`.
 */
import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Log } from '../../ports/log.js'
import { contentSecurityPolicy, violationReportPath } from './content-security-policy.js'
import { openPortalFiles, type PortalFile } from './portal-files.js'

export interface PortalDependencies {
  /** Where the built portal is; without it, every request is answered 501. */
  readonly folder: string
  readonly log: Log
}

/** In the built page, where the nonce goes. */
const nonceMark = '__NONCE__'
const yearOfSeconds = 31_536_000
/** Bytes; a report names one violation. */
const reportLimit = 16 * 1024
/** Any page on the web may name this address in a policy of its own, so what is logged has an end. */
const mostReports = 100

export function createPortalEndpoint({ folder, log }: PortalDependencies): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: reportLimit })
  const findFile = openPortalFiles(folder)
  const reported = new Set<string>()
  const types = ['application/csp-report', 'application/reports+json', 'application/json']
  app.addContentTypeParser(types, { parseAs: 'string' }, (_request, text, done) => done(null, text))

  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    })
  })

  app.get('/', async (request, reply) => {
    const page = findFile('/index.html')
    if (page === undefined) return notBuilt(reply)
    const nonce = randomBytes(16).toString('base64')
    return reply
      .headers({
        'content-type': page.contentType,
        'content-security-policy': contentSecurityPolicy({ host: request.headers.host ?? '', nonce }),
        'cache-control': 'no-store',
      })
      .send(page.content.toString('utf8').replaceAll(nonceMark, nonce))
  })
  app.get('/*', async (request, reply) => {
    const file = findFile(request.url.replace(/\?.*$/s, ''))
    return file === undefined || file.contentType.startsWith('text/html') ? notFound(reply) : send(request, reply, file)
  })
  app.post(violationReportPath, async (request, reply) => {
    const report = String(request.body).slice(0, 2000)
    if (reported.size < mostReports && !reported.has(report)) {
      reported.add(report)
      log.warn({ report }, 'content security policy violated')
    }
    return reply.code(204).send()
  })
  app.setNotFoundHandler(async (_request, reply) => notFound(reply))
  app.setErrorHandler(async (error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    if (status >= 500) log.error({ err: error }, 'unexpected portal failure')
    return reply.code(status).send({ error: { code: 'BadRequest', message: 'The request cannot be read.' } })
  })
  return app
}

function send(request: FastifyRequest, reply: FastifyReply, file: PortalFile): FastifyReply {
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  reply.headers({
    'content-type': file.contentType,
    vary: 'Accept-Encoding',
    'cache-control': file.isImmutable ? `public, max-age=${yearOfSeconds}, immutable` : 'no-cache',
  })
  if (file.compressed === undefined || !takesGzip) return reply.send(file.content)
  return reply.header('content-encoding', 'gzip').send(file.compressed)
}

const notFound = (reply: FastifyReply): FastifyReply =>
  reply.code(404).send({ error: { code: 'NotFound', message: 'The portal has no such file.' } })

const notBuilt = (reply: FastifyReply): FastifyReply =>
  reply
    .code(501)
    .send({ error: { code: 'NotImplemented', message: 'NotImplemented: the portal; this server runs unbuilt.' } })
