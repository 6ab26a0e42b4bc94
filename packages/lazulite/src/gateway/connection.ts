/**
 * One client's connection: who it is, and what it may open. RFC 4252 and RFC 4254.
 *
 * Limits are sshd's own where it has them (sshd_config(5): MaxAuthTries 6, MaxSessions 10, LoginGraceTime), the last of them
 * shorter. Agent and X11 forwarding, and listening for others, are refused.
 */
import type { AuthContext, ClientInfo, Connection, utils } from 'ssh2'
import type { AdminCredentials } from '../domain/compute/admin-credentials.js'
import { sshKeyKind } from '../domain/compute/ssh-public-key.js'
import type { Json } from '../domain/json.js'
import type { Log } from '../ports/log.js'
import type { MachinePrograms } from '../ports/machine-programs.js'
import { forwardConnection } from './forward-connection.js'
import { type JudgeSignIn, methodsFor, type SignInRequest } from './judge-sign-in.js'
import type { Login } from './login.js'
import { type OpenSession, openSession } from './session.js'

export interface ConnectionParts {
  readonly vmId: string
  readonly info: ClientInfo
  readonly judge: JudgeSignIn
  readonly parseKey: typeof utils.parseKey
  readonly fingerprintOf: (key: Buffer) => string
  /** Asked once for each connection. */
  readonly credentials: () => Promise<AdminCredentials | undefined>
  /** Prepares what the user finds; called after the user is known and before the client learns it. */
  readonly login: (user: string) => Promise<Login>
  readonly programs: MachinePrograms
  readonly audit: (kind: 'ssh.opened' | 'ssh.refused', facts: Readonly<Record<string, Json>>) => void
  readonly log: Log
}

export interface OpenConnection {
  isSignedIn(): boolean
  /** Ends the sessions, then the connection. Idempotent, never rejects. */
  end(): Promise<void>
}

const mostFailures = 6
const mostSessions = 10
const signInMillis = 60_000
const mostUserCharacters = 64

export function serveConnection(client: Connection, parts: ConnectionParts): OpenConnection {
  const { info, judge, audit, log, programs } = parts
  const sessions = new Set<OpenSession>()
  let login: Login | undefined
  let failures = 0
  let credentials: Promise<AdminCredentials | undefined> | undefined
  let ending: Promise<void> | undefined
  const tooLate = setTimeout(() => {
    audit('ssh.refused', { ...from(info), reason: 'tooLate' })
    client.end()
  }, signInMillis).unref()

  const decide = async (context: AuthContext): Promise<void> => {
    credentials ??= parts.credentials()
    const known = await credentials
    const request = requestOf(context, parts)
    const judgement = await judge(request, known)
    const facts = { ...from(info), user: request.user.slice(0, mostUserCharacters), ...factsOf(request, parts) }
    if (judgement.verdict === 'allowed') {
      login = await parts.login(request.user)
      audit('ssh.opened', facts)
      return context.accept()
    }
    if (judgement.verdict === 'keyWouldDo') return context.accept() // the library answers "go on and sign"
    if (judgement.verdict === 'methodsAsked') return context.reject(methodsFor(known))
    failures++
    const isLast = failures >= mostFailures
    audit('ssh.refused', { ...facts, reason: judgement.reason, attempt: failures })
    if (isLast) client.end()
    else context.reject(methodsFor(known))
  }

  client.on('authentication', (context) => {
    decide(context).catch((cause: unknown) => {
      log.error({ vm: parts.vmId, err: cause }, 'a sign-in could not be judged')
      client.end()
    })
  })
  client.on('ready', () => clearTimeout(tooLate))
  client.on('session', (accept, reject) => {
    if (login === undefined || sessions.size >= mostSessions || ending !== undefined) return reject()
    const session = accept()
    const opened = openSession(session, { login, programs, log })
    sessions.add(opened)
    session.once('close', () => sessions.delete(opened))
  })
  client.on('tcpip', (accept, reject, { destIP, destPort }) => {
    if (login === undefined || sessions.size >= mostSessions || ending !== undefined) return reject()
    const opened = forwardConnection({ accept, reject, host: destIP, port: destPort }, { login, programs, log })
    sessions.add(opened)
    void opened.closed.then(() => sessions.delete(opened))
  })
  client.on('error', (error) => log.debug({ vm: parts.vmId, err: error }, 'an SSH connection failed'))
  client.on('close', () => {
    clearTimeout(tooLate)
    void end()
  })

  const end = (): Promise<void> => {
    ending ??= (async () => {
      clearTimeout(tooLate)
      await Promise.all([...sessions].map((session) => session.end()))
      client.end()
    })()
    return ending
  }
  return { isSignedIn: () => login !== undefined, end }
}

const from = ({ ip, port }: ClientInfo) => ({ client: `${ip}:${port}` })

function requestOf(context: AuthContext, { parseKey }: ConnectionParts): SignInRequest {
  const user = context.username
  switch (context.method) {
    case 'none':
      return { method: 'none', user }
    case 'password':
      return { method: 'password', user, password: context.password }
    case 'publickey': {
      const { key, signature, blob, hashAlgo } = context
      if (signature === undefined || blob === undefined) return { method: 'publickey', user, key: key.data }
      const isSigned = (): boolean => {
        const parsed = parseKey(`${sshKeyKind(key.data) ?? ''} ${key.data.toString('base64')}`)
        return !(parsed instanceof Error) && parsed.verify(blob, signature, hashAlgo) === true
      }
      return { method: 'publickey', user, key: key.data, isSigned }
    }
    default:
      return { method: 'other', user }
  }
}

const factsOf = (request: SignInRequest, { fingerprintOf }: ConnectionParts) => ({
  method: request.method,
  ...(request.method === 'publickey' ? { key: fingerprintOf(request.key) } : {}),
})
