/**
 * A terminal from its opening to its end: the shell on one side, a line to whoever types on the other.
 *
 * It ends when either side does, when nobody has typed for too long (where there is such a time), when access is
 * withdrawn, and with the server. Decision: access is asked again every minute, by the same rule as at the opening; a token
 * that has expired meanwhile ends nothing, as in Azure, because what it stood for is looked at instead.
 */
import type { EpochMillis, Seconds } from '../../domain/time.js'
import type { Clock } from '../../ports/clock.js'
import type { Ids } from '../../ports/ids.js'
import type { Log } from '../../ports/log.js'
import type { ProgramEnd, RunningProgram, TerminalSize } from '../../ports/machine-programs.js'
import type { AuditEvent } from '../../ports/store.js'
import type { OpenShell, ShellRequest } from '../../ports/terminals.js'

/** What a ticket is good for. */
export interface TerminalAdmission {
  readonly principalId: string
  /** What it is a terminal of, for the audit log. */
  readonly kind: 'virtualMachine' | 'cloudShell'
  /** The machine's resource id, or the console's. */
  readonly subject: string
  /** Unless the client says another. */
  readonly size: TerminalSize
  /** @throws Error whose message may be shown, when there can be no shell now */
  open(request: ShellRequest): Promise<OpenShell>
  /** Why there must be no shell (any more), as a sentence; `undefined`: there may. */
  refusal(): Promise<string | undefined>
  /** How long nobody may type. */
  readonly idleTimeout?: Seconds
  /** Told of the session, so that others can resize and end it. */
  opened?(session: TerminalSession): void
  closed?(session: TerminalSession): void
}

/** Whoever types, at the other end of a websocket. */
export interface TerminalLine {
  /** `address port` */
  readonly client: string
  /** Resolves when more may be sent. Never rejects. */
  send(part: Buffer): Promise<void>
  /** Called once. What `data` returns resolves when more may come. */
  listen(listener: TerminalListener): void
  /** Idempotent. @param how `withdrawn`: by us, against the client's will */
  close(how: 'ended' | 'withdrawn' | 'failed' | 'goingAway', reason: string): void
}

export interface TerminalListener {
  readonly data: (part: Buffer) => Promise<void>
  readonly resize: (size: TerminalSize) => void
  /** The client has left. */
  readonly gone: () => void
}

export interface TerminalSession {
  resize(size: TerminalSize): void
  /** Resolves when the shell has ended. */
  end(how: 'withdrawn' | 'goingAway', reason: string): Promise<void>
}

export interface TerminalSessionPorts {
  readonly clock: Clock
  readonly ids: Pick<Ids, 'guid'>
  readonly log: Log
  readonly audit: (event: AuditEvent) => void
  /** Ends a program as a line that drops. */
  readonly hangUp: (program: RunningProgram) => Promise<void>
}

/** How often access is looked at anew. */
export const accessInterval: Seconds = 60
const terminalKind = 'xterm-256color'

export class TerminalSessions {
  readonly #ports: TerminalSessionPorts
  readonly #open = new Map<TerminalSession, Promise<void>>()
  #isClosed = false

  constructor(ports: TerminalSessionPorts) {
    this.#ports = ports
  }

  /** How many shells run. */
  get count(): number {
    return this.#open.size
  }

