/**
 * `/_terminals/…`: the addresses to which Resource Manager sends clients of terminals. Errors have ARM's shape.
 *
 * - `GET …/sockets/{ticket}/client`: a websocket, once; the ticket says of what
 * - `POST …/consoles/{id}/terminals?cols=&rows=&version=&shell=`: a further terminal of the caller's Cloud Shell, and the
 *   address of its websocket; `POST …/terminals/{id}/size?cols=&rows=`, `POST …/authorize`
 *
 * Source: the sources of Windows Terminal (AzureConnection) and of Azure CLI's serial-console extension. The latter adds
 * `?authorization=<ARM token>`: a token is not asked for, but one that is somebody else's than the ticket ends the matter.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { WebSocketServer } from 'ws'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { Caller } from '../../domain/token/caller.js'
import type { CloudShells } from '../../operations/terminals/cloud-shells.js'
import type { TerminalAdmission, TerminalSessions } from '../../operations/terminals/terminal-sessions.js'
import type { TerminalTickets } from '../../operations/terminals/terminal-tickets.js'
import type { Log } from '../../ports/log.js'
import { type Refusal, toRawResponse } from '../front-door/refusal.js'
import { controlProtocol, isAllowedOrigin, readSize, socketPath, ticketOf } from './upgrade-rules.js'
import { largestMessage, websocketLine } from './websocket-line.js'

export interface TerminalsDependencies {
  readonly tickets: TerminalTickets<TerminalAdmission>
  readonly sessions: TerminalSessions
  readonly cloudShells: CloudShells
  /** @throws ArmError of the 401 family */
  readonly authenticate: (authorization: string | undefined) => Promise<Caller>
  /** `localhost:4430` */
  readonly ownHosts: () => readonly string[]
  readonly log: Log
}

export interface TerminalsEndpoint {
  readonly http: FastifyInstance
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends every terminal in order. Idempotent. */
  close(): Promise<void>
}

/** Seconds; what Azure's answers say. */
const idleSeconds = 1200
const bodyLimit = 16 * 1024

export function createTerminalsEndpoint(deps: TerminalsDependencies): TerminalsEndpoint {
  const websockets = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: largestMessage },
    handleProtocols: (asked) => (asked.has(controlProtocol) ? controlProtocol : false),
  })
  return {
    http: consoleRoutes(deps),
    upgrade(request, socket, head) {
      judgeUpgrade(deps, request)
        .then((judgement) => {
          if ('refusal' in judgement) {
            socket.end(toRawResponse(judgement.refusal), () => socket.destroy())
            return
          }
          const { remoteAddress = '127.0.0.1', remotePort = 0 } = request.socket
          websockets.handleUpgrade(request, socket, head, (websocket) => {
            void deps.sessions.run(judgement.admission, websocketLine(websocket, `${remoteAddress} ${remotePort}`))
          })
        })
        .catch((cause: unknown) => {
          deps.log.error({ err: cause }, 'unexpected terminals failure')
          socket.destroy()
        })
    },
    close: () => deps.sessions.close(),
  }
}

const refuse = (status: number, code: string, message: string): { readonly refusal: Refusal } => ({
  refusal: { status, code, message, closes: true },
})

/** Order of checks: origin, address, ticket (which is used up by it), token. */
async function judgeUpgrade(
  { tickets, authenticate, ownHosts }: TerminalsDependencies,
  { url = '', headers }: IncomingMessage,
): Promise<{ readonly refusal: Refusal } | { readonly admission: TerminalAdmission }> {
  if (!isAllowedOrigin(headers.origin, ownHosts())) {
    return refuse(403, 'Forbidden', 'Pages of this origin may not open terminals.')
  }
  const [path = '', query = ''] = url.split('?')
  const ticket = ticketOf(path)
  if (ticket === undefined) return refuse(404, 'NotFound', 'There is no terminal at this address.')
  const admission = tickets.take(ticket)
  if (admission === undefined) {
    return refuse(401, 'InvalidTicket', 'The ticket is unknown, used before, or older than a minute.')
  }
  const token = new URLSearchParams(query).get('authorization')
  const authorization = headers.authorization ?? (token === null ? undefined : `Bearer ${token}`)
  if (authorization === undefined) return { admission }
  try {
    const caller = await authenticate(authorization)
    if (caller.principalId === admission.principalId) return { admission }
    return refuse(403, 'Forbidden', 'The ticket was given to somebody else than the token.')
  } catch (error) {
    if (error instanceof ArmError) return refuse(error.status, error.code, error.message)
    throw error
  }
}

interface OfConsole {
  Params: { consoleId: string }
}
interface OfTerminal {
  Params: { consoleId: string; terminalId: string }
}

function consoleRoutes({ tickets, cloudShells, authenticate, log }: TerminalsDependencies): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit })
  // bodies say nothing here: `null`, `{}` or none at all, of any type
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined))
  app.setErrorHandler(async (error, _request, reply) => writeError(log, reply, error))
  app.setNotFoundHandler(async (request, reply) =>
    writeError(log, reply, new ArmError('NotImplemented', { what: `${request.method} of this address of a terminal` })),
  )
  const callerOf = ({ headers }: FastifyRequest): Promise<Caller> => authenticate(headers.authorization)

  app.post<OfConsole>('/_terminals/consoles/:consoleId/authorize', async (request) => {
    cloudShells.requireOwn(request.params.consoleId, await callerOf(request))
    return {}
  })
  app.post<OfConsole>('/_terminals/consoles/:consoleId/terminals', async (request) => {
    const caller = await callerOf(request)
    const query = queryOf(request)
    const { terminalId, admission } = cloudShells.admit(request.params.consoleId, caller, {
      size: sizeOf(query) ?? { columns: 80, rows: 24 },
      shell: query.get('shell') === 'pwsh' ? 'pwsh' : 'bash',
    })
    return {
      id: terminalId,
      socketUri: `wss://${request.headers.host}${socketPath(tickets.issue(admission))}`,
      idleTimeout: idleSeconds,
      tokenUpdated: false,
      rootDirectory: '/',
    }
  })
  app.post<OfTerminal>('/_terminals/consoles/:consoleId/terminals/:terminalId/size', async (request) => {
    const caller = await callerOf(request)
    const size = sizeOf(queryOf(request))
    if (size === undefined) {
      throw new ArmError('InvalidParameter', {
        detail: "The parameters 'cols' and 'rows' must be whole numbers above 0.",
      })
    }
    const { consoleId, terminalId } = request.params
    cloudShells.resize(consoleId, caller, { terminalId, size })
    return {}
  })
  return app
}

const queryOf = ({ url }: FastifyRequest): URLSearchParams => new URLSearchParams(url.split('?')[1] ?? '')
const sizeOf = (query: URLSearchParams) => readSize(query.get('cols'), query.get('rows'))

function writeError(log: Log, reply: FastifyReply, error: unknown): FastifyReply {
  const isClients = error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500
  const answer =
    error instanceof ArmError
      ? error
      : isClients
        ? new ArmError('BadRequest', { detail: 'The request is malformed.' })
        : new ArmError('InternalServerError')
  if (answer.status === 500) log.error({ err: error }, 'unexpected terminals failure')
  if (answer.challenge !== undefined) reply.header('www-authenticate', answer.challenge)
  return reply.code(answer.status).send({ error: { code: answer.code, message: answer.message } })
}
