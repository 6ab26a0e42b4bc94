/**
 * `ssh -L`: a connection of the client goes on from inside the machine, RFC 4254 section 7.2.
 *
 * A small program in the machine connects there and copies; so what it reaches, and as whom, is what the machine reaches.
 */
import type { ServerChannel } from 'ssh2'
import type { RunningProgram } from '../ports/machine-programs.js'
import { ChannelOutput } from './send-output.js'
import type { OpenSession, SessionParts } from './session.js'

export interface ForwardRequest {
  readonly accept: () => ServerChannel
  readonly reject: () => void
  readonly host: string
  readonly port: number
}

export interface ForwardedConnection extends OpenSession {
  /** Resolves when nothing of it is left. */
  readonly closed: Promise<void>
}

/** Says `connected` on standard error, and then copies; ends with status 1 when nobody answers. */
const copier = `
const [host, port] = process.argv.slice(1)
const socket = require('node:net').connect({ host, port: Number(port), allowHalfOpen: true })
socket.once('connect', () => {
  process.stderr.write('connected')
  process.stdin.pipe(socket)
  socket.pipe(process.stdout)
})
socket.on('error', () => process.exit(1))
process.stdout.on('error', () => process.exit(0))
`

export function forwardConnection(
  request: ForwardRequest,
  { login, programs, log }: SessionParts,
): ForwardedConnection {
  let running: RunningProgram | undefined
  let isOver = false
  const run = async (): Promise<void> => {
    try {
      const program = await programs.start({
        vmId: login.vmId,
        argv: [process.execPath, '--input-type=commonjs', '-e', copier, request.host, String(request.port)],
        cwd: '/',
        environment: {},
      })
      running = program
      if (isOver || !(await isConnected(program))) {
        program.signal('SIGKILL')
        return request.reject()
      }
      const channel = request.accept()
      channel.on('error', () => {}) // the connection has gone, which its owner sees
      channel.once('close', () => program.signal('SIGTERM'))
      channel.pipe(program.input)
      await new ChannelOutput(channel).forward(program.output, 'output')
      channel.end()
      await program.ended
    } catch (error) {
      log.warn({ vm: login.vmId, err: error }, 'a connection could not be forwarded')
      request.reject()
    }
  }
  return {
    closed: run(),
    async end() {
      isOver = true
      running?.signal('SIGKILL')
      await running?.ended
    },
  }
}

const isConnected = ({ errors, ended }: RunningProgram): Promise<boolean> =>
  Promise.race([new Promise<boolean>((done) => errors?.once('data', () => done(true))), ended.then(() => false)])
