/** Virtual machines for people: a table of all, or the facts of one. */
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import type { ArmClient } from '../arm-client.js'
import { machineVersion } from '../arm-paths.js'
import { powerState } from '../machine.js'
import { facts, table } from '../output/table.js'

const text = (value: unknown): string => (typeof value === 'string' ? value : '-')
const part = (value: unknown): JsonObject => (isJsonObject(value) ? value : {})

/** The group in a resource id, in the id's own case. */
const groupOf = (machine: JsonObject): string => /\/resourceGroups\/([^/]+)/i.exec(text(machine.id))?.[1] ?? '-'

const identityOf = (machine: JsonObject): string => text(part(machine.identity).type)

/** `arm` is asked for each machine's power state, which a list does not carry. */
export async function machineTable(machines: readonly JsonObject[], arm: ArmClient, width: number): Promise<string[]> {
  const states = await Promise.all(machines.map((machine) => stateOf(machine, arm)))
  const rows = machines.map((machine, index) => [
    text(machine.name),
    groupOf(machine),
    text(machine.location),
    states[index] ?? '-',
    identityOf(machine),
  ])
  return table(['name', 'group', 'location', 'state', 'identity'], rows, width)
}

async function stateOf(machine: JsonObject, arm: ArmClient): Promise<string> {
  const view = await arm.find(`${text(machine.id)}/instanceView?${machineVersion}`)
  return (view === undefined ? undefined : powerState(view)) ?? '-'
}

export function machineFacts(machine: JsonObject): string[] {
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
    ['id', text(machine.id)],
  ])
}
