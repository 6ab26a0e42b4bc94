/** `lazulite vm …`: short forms over ARM; no private door. */
import type { Command } from 'commander'
import { groupPath, machinePath, machineVersion } from '../arm-paths.js'
import { CliError } from '../cli-error.js'
import { withClient } from '../cloud-client.js'
import type { Configure } from '../command-module.js'
import { type CliContext, printJson, printLine } from '../context.js'
import { enterMachine } from '../enter-machine.js'
import { type MachineOptions, readMachine, requireMachine, withMachineOptions } from '../machine.js'
import { askYesOrNo } from '../output/ask.js'
import { findCloud, withDataOption } from '../running-cloud.js'
import { type CreateOptions, createMachine } from '../vm/create-machine.js'
import { imageNames } from '../vm/machine-body.js'
import { machineFacts, machineTable } from '../vm/show-machines.js'

export const configureVm: Configure = (command, context) => {
  withDataOption(command).description(
    'Make, list, enter and delete virtual machines: short forms over Azure Resource Manager.',
  )
  configureCreate(command.command('create'), context)
  configureList(command.command('list'), context)
  configureShow(command.command('show'), context)
  configureDelete(command.command('delete'), context)
  configureShell(command.command('shell'), context)
  configurePower(command.command('start'), context, { action: 'start', doing: 'starting', done: 'started' })
  configurePower(command.command('stop'), context, { action: 'powerOff', doing: 'stopping', done: 'stopped' })
}

interface JsonOption {
  readonly json?: true
}

const printLines = (context: CliContext, lines: readonly string[]): void => {
  for (const line of lines) printLine(context.stdout, line)
}

function configureCreate(command: Command, context: CliContext): void {
  withMachineOptions(withDataOption(command))
    .description('Make a virtual machine, and its resource group if there is none; it runs when this returns.')
    .option('-l, --location <location>', "Azure location (default: the group's, westus2 for a new one)")
    .option('--image <image>', `${imageNames.join(', ')} or publisher:offer:sku:version`, 'ubuntu')
    .option('--size <size>', 'size of the machine', 'Standard_DS1_v2')
    .option('--assign-identity [ids...]', 'managed identities: [system] (when no value follows) and resource ids')
    .option('--admin-username <name>', 'name of the first user', 'azureuser')
    .option(
      '--ssh-key <key>',
      'OpenSSH public key, or a file with it (default: your own in ~/.ssh, else one made for lazulite ssh)',
    )
    .option('--json', 'as JSON')
    .action(async ({ json, ...options }: MachineOptions & CreateOptions & JsonOption) => {
      const machine = requireMachine(options)
      const cloud = findCloud(command, context)
      const made = await createMachine({ cloud, context, machine }, options)
      if (json === true) return printJson(context, made)
      const shown = await withClient({ cloud, context, what: 'reading' }, (arm) => readMachine(arm, cloud, machine))
      printLines(context, await machineFacts(shown, cloud))
    })
}

function configureList(command: Command, context: CliContext): void {
  withDataOption(command)
    .description('List the virtual machines of the subscription, or of one group.')
    .option('-g, --resource-group <group>', 'only this group')
    .option('--json', 'as JSON: an array of ARM resources')
    .action(async ({ resourceGroup, json }: { resourceGroup?: string } & JsonOption) => {
      const cloud = findCloud(command, context)
      const { subscriptionId } = cloud.credentials
      const scope =
        resourceGroup === undefined ? `/subscriptions/${subscriptionId}` : groupPath(subscriptionId, resourceGroup)
      await withClient({ cloud, context, what: 'listing' }, async (arm) => {
        const machines = await arm.list(`${scope}/providers/Microsoft.Compute/virtualMachines?${machineVersion}`)
        if (json === true) return printJson(context, machines)
        if (machines.length === 0) return printLine(context.stderr, 'no virtual machines')
        printLines(context, await machineTable(machines, { arm, cloud, width: context.stdout.columns ?? 80 }))
      })
    })
}

function configureShow(command: Command, context: CliContext): void {
  withMachineOptions(withDataOption(command))
    .description('Show a virtual machine.')
    .option('--json', 'as JSON: the ARM resource with its instance view')
    .action(async ({ json, ...options }: MachineOptions & JsonOption) => {
      const machine = requireMachine(options)
      const cloud = findCloud(command, context)
      const shown = await withClient({ cloud, context, what: 'reading' }, (arm) => readMachine(arm, cloud, machine))
      if (json === true) printJson(context, shown)
      else printLines(context, await machineFacts(shown, cloud))
    })
}

function configureDelete(command: Command, context: CliContext): void {
  withMachineOptions(withDataOption(command))
    .description('Delete a virtual machine and everything that runs in it. Asks first on a terminal.')
    .option('-y, --yes', 'do not ask')
    .action(async ({ yes, ...options }: MachineOptions & { yes?: true }) => {
      const machine = requireMachine(options)
      const cloud = findCloud(command, context)
      if (yes !== true && context.stderr.isTTY === true && process.stdin.isTTY) {
        if (!(await askYesOrNo(`delete ${machine.name} in ${machine.group}?`))) throw new CliError('not deleted')
      }
      const path = `${machinePath(cloud.credentials.subscriptionId, machine.group, machine.name)}?${machineVersion}`
      await withClient({ cloud, context, what: `deleting ${machine.name}` }, async (arm) => {
        // Resource Manager answers a delete of nothing with success; whoever types a name wants to know
        await arm.get(path)
        await arm.delete(path)
      })
      printLine(context.stdout, `deleted ${machine.name}`)
    })
}

function configureShell(command: Command, context: CliContext): void {
  withMachineOptions(withDataOption(command))
    .description('Open an interactive shell inside a virtual machine; without one, on the workstation.')
    .action(async (options: MachineOptions) => {
      const machine = (options.vm ?? options.resourceGroup ?? options.name) ? requireMachine(options) : undefined
      const cloud = findCloud(command, context)
      const argv = ['sh', '-c', 'command -v bash >/dev/null && exec bash -i; exec sh -i']
      context.exitWith(await enterMachine({ cloud, context, argv, ...(machine === undefined ? {} : { machine }) }))
    })
}

function configurePower(
  command: Command,
  context: CliContext,
  { action, doing, done }: { readonly action: string; readonly doing: string; readonly done: string },
): void {
  withMachineOptions(withDataOption(command))
    .description(`${action === 'start' ? 'Start' : 'Stop (power off)'} a virtual machine.`)
    .action(async (options: MachineOptions) => {
      const machine = requireMachine(options)
      const cloud = findCloud(command, context)
      const path = machinePath(cloud.credentials.subscriptionId, machine.group, machine.name)
      await withClient({ cloud, context, what: `${doing} ${machine.name}` }, (arm) =>
        arm.post(`${path}/${action}?${machineVersion}`),
      )
      printLine(context.stdout, `${done} ${machine.name}`)
    })
}
