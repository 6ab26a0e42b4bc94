/**
 * Processes as /proc shows them: proc_pid_stat(5), namespaces(7).
 *
 * `/proc/<pid>/ns/net` reads `net:[INODE]`; two processes are in the same network exactly when this text is the same.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { startTicksIn } from '../../domain/process-stat.js'

/** Clock ticks since boot at which the process started; `undefined` when there is no such process (or only its zombie). */
export function startTimeOf(pid: number): string | undefined {
  try {
    return startTicksIn(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return undefined
  }
}

/** `net:[4026531840]`; `undefined` when the process has gone or is another user's. */
export function networkNamespaceOf(pid: number | 'self'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`)
  } catch {
    return undefined
  }
}

/** Zombies are in no namespace and therefore not listed. */
export const processesIn = (networkNamespace: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
    .filter((pid) => networkNamespaceOf(pid) === networkNamespace)

const pollMillis = 10
const afterKillMillis = 2_000

export interface EndProcesses {
  readonly networkNamespace: string
  /** Processes to leave alone. */
  readonly except: readonly number[]
  /** How long they may take to end by themselves before they are killed. */
  readonly graceMillis: number
}

/**
 * Ends every process of a network namespace the way a machine is switched off: SIGTERM, then SIGHUP (interactive
 * shells ignore the former), then SIGKILL. Resolves to the pids that even so did not end.
 * @throws Error when asked to end the host's own namespace.
 */
export async function endProcesses({ networkNamespace, except, graceMillis }: EndProcesses): Promise<number[]> {
  if (networkNamespace === networkNamespaceOf('self')) throw new Error("refusing to end the host's own processes")
  const left = () => processesIn(networkNamespace).filter((pid) => !except.includes(pid))
  if (graceMillis > 0) {
    for (const polite of ['SIGTERM', 'SIGHUP'] as const) {
      for (const pid of left()) {
        signal(pid, polite)
        signal(pid, 'SIGCONT') // a stopped process acts on nothing else
      }
      await goneWithin(graceMillis / 2, left)
    }
  }
  return goneWithin(afterKillMillis, () => {
    const pids = left() // asked again each time: a process may have forked meanwhile
    for (const pid of pids) signal(pid, 'SIGKILL')
    return pids
  })
}

/** The kernel announces the end of a process to its parent only, and these are not our children: so we look. */
async function goneWithin(millis: number, left: () => number[]): Promise<number[]> {
  const deadline = performance.now() + millis
  for (;;) {
    const pids = left()
    if (pids.length === 0 || performance.now() >= deadline) return pids
    await delay(pollMillis)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended already.
  }
}
