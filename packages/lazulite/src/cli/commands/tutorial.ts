/** `lazulite tutorial`: plays a tutorial against the running server, or lists them. */
import { findExecutable } from '../../compute/netns/executables.js'
import { CliError, notImplemented, usageError } from '../cli-error.js'
import { operatorClient } from '../cloud-client.js'
import type { Configure } from '../command-module.js'
import { type CliContext, printJson, printLine } from '../context.js'
import { table } from '../output/table.js'
import { dataFolderOf, findCloud, type RunningCloud, withDataOption } from '../running-cloud.js'
import { linuxVmSystemAssigned } from '../tutorials/linux-vm-system-assigned.js'
import { linuxVmUserAssigned } from '../tutorials/linux-vm-user-assigned.js'
import { Stage, StepFailed } from '../tutorials/stage.js'
import type { TutorialRun } from '../tutorials/tutorial-run.js'

interface Tutorial {
  readonly name: string
  readonly summary: string
  /** Absent: known, and not there yet. */
  readonly play?: (run: TutorialRun) => Promise<void>
}

const tutorials: readonly Tutorial[] = [
  { name: 'linux-vm-system-assigned', summary: 'Linux, system-assigned identity', play: linuxVmSystemAssigned },
  {
    name: 'linux-vm-user-assigned',
    summary: 'Linux, user-assigned identity, with Azure CLI',
    play: linuxVmUserAssigned,
  },
  { name: 'windows-vm-system-assigned', summary: 'Windows, system-assigned identity' },
  { name: 'windows-vm-user-assigned', summary: 'Windows, user-assigned identity' },
]

interface TutorialOptions {
  readonly json?: true
  readonly keep?: true
  readonly resourceGroup?: string
}

export const configureTutorial: Configure = (command, context) => {
  withDataOption(command)
    .description(
      'Play a managed identity tutorial against the running server: each command and its real output. Without a name, list them.',
    )
    .argument('[name]', 'which one')
    .option('-g, --resource-group <group>', 'name of the group to make (default: DevTest, unless there is one)')
    .option('--keep', 'leave the resource group as it is at the end')
    .option('--json', 'as JSON: an array of steps with command, exitStatus, output, ok, durationMs')
    .action(async (name: string | undefined, options: TutorialOptions) => {
      if (name === undefined) return list(context, options.json === true)
      const tutorial = tutorials.find((candidate) => candidate.name === name)
      if (tutorial === undefined)
        throw usageError(`no tutorial '${name}'; there are ${tutorials.map((one) => one.name).join(', ')}`)
      if (tutorial.play === undefined) throw notImplemented(`lazulite tutorial ${name}`)
      const cloud = findCloud(command, context)
      refuseWithoutTools(cloud)
      await play(tutorial.play, { cloud, context, options, dataFolder: dataFolderOf(command, context).path })
    })
}

function list(context: CliContext, json: boolean): void {
  const rows = tutorials.map(({ name, summary, play }) => ({ name, summary, available: play !== undefined }))
  if (json) {
    printJson(context, rows)
    return
  }
  const cells = rows.map(({ name, summary, available }) => [name, available ? summary : `${summary} (later)`])
  for (const line of table(['tutorial', 'about'], cells, context.stdout.columns ?? 80)) printLine(context.stdout, line)
}

function refuseWithoutTools({ server }: RunningCloud): void {
  if (server.computeDriver !== 'netns') {
    throw new CliError(
      'this server has no machines that can be entered, which the tutorial needs; see: lazulite doctor',
    )
  }
  if (findExecutable('curl') === undefined) throw new CliError('the tutorial uses curl, which is not installed')
}

async function play(
  tutorial: NonNullable<Tutorial['play']>,
  {
    cloud,
    context,
    options,
    dataFolder,
  }: { cloud: RunningCloud; context: CliContext; options: TutorialOptions; dataFolder: string },
): Promise<void> {
  const stage = new Stage(context, options.json === true)
  // Ctrl-C reaches the step's program too: the step fails, and the clean-up still runs
  const ignore = (): void => {}
  process.on('SIGINT', ignore)
  try {
    await tutorial({
      ...{ stage, context, dataFolder, arm: operatorClient(cloud), credentials: cloud.credentials },
      subscriptionId: cloud.credentials.subscriptionId,
      ...(options.resourceGroup === undefined ? {} : { group: options.resourceGroup }),
      keep: options.keep === true,
    })
    if (options.json !== true) printLine(context.stdout, `${stage.records.length} steps, all as the tutorial says`)
  } catch (error) {
    if (error instanceof StepFailed) throw new CliError(error.message, { cause: error })
    throw error
  } finally {
    process.off('SIGINT', ignore)
    if (options.json === true) printJson(context, stage.records)
  }
}
