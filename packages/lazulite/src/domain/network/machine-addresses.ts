/** The public addresses of virtual machines: machine ← network interface → public address, as the records say it. */
import type { Resource } from '../arm-resource/resource.js'
import { isJsonObject, objectAt, textAt } from '../json.js'
import { resourceKey } from '../resource-id/resource-id.js'

export interface MachineAddress {
  readonly machineId: string
  /** As the record has it, `203.0.113.5`. */
  readonly address: string
}

/** @param addresses records of `publicIPAddresses`; those without an address yet count for nothing */
export function machineAddresses(
  interfaces: readonly Resource[],
  addresses: readonly Resource[],
): readonly MachineAddress[] {
  const known = new Map(
    addresses.flatMap(({ id, body }) => {
      const address = textAt(body, 'properties', 'ipAddress')
      return address === undefined ? [] : [[resourceKey(id), address] as const]
    }),
  )
  return interfaces.flatMap(({ body }) => {
    const machineId = textAt(body, 'virtualMachine', 'id')
    const configurations = objectAt(body, 'properties')?.ipConfigurations
    if (machineId === undefined || !Array.isArray(configurations)) return []
    return configurations.filter(isJsonObject).flatMap((configuration) => {
      const reference = textAt(configuration, 'properties', 'publicIPAddress', 'id')
      const address = reference === undefined ? undefined : known.get(resourceKey(reference))
      return address === undefined ? [] : [{ machineId, address }]
    })
  })
}