  /** Resolves when the session is over. Never rejects: what goes wrong is said on the line. */
  async run(admission: TerminalAdmission, line: TerminalLine): Promise<void> {
    const keyboard = new Keyboard(line, admission.size, this.#ports.clock)
    try {
      const refusal = this.#isClosed ? 'The server is ending.' : await admission.refusal()
      if (refusal !== undefined) throw new TerminalRefusal(refusal)
      const request = { terminal: { kind: terminalKind, ...keyboard.size }, client: line.client }
      const shell = await admission.open(request)
      const session = this.#session(admission, { line, shell, keyboard })
      const served = this.#serve(session, { admission, line, shell, keyboard })
      this.#open.set(session, served)
      await served.finally(() => this.#open.delete(session))
    } catch (error) {
      keyboard.connect(undefined)
      if (error instanceof TerminalRefusal) return line.close('withdrawn', error.message)
      this.#ports.log.warn({ subject: admission.subject, err: error }, 'a terminal could not be opened')
      line.close('failed', error instanceof Error ? error.message : 'The shell could not be started.')
    }
  }

  /** Ends every session in order; nothing opens afterwards. */
  async close(): Promise<void> {
    this.#isClosed = true
    const sessions = [...this.#open]
    await Promise.all(sessions.map(([session]) => session.end('goingAway', 'The server is ending.')))
    await Promise.all(sessions.map(([, served]) => served))
  }

  #session(
    { opened }: TerminalAdmission,
    { line, shell: { program } }: Pick<Serving, 'line' | 'shell'> & { readonly keyboard: Keyboard },
  ): TerminalSession {
    const session: TerminalSession = {
      resize: (size) => program.resize(size),
      end: async (how, reason) => {
        line.close(how, reason)
        await this.#ports.hangUp(program)
      },
    }
    opened?.(session)
    return session
  }

  async #serve(session: TerminalSession, serving: Serving): Promise<void> {
    const { admission, line, shell, keyboard } = serving
    const { program, greeting } = shell
    const { clock, audit, ids } = this.#ports
    const { principalId, kind, subject } = admission
    const facts = { terminal: kind, session: ids.guid('terminal'), client: line.client }
    audit({ time: clock.nowMillis(), kind: 'terminal.opened', principalId, subject, facts })
    const stopWatching = this.#watch(session, serving)
    keyboard.connect(program, () => void this.#ports.hangUp(program))
    if (this.#isClosed) void session.end('goingAway', 'The server is ending.')
    if (greeting !== '') await line.send(Buffer.from(greeting))
    const [end] = await Promise.all([program.ended, forward(program, line)])
    stopWatching()
    line.close('ended', (await whyEnded(admission)) ?? describeEnd(end))
    admission.closed?.(session)
    audit({
      ...{ time: clock.nowMillis(), kind: 'terminal.closed', principalId, subject },
      facts: { ...facts, ...('status' in end ? { status: end.status } : { signal: end.signal }) },
    })
  }

  /** @returns how to stop */
  #watch(session: TerminalSession, { admission, keyboard }: Serving): () => void {
    const { clock } = this.#ports
    const { idleTimeout } = admission
    let isOver = false
    let cancel = (): void => {}
    const look = async (): Promise<void> => {
      const refusal = await admission.refusal().catch(() => undefined) // the next look will tell
      if (isOver) return
      const isIdle = idleTimeout !== undefined && clock.nowMillis() - keyboard.usedAt >= idleTimeout * 1000
      const reason = refusal ?? (isIdle ? `Nobody has typed for ${idleTimeout / 60} minutes.` : undefined)
      if (reason !== undefined) return session.end('withdrawn', reason)
      wait()
    }
    const wait = (): void => {
      cancel = clock.after(accessInterval, () => void look())
    }
    wait()
    return () => {
      isOver = true
      cancel()
    }
  }
}

interface Serving {
  readonly admission: TerminalAdmission
  readonly line: TerminalLine
  readonly shell: OpenShell
  readonly keyboard: Keyboard
}

/** A reason that is the client's, not a failure of ours. */
class TerminalRefusal extends Error {
  override readonly name = 'TerminalRefusal'
}

/** What the client sends, from before there is a shell: it waits. */
class Keyboard {
  #size: TerminalSize
  #usedAt: EpochMillis
  #isGone = false
  readonly #program = Promise.withResolvers<RunningProgram | undefined>()
  #onGone: (() => void) | undefined

  constructor(line: TerminalLine, size: TerminalSize, clock: Clock) {
    this.#size = size
    this.#usedAt = clock.nowMillis()
    line.listen({
      data: async (part) => {
        this.#usedAt = clock.nowMillis()
        const program = await this.#program.promise
        if (program !== undefined) await write(program, part)
      },
      resize: (next) => {
        this.#size = next
        void this.#program.promise.then((program) => program?.resize(next))
      },
      gone: () => {
        this.#isGone = true
        this.#onGone?.()
      },
    })
  }

  get size(): TerminalSize {
    return this.#size
  }

  get usedAt(): EpochMillis {
    return this.#usedAt
  }

  connect(program: RunningProgram | undefined, onGone?: () => void): void {
    program?.resize(this.#size) // it may have changed while the shell started
    this.#program.resolve(program)
    this.#onGone = onGone
    if (this.#isGone) onGone?.()
  }
}

/** Resolves when the program takes more. */
function write(program: RunningProgram, part: Buffer): Promise<void> {
  const { input } = program
  if (!input.writable) return Promise.resolve()
  return new Promise((done) => {
    input.write(part, () => done())
    void program.ended.then(() => done())
  })
}

async function forward(program: RunningProgram, line: TerminalLine): Promise<void> {
  try {
    for await (const part of program.output) await line.send(part)
  } catch {
    // a terminal that has gone: there is nothing more to send
  }
}

const whyEnded = (admission: TerminalAdmission): Promise<string | undefined> =>
  admission.refusal().catch(() => undefined)

const describeEnd = (end: ProgramEnd): string =>
  'status' in end ? `The shell has ended (exit status ${end.status}).` : `The shell was ended by ${end.signal}.`
