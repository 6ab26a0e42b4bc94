/** Where and as whom a machine is signed in to, from what Resource Manager shows and what lies in the data folder. */
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../domain/json.js'
import { readSshDoor, type SshDoor } from '../../gateway/machine-folders.js'
import { powerState } from '../machine.js'
import type { RunningCloud } from '../running-cloud.js'

export interface MachineDoor extends SshDoor {
  readonly user: string
  readonly publicKeys: readonly string[]
}

/** `undefined` for a machine without an administrator of its own, or without an SSH server on this computer. */
export async function machineDoor(
  machine: JsonObject,
  { files }: Pick<RunningCloud, 'files'>,
): Promise<MachineDoor | undefined> {
  const osProfile = objectAt(machine, 'properties', 'osProfile')
  const user = textAt(osProfile, 'adminUsername')
  const vmId = textAt(machine, 'properties', 'vmId')?.toLowerCase()
  if (user === undefined || vmId === undefined) return undefined
  const door = await readSshDoor(files.machinesFolder, vmId)
  const keys = objectAt(osProfile, 'linuxConfiguration', 'ssh')?.publicKeys
  const publicKeys = Array.isArray(keys) ? keys.filter(isJsonObject).flatMap((key) => textAt(key, 'keyData') ?? []) : []
  return door === undefined ? undefined : { ...door, user, publicKeys }
}

/** The same, unless the machine is known not to run. `view`: the machine, or its instance view. */
export const openDoor = async (
  machine: JsonObject,
  view: JsonObject | undefined,
  cloud: Pick<RunningCloud, 'files'>,
): Promise<MachineDoor | undefined> =>
  view !== undefined && powerState(view) === 'running' ? machineDoor(machine, cloud) : undefined
