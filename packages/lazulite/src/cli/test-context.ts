/** A command line without a terminal: what it wrote, and with which status it ended. For tests. */
import { runCli } from './program.js'

export interface RanCommand {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command in this process, as a user without a home, `env` apart from ours. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<RanCommand> {
  const [stdout, stderr] = [memoryOutput(), memoryOutput()]
  const status = await runCli(args, {
    env,
    platform: 'linux',
    home: '/nonexistent',
    workingFolder: '/nonexistent',
    stdout,
    stderr,
  })
  return { status, stdout: stdout.text(), stderr: stderr.text() }
}

/** An output of 80 columns that remembers; a terminal when told so. */
export function memoryOutput(isTTY = false) {
  let written = ''
  return {
    isTTY,
    columns: 80,
    write(text: string): void {
      written += text
    },
    text: (): string => written,
  }
}
