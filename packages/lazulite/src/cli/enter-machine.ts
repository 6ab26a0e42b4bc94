/** Runs a program inside a machine of the running cloud: a virtual machine's, or the workstation that every cloud has. */
import { enter, MachineNotRunning } from '../compute/netns/enter.js'
import { readRuntimeEntry } from '../compute/runtime-entries.js'
import { type VmEntry, workstationId } from '../ports/compute.js'
import { CliError } from './cli-error.js'
import { operatorClient } from './cloud-client.js'
import { type CliContext, printLine } from './context.js'
import { hostEnvironment } from './environment/host-environment.js'
import { type MachineName, readMachine, runningMachineId } from './machine.js'
import { openMetadataPort } from './metadata-port.js'
import { showProgress } from './output/progress.js'
import type { RunningCloud } from './running-cloud.js'

export interface EnterRequest {
  readonly cloud: RunningCloud
  readonly context: CliContext
  /** Absent: the workstation. */
  readonly machine?: MachineName
  readonly argv: readonly string[]
}

/** @returns the program's exit status @throws ServiceError, CliError when there is nothing to enter */
export async function enterMachine({ cloud, context, machine, argv }: EnterRequest): Promise<number> {
  const entry = await findEntry(cloud, context, machine)
  try {
    return await enter(entry, argv, {
      cwd: context.workingFolder,
      environment: entry.driver === 'netns' ? context.env : onTheHost(cloud, context, machine),
    })
  } catch (error) {
    if (!(error instanceof MachineNotRunning)) throw error
    throw new CliError(`${machine?.name ?? 'the workstation'} has just ended; try again`, { cause: error })
  }
}

async function findEntry(cloud: RunningCloud, context: CliContext, machine: MachineName | undefined): Promise<VmEntry> {
  using progress = showProgress(context.stderr, `looking for ${machine?.name ?? 'the workstation'}`)
  const arm = operatorClient(cloud, progress)
  if (machine === undefined) await arm.post('/_lazulite/compute/workstation')
  const id = machine === undefined ? workstationId : runningMachineId(await readMachine(arm, cloud, machine), machine)
  // without namespaces a machine is its metadata port, which opens when it is asked for, and is then in the entry
  if (machine !== undefined && cloud.server.computeDriver === 'metadata-only')
    await openMetadataPort(arm, cloud, machine)
  const found = await readRuntimeEntry(cloud.files.runFolder, id)
  if (found === undefined) throw new CliError(`${machine?.name ?? 'the workstation'} is not running on this computer`)
  return found.entry
}

/** Without namespaces the documented settings have to do, and the user has to know that. */
function onTheHost(
  cloud: RunningCloud,
  context: CliContext,
  machine: MachineName | undefined,
): Record<string, string | undefined> {
  const missing = machine === undefined ? 'the public Azure names' : '169.254.169.254 and the public Azure names'
  printLine(
    context.stderr,
    `lazulite: not inside a machine (metadata ports only): ${missing} do not lead here, only documented settings do; see: lazulite doctor`,
  )
  const { server, credentials, files } = cloud
  const settings = hostEnvironment({
    ...{ origin: server.origin, credentials, files, caCertificate: server.caCertificate },
    present: context.env,
  })
  return { ...context.env, ...settings }
}
