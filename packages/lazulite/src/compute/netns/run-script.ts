/**
 * Runs a script inside a machine and keeps the end of what it says, as Azure's Run Command does.
 *
 * The script and its outputs lie in files of the runtime folder while it runs (machines share the host's files), readable
 * by their owner alone: what it leaves running in the background keeps nobody waiting. It starts in `/`, as root of its
 * machine, with nothing of the server's own environment but the search path and the language.
 * Source of 4 096 bytes of output: the page of Run Command on Linux. Decision: parameters are arguments and variables both.
 */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rm, writeFile } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { type GuestScript, type GuestScriptResult, guestOutputLimit, type VmEntry } from '../../ports/compute.js'
import { type EnterCommand, enterCommand } from './enter.js'
import { systemPath } from './executables.js'

export interface ScriptPlace {
  /** Where a folder for the script may be made. */
  readonly folder: string
}

/** @throws MachineNotRunning; Error when the program that enters the machine cannot be started. */
export async function runScript(
  entry: VmEntry,
  { script, interpreter, arguments: given, variables, timeoutMillis }: GuestScript,
  { folder }: ScriptPlace,
): Promise<GuestScriptResult> {
  const place = join(folder, `script-${randomUUID()}`)
  const file = join(place, interpreter === 'pwsh' ? 'script.ps1' : 'script.sh')
  const argv = script.startsWith('#!') ? [file, ...given] : [...interpreters[interpreter], file, ...given]
  const command = enterCommand(entry, argv, { cwd: '/', environment: environmentOf(variables) })
  await mkdir(place, { mode: 0o700 })
  try {
    await writeFile(file, script, { mode: 0o700 })
    const outputs = [await open(join(place, 'stdout'), 'w+'), await open(join(place, 'stderr'), 'w+')] as const
    try {
      const status = await statusOf(command, outputs, timeoutMillis)
      return { status, stdout: await endOf(outputs[0]), stderr: await endOf(outputs[1]) }
    } finally {
      await Promise.all(outputs.map((output) => output.close()))
    }
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

const interpreters: Readonly<Record<GuestScript['interpreter'], readonly string[]>> = {
  sh: ['sh'],
  pwsh: ['pwsh', '-NoLogo', '-NonInteractive', '-File'],
}

const environmentOf = (variables: Readonly<Record<string, string>>): Record<string, string> => ({
  ...variables,
  PATH: systemPath(),
  HOME: '/root',
  USER: 'root',
  LANG: process.env.LANG ?? 'C.UTF-8',
})

async function statusOf(
  { file, arguments: given, cwd, environment }: EnterCommand,
  [stdout, stderr]: readonly [FileHandle, FileHandle],
  timeoutMillis: number,
): Promise<number> {
  // A process group of its own, so that a script that takes too long ends with all that it has started.
  const child = spawn(file, given, { cwd, env: environment, stdio: ['ignore', stdout.fd, stderr.fd], detached: true })
  const timer = setTimeout(() => {
    if (child.pid !== undefined) killGroup(child.pid)
  }, timeoutMillis)
  try {
    return await new Promise<number>((done, failed) => {
      child.once('error', failed)
      child.once('exit', (status, signal) => done(signal === null ? (status ?? 1) : 128 + constants.signals[signal]))
    })
  } finally {
    clearTimeout(timer)
  }
}

async function endOf(output: FileHandle): Promise<string> {
  const { size } = await output.stat()
  const length = Math.min(size, guestOutputLimit)
  const { buffer } = await output.read(Buffer.alloc(length), 0, length, size - length)
  return buffer.toString('utf8')
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
