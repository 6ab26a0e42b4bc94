/**
 * Starts programs in machines, over the same way in as `lazulite exec` (see `netns/enter.ts`).
 *
 * With pipes a program leads a process group of its own, so that a signal reaches what it started. Terminals come from
 * `@lydell/node-pty`, which is loaded with the first of them.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import type { ComputeDriver } from '../ports/compute.js'
import type { MachinePrograms, ProgramEnd, RunningProgram } from '../ports/machine-programs.js'
import { type EnterCommand, enterCommand, MachineNotRunning } from './netns/enter.js'
import { systemPath } from './netns/executables.js'
import { openTerminal } from './terminal.js'

/** @param extra variables beyond the machine's own, for machines that cannot be entered */
export function createMachinePrograms(
  driver: ComputeDriver,
  extra: () => Promise<Readonly<Record<string, string>>> = async () => ({}),
): MachinePrograms {
  return {
    async start(program) {
      // a machine without namespaces is its metadata port; once open it is among the variables
      if (driver.kind === 'metadata-only') await driver.openMetadataPort(program.vmId)
      const entry = entryOf(driver, program.vmId)
      const environment = { PATH: machinePath(), ...(await extra()), ...program.environment }
      const command = enterCommand(entry, program.argv, { cwd: program.cwd, environment })
      return program.terminal === undefined ? withPipes(command) : openTerminal(command, program.terminal)
    },
    filesOf(vmId) {
      const entry = entryOf(driver, vmId)
      return entry.driver === 'netns' ? `/proc/${entry.anchorPid}/root` : ''
    },
  }
}

function entryOf(driver: ComputeDriver, vmId: string) {
  const entry = driver.entry(vmId)
  if (entry === undefined) throw new MachineNotRunning('the machine does not run')
  return entry
}

/** Where the server finds programs, without the folders that npm puts in front for a checkout. */
export const machinePath = (): string =>
  [...new Set(systemPath().split(':'))].filter((folder) => !folder.includes('node_modules')).join(':')

async function withPipes(command: EnterCommand): Promise<RunningProgram> {
  const { file, cwd, environment } = command
  const child = spawn(file, command.arguments, { cwd, env: environment, detached: true, stdio: 'pipe' })
  const ended = endOf(child)
  await new Promise<void>((started, failed) => {
    child.once('spawn', started)
    child.once('error', failed)
  })
  child.on('error', () => {}) // a signal that could not be sent: it has ended
  child.stdin.on('error', () => {}) // the program reads no more
  return {
    input: child.stdin,
    output: child.stdout,
    errors: child.stderr,
    resize() {},
    signal: (name) => signalGroup(child.pid, name),
    ended,
  }
}

const endOf = (child: ChildProcessWithoutNullStreams): Promise<ProgramEnd> =>
  new Promise((done) => {
    child.once('exit', (status, signal) => done(signal === null ? { status: status ?? 1 } : { signal }))
  })

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name)
  } catch {
    // It has ended already.
  }
}
