/** What every tutorial is given, and the resource group that it makes for itself and takes away at the end. */
import { randomBytes } from 'node:crypto'
import type { ArmClient } from '../arm-client.js'
import { groupPath, groupVersion } from '../arm-paths.js'
import { CliError } from '../cli-error.js'
import type { CliContext } from '../context.js'
import type { RunningCloud } from '../running-cloud.js'
import type { Stage } from './stage.js'

export interface TutorialRun {
  readonly stage: Stage
  readonly context: CliContext
  readonly arm: ArmClient
  readonly subscriptionId: string
  readonly credentials: RunningCloud['credentials']
  /** What `LAZULITE_DATA` must be to mean this server. */
  readonly dataFolder: string
  /** A name for the group; by default the tutorial's own, `DevTest`, unless there is such a group. */
  readonly group?: string
  /** Leave everything as it is at the end. */
  readonly keep: boolean
}

/**
 * Plays `steps` in a group of the tutorial's own, which is deleted afterwards, also when a step failed.
 * @throws StepFailed after the failing step was shown, CliError when it cannot begin
 */
export async function inOwnGroup(run: TutorialRun, steps: (group: string) => Promise<void>): Promise<void> {
  const group = await freeGroupName(run)
  try {
    await steps(group)
  } finally {
    if (!run.keep) await cleanUp(run, group)
  }
}

async function cleanUp({ stage, arm, subscriptionId }: TutorialRun, group: string): Promise<void> {
  const path = `${groupPath(subscriptionId, group)}?${groupVersion}`
  if ((await arm.find(path)) === undefined) return
  await stage.play({
    title: 'Clean up (keep everything with --keep)',
    command: `DELETE https://management.azure.com${path}`,
    prompt: '>',
    async run() {
      await arm.delete(path)
      return { exitStatus: 0, output: '' }
    },
  })
}

/** The group is deleted at the end, so it must not be anybody's. @throws CliError when the asked for name is taken */
async function freeGroupName({ arm, subscriptionId, group }: TutorialRun): Promise<string> {
  const isTaken = async (name: string) =>
    (await arm.find(`${groupPath(subscriptionId, name)}?${groupVersion}`)) !== undefined
  if (group !== undefined) {
    if (await isTaken(group))
      throw new CliError(`there is a resource group ${group} already; the tutorial makes its own`)
    return group
  }
  return (await isTaken('DevTest')) ? `DevTest-${randomBytes(3).toString('hex')}` : 'DevTest'
}
