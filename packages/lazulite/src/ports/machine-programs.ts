/** Programs inside a running machine, with their standard streams in our hands: what a remote session is made of. */
import type { Readable, Writable } from 'node:stream'

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

export interface MachineProgram {
  readonly vmId: string
  /** The program and its arguments; a name without `/` is looked up inside. */
  readonly argv: readonly string[]
  /** Folder to start in. */
  readonly cwd: string
  /** All its variables, but for `PATH` and those that are the machine's own. */
  readonly environment: Readonly<Record<string, string>>
  /** Gives the program a terminal of this kind (`xterm-256color`) instead of pipes. */
  readonly terminal?: TerminalSize & { readonly kind: string }
}

/** As a shell counts: 126 and 127 when there was nothing to execute. */
export type ProgramEnd = { readonly status: number } | { readonly signal: NodeJS.Signals }

export interface RunningProgram {
  readonly input: Writable
  /** Both ends of a terminal's output come here. Must be read, or the program waits. */
  readonly output: Readable
  /** Absent with a terminal. */
  readonly errors?: Readable
  /** Does nothing without a terminal. */
  resize(size: TerminalSize): void
  /** Sends a signal to the program and, without a terminal, to everything it started in its process group. */
  signal(name: NodeJS.Signals): void
  /** Resolves when the program has ended; its output may have more to read. Never rejects. */
  readonly ended: Promise<ProgramEnd>
}

export interface MachinePrograms {
  /** @throws Error when the machine does not run, or nothing can be started in it */
  start(program: MachineProgram): Promise<RunningProgram>
  /** The folder under which this process finds the machine's files, `''` when they are the host's. @throws Error when it does not run */
  filesOf(vmId: string): string
}
