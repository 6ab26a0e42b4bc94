/** Ends a program as a line that drops: it is told, and killed when it does not listen. */
import type { RunningProgram } from '../ports/machine-programs.js'

/** How long a program may take to end after a hang-up, milliseconds. */
const hangUpMillis = 1_000

/** Resolves when the program has ended; at once when it has already. Never rejects. */
export async function hangUp(program: RunningProgram): Promise<void> {
  program.signal('SIGHUP')
  const timer = setTimeout(() => program.signal('SIGKILL'), hangUpMillis)
  await program.ended
  clearTimeout(timer)
}
