/** `lazulite exec`: a program where the public Azure names lead here; with a VM, inside it. Its exit status is ours. */
import { usageError } from '../cli-error.js'
import type { Configure } from '../command-module.js'
import { enterMachine } from '../enter-machine.js'
import { type MachineOptions, machineNamed, withMachineOptions } from '../machine.js'
import { findCloud, withDataOption } from '../running-cloud.js'

const examples = `
Examples:
  lazulite exec -- az group list
  lazulite exec -g DevTest -n web-1 -- \\
    curl -H Metadata:true http://169.254.169.254/metadata/versions
  echo 'date; hostname' | lazulite exec -g DevTest -n web-1 -- sh`

export const configureExec: Configure = (command, context) => {
  withMachineOptions(withDataOption(command))
    .description(
      'Run a command where the public Azure names lead to this cloud and its certificates are trusted; with a virtual machine, inside it. ' +
        "Exit status and signals are the command's.",
    )
    .usage('[options] -- <command> [arguments...]')
    .argument('[command...]', 'what to run, with its own options untouched')
    .passThroughOptions()
    .addHelpText('after', examples)
    .action(async (argv: string[], options: MachineOptions) => {
      const machine = machineNamed(options)
      if (argv.length === 0)
        throw usageError('name a command after --; for a shell: lazulite vm shell -g GROUP -n NAME')
      const cloud = findCloud(command, context)
      context.exitWith(await enterMachine({ cloud, context, argv, ...(machine === undefined ? {} : { machine }) }))
    })
}
