/** Virtual machines for people: a table of all, or the facts of one. */
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import type { ArmClient } from '../arm-client.js'
import { machineVersion } from '../arm-paths.js'
import { powerState } from '../machine.js'
import { facts, table } from '../output/table.js'
import type { RunningCloud } from '../running-cloud.js'
import { openDoor } from '../ssh/machine-door.js'
import { plainCommand } from '../ssh/ssh-arguments.js'

const text = (value: unknown): string => (typeof value === 'string' ? value : '-')
const part = (value: unknown): JsonObject => (isJsonObject(value) ? value : {})

/** The group in a resource id, in the id's own case. */
const groupOf = (machine: JsonObject): string => /\/resourceGroups\/([^/]+)/i.exec(text(machine.id))?.[1] ?? '-'

const identityOf = (machine: JsonObject): string => text(part(machine.identity).type)

/** `arm` is asked for each machine's power state, which a list does not carry. */
export async function machineTable(
  machines: readonly JsonObject[],
  { arm, cloud, width }: { readonly arm: ArmClient; readonly cloud: RunningCloud; readonly width: number },
): Promise<string[]> {
  const rows = machines.map(async (machine) => {
    const view = await arm.find(`${text(machine.id)}/instanceView?${machineVersion}`)
    const door = await openDoor(machine, view, cloud)
    return [
      text(machine.name),
      groupOf(machine),
      text(machine.location),
      (view === undefined ? undefined : powerState(view)) ?? '-',
      identityOf(machine),
      door === undefined ? '-' : String(door.port),
    ]
  })
  return table(['name', 'group', 'location', 'state', 'identity', 'ssh port'], await Promise.all(rows), width)
}

export async function machineFacts(machine: JsonObject, cloud: RunningCloud): Promise<string[]> {
  const door = await openDoor(machine, machine, cloud)
  const properties = part(machine.properties)
  const image = part(part(properties.storageProfile).imageReference)
  const identity = part(machine.identity)
  const assigned = Object.entries(part(identity.userAssignedIdentities))
  return facts([
    ['name', text(machine.name)],
    ['group', groupOf(machine)],
    ['location', text(machine.location)],
    ['state', powerState(machine) ?? text(properties.provisioningState)],
    ['size', text(part(properties.hardwareProfile).vmSize)],
    ['image', [image.publisher, image.offer, image.sku].map(text).join(':')],
    ['vm id', text(properties.vmId)],
    ['identity', identityOf(machine)],
    ...(typeof identity.principalId === 'string' ? ([['principal id', identity.principalId]] as const) : []),
    ...assigned.map(
      ([id, details]) =>
        ['user-assigned', `${id.split('/').at(-1)} (client id ${text(part(details).clientId)})`] as const,
    ),
    ...(door === undefined ? [] : ([['ssh', plainCommand(door)]] as const)),
    ['id', text(machine.id)],
  ])
}
