/**
 * One session of a client: a shell, a command, or file transfer, RFC 4254 section 6.
 *
 * The channel is accepted before its program runs: what a client sends meanwhile waits in the channel, whereas the
 * library drops what arrives for a channel that is not accepted yet.
 */
import type { ServerChannel, Session } from 'ssh2'
import type { Log } from '../ports/log.js'
import type { MachineProgram, MachinePrograms, ProgramEnd, RunningProgram } from '../ports/machine-programs.js'
import { hangUp } from './hang-up.js'
import { acceptsVariable, greeting, type Login, shellProgram } from './login.js'
import { ChannelOutput } from './send-output.js'
import { serveFiles } from './sftp/serve-files.js'

export interface SessionParts {
  readonly login: Login
  readonly programs: MachinePrograms
  readonly log: Log
}

export interface OpenSession {
  /** Hangs up, as when a line drops; resolves when the program has ended, killed if it does not listen. */
  end(): Promise<void>
}

/** Signals of RFC 4254 section 6.10 and those that OpenSSH adds. */
const sentSignals = new Set([
  'ABRT',
  'ALRM',
  'FPE',
  'HUP',
  'ILL',
  'INT',
  'KILL',
  'PIPE',
  'QUIT',
  'SEGV',
  'TERM',
  'USR1',
  'USR2',
])

export function openSession(session: Session, { login, programs, log }: SessionParts): OpenSession {
  const variables = new Map<string, string>()
  let terminal: MachineProgram['terminal']
  let running: RunningProgram | undefined
  let closeFiles: (() => Promise<void>) | undefined
  let isOver = false

  const run = async (channel: ServerChannel, command?: string): Promise<void> => {
    const output = new ChannelOutput(channel)
    channel.on('error', () => {}) // the connection has gone, which its owner sees
    channel.once('close', () => running?.signal('SIGHUP'))
    try {
      const program = await programs.start(
        shellProgram(login, {
          variables,
          ...(command === undefined ? {} : { command }),
          ...(terminal === undefined ? {} : { terminal }),
        }),
      )
      running = program
      if (isOver) program.signal('SIGHUP')
      if (command === undefined && terminal !== undefined) await output.send(greeting(login), 'output')
      channel.pipe(program.input)
      const { errors } = program
      const [end] = await Promise.all([
        program.ended,
        output.forward(program.output, 'output'),
        ...(errors === undefined ? [] : [output.forward(errors, 'errors')]),
      ])
      finish(channel, end)
    } catch (error) {
      log.warn({ vm: login.vmId, err: error }, 'no program could be started for a session')
      await output.send('lazulite: the machine cannot run a program now\r\n', 'errors')
      finish(channel, { status: 126 })
    } finally {
      running = undefined
    }
  }

  session.on('env', (accept, reject, { key, val }) => {
    if (!acceptsVariable(key, val, variables.size)) return reject?.()
    variables.set(key, val)
    accept?.()
  })
  session.on('pty', (accept, _, { term, cols, rows }) => {
    terminal = { kind: /^[\w.+-]{1,64}$/.test(term) ? term : 'dumb', columns: cols, rows }
    accept?.()
  })
  session.on('window-change', (accept, _, { cols, rows }) => {
    const size = { columns: cols, rows }
    if (terminal !== undefined) terminal = { ...terminal, ...size }
    running?.resize(size)
    accept?.()
  })
  session.on('signal', (accept, reject, { name }) => {
    if (!sentSignals.has(name)) return reject?.()
    running?.signal(`SIG${name}` as NodeJS.Signals) // one of the set
    accept?.()
  })
  session.on('auth-agent', (_, reject) => reject?.())
  session.on('x11', (_, reject) => reject?.())
  session.on('shell', (accept) => void run(accept()))
  session.on('exec', (accept, _, { command }) => void run(accept(), command))
  session.on('sftp', (accept, reject) => {
    let root: string
    try {
      root = programs.filesOf(login.vmId)
    } catch {
      return reject() // the machine has just ended
    }
    closeFiles = serveFiles(accept(), { root, home: login.home, log })
  })

  return {
    async end() {
      isOver = true
      if (running !== undefined) await hangUp(running)
      await closeFiles?.()
    },
  }
}

/** Says how the program ended, and closes. */
function finish(channel: ServerChannel, end: ProgramEnd): void {
  channel.resume() // what the program did not read
  if (!channel.writable) return
  if ('status' in end) channel.exit(end.status)
  else channel.exit(knownSignal(end.signal), false, '')
  channel.end()
}

/** The library refuses to name any other. */
const knownSignal = (signal: NodeJS.Signals): string => {
  const name = signal.slice('SIG'.length)
  return sentSignals.has(name) ? name : 'TERM'
}
