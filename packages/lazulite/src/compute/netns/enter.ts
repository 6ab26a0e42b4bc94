/**
 * Running a program inside a machine, from another process than the server's (`lazulite exec`, `vm shell`).
 *
 * nsenter(1) joins the anchor's namespaces and executes the program in its own place: the process we start is the
 * program.
 */
import type { VmEntry } from '../../ports/compute.js'
import { foreignIdentityVariables } from '../machine-environment.js'
import { runAttached } from '../run-attached.js'
import { findExecutable } from './executables.js'
import { startTimeOf } from './processes.js'

/** The machine of an entry has ended: it was stopped, or its server was. */
export class MachineNotRunning extends Error {
  override readonly name = 'MachineNotRunning'
}

export interface EnterOptions {
  /** Folder to start in; the caller's own unless given. */
  readonly cwd?: string
  /** The caller's variables, onto which the machine's are put; `process.env` unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** Joining a mount namespace leaves the working folder behind, so it is entered again by name inside. */
const inside = `
cd "$1" 2>/dev/null || { echo "lazulite: the folder $1 cannot be entered inside the machine" >&2; exit 126; }
shift
case $1 in
  */*) ;;
  *) command -v "$1" >/dev/null 2>&1 || { echo "lazulite: $1: command not found" >&2; exit 127; } ;;
esac
exec "$@"
`

/** What to start, and how, so that `argv` runs in the machine: for `enter`, and for whoever brings a terminal of its own. */
export interface EnterCommand {
  readonly file: string
  readonly arguments: readonly string[]
  readonly environment: Record<string, string | undefined>
  readonly cwd: string
}

/**
 * @throws MachineNotRunning when the entry's anchor has ended, even if another process has its pid now;
 *   Error when `argv` is empty.
 */
export function enterCommand(entry: VmEntry, argv: readonly string[], options: EnterOptions = {}): EnterCommand {
  const [command, ...commandArguments] = argv
  if (command === undefined) throw new Error('no command to run')
  const environment = environmentInside(entry, options.environment ?? process.env)
  const cwd = options.cwd ?? process.cwd()
  if (entry.driver === 'metadata-only') return { file: command, arguments: commandArguments, environment, cwd }
  if (startTimeOf(entry.anchorPid) !== entry.anchorStartTime) throw new MachineNotRunning('the machine does not run')
  const join = ['-t', String(entry.anchorPid), '-U', '-n', '-m', '-u', '--preserve-credentials', '--']
  return {
    file: findExecutable('nsenter') ?? 'nsenter',
    arguments: [...join, 'sh', '-c', inside, 'lazulite', cwd, ...argv],
    environment,
    cwd: '/',
  }
}

/**
 * Runs `argv` in the machine with our standard input, output and error; resolves to its exit status.
 * Signals from the terminal reach it as a member of our process group; SIGTERM and SIGHUP are passed on.
 * @throws what `enterCommand` throws.
 */
export async function enter(entry: VmEntry, argv: readonly string[], options: EnterOptions = {}): Promise<number> {
  const command = enterCommand(entry, argv, options)
  return runAttached(command.file, command.arguments, command)
}

/** The caller's variables without those that name another identity, with the machine's. */
export function environmentInside(
  entry: VmEntry,
  callers: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const kept = Object.entries(callers).filter(([name]) => !foreignIdentityVariables.includes(name))
  return {
    ...Object.fromEntries(kept),
    ...entry.environment,
    ...(entry.driver === 'netns' ? {} : localBypass(callers)),
  }
}

/** Without a namespace a proxy may well be in use, and it must not be asked for our loopback ports. */
function localBypass(callers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const bypass = [callers.NO_PROXY ?? callers.no_proxy, 'localhost', '127.0.0.1'].filter(Boolean).join(',')
  return { NO_PROXY: bypass, no_proxy: bypass }
}
