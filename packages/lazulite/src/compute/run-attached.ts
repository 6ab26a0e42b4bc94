/**
 * Runs a program in our place: our terminal, its exit status, signals passed on.
 *
 * Exit statuses are a shell's: 127 not found, 126 not executable, 128+n ended by signal n (POSIX, Shell Command Language, 2.8.2).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { isatty } from 'node:tty'

export interface AttachedOptions {
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Resolves to the exit status. Signals from the terminal reach the program as a member of our process group; SIGTERM and
 * SIGHUP are passed on. A program that cannot be started is told on standard error.
 */
export async function runAttached(
  file: string,
  args: readonly string[],
  { cwd, environment }: AttachedOptions,
): Promise<number> {
  const start = () => spawn(file, args, { cwd, env: environment, stdio: 'inherit' })
  return statusOf(start).catch((error: NodeJS.ErrnoException) => notStarted(file, error))
}

const toForward = ['SIGTERM', 'SIGHUP'] as const
const fromTerminal = ['SIGINT', 'SIGQUIT'] as const

/** Resolves when the program has ended; rejects when it could not be started. */
async function statusOf(start: () => ChildProcess): Promise<number> {
  let child: ChildProcess | undefined
  const forward = (signal: NodeJS.Signals) => void child?.kill(signal)
  // A terminal sends these to the whole process group, so the program has them already: we only must not end before it.
  const isAtTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor))
  const wait = isAtTerminal ? () => {} : forward
  // Before the program starts: it may be ready for a signal sooner than we are.
  for (const signal of toForward) process.on(signal, forward)
  for (const signal of fromTerminal) process.on(signal, wait)
  try {
    const program = start()
    child = program
    return await new Promise<number>((done, failed) => {
      program.once('error', failed)
      program.once('exit', (status, signal) => done(signal === null ? (status ?? 1) : 128 + constants.signals[signal]))
    })
  } finally {
    for (const signal of toForward) process.off(signal, forward)
    for (const signal of fromTerminal) process.off(signal, wait)
  }
}

function notStarted(command: string, error: NodeJS.ErrnoException): number {
  const isMissing = error.code === 'ENOENT'
  process.stderr.write(`lazulite: ${command}: ${isMissing ? 'command not found' : error.message}\n`)
  return isMissing ? 127 : 126
}
