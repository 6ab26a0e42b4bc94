/** Which virtual machine a command means, and whether it can be entered. */
import type { Command } from 'commander'
import { isJsonObject, type JsonObject } from '../domain/json.js'
import type { ArmClient } from './arm-client.js'
import { machinePath, machineVersion } from './arm-paths.js'
import { CliError, usageError } from './cli-error.js'
import type { RunningCloud } from './running-cloud.js'

export interface MachineOptions {
  readonly resourceGroup?: string
  readonly name?: string
  readonly vm?: string
}

export interface MachineName {
  readonly group: string
  readonly name: string
}

export const withMachineOptions = (command: Command): Command =>
  command
    .option('-g, --resource-group <group>', 'resource group of the virtual machine')
    .option('-n, --name <name>', 'name of the virtual machine')
    .option('--vm <id>', 'resource id of the virtual machine, or GROUP/NAME, instead of -g and -n')

/** Undefined when no machine is named. @throws CliError (2) when it is named by half */
export function machineNamed({ resourceGroup, name, vm }: MachineOptions): MachineName | undefined {
  if (vm !== undefined) {
    if (resourceGroup !== undefined || name !== undefined) throw usageError('give either --vm, or -g and -n')
    const id = /\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/virtualMachines\/([^/]+)$/i.exec(vm)
    const [, group, machine] = id ?? /^([^/]+)\/([^/]+)$/.exec(vm) ?? []
    if (group === undefined || machine === undefined)
      throw usageError(`--vm ${vm} is neither a virtual machine's id nor GROUP/NAME`)
    return { group, name: machine }
  }
  if (resourceGroup === undefined && name === undefined) return undefined
  if (resourceGroup === undefined) throw usageError('-n needs -g, the resource group of the virtual machine')
  if (name === undefined) throw usageError('-g needs -n, the name of the virtual machine')
  return { group: resourceGroup, name }
}

/** @throws CliError (2) when no machine is named */
export function requireMachine(options: MachineOptions): MachineName {
  const machine = machineNamed(options)
  if (machine === undefined) throw usageError('name a virtual machine with -g GROUP -n NAME')
  return machine
}

/** The machine as ARM shows it, with its instance view. @throws ServiceError */
export const readMachine = (arm: ArmClient, cloud: RunningCloud, { group, name }: MachineName): Promise<JsonObject> =>
  arm.get(`${machinePath(cloud.credentials.subscriptionId, group, name)}?$expand=instanceView&${machineVersion}`)

/** `running`, `deallocated` … from the instance view; undefined when it says nothing. */
export function powerState(machine: JsonObject): string | undefined {
  const properties = isJsonObject(machine.properties) ? machine.properties : {}
  const view = isJsonObject(properties.instanceView) ? properties.instanceView : machine
  const statuses = Array.isArray(view.statuses) ? view.statuses.filter(isJsonObject) : []
  const codes = statuses.map(({ code }) => (typeof code === 'string' ? code : ''))
  return codes.find((code) => /^PowerState\//i.test(code))?.slice('PowerState/'.length)
}

/** `properties.vmId` of a machine that runs. @throws CliError when it does not */
export function runningMachineId(machine: JsonObject, { group, name }: MachineName): string {
  const state = powerState(machine)
  if (state !== undefined && state !== 'running') {
    throw new CliError(`${name} is not running (${state}); start it with: lazulite vm start -g ${group} -n ${name}`)
  }
  const properties = isJsonObject(machine.properties) ? machine.properties : {}
  if (typeof properties.vmId !== 'string')
    throw new CliError(`the server did not say which machine ${name} is (no vmId)`)
  return properties.vmId.toLowerCase()
}
