/** `lazulite ssh`: the host's own SSH client, told where the machine is, whom to trust and which key to use. */
import { findExecutable } from '../../compute/netns/executables.js'
import { runAttached } from '../../compute/run-attached.js'
import { CliError } from '../cli-error.js'
import { withClient } from '../cloud-client.js'
import type { Configure } from '../command-module.js'
import { type MachineOptions, readMachine, requireMachine, runningMachineId, withMachineOptions } from '../machine.js'
import { findCloud, withDataOption } from '../running-cloud.js'
import { machineDoor } from '../ssh/machine-door.js'
import { sshArguments } from '../ssh/ssh-arguments.js'
import { privateKeyFor } from '../ssh/user-keys.js'

const examples = `
Examples:
  lazulite ssh -g DevTest -n web-1
  lazulite ssh -g DevTest -n web-1 -- uname -a
  lazulite ssh -g DevTest -n web-1 -- -L 8080:localhost:80
By hand: ssh -p PORT USER@localhost, as \`lazulite vm show\` prints it.`

export const configureSsh: Configure = (command, context) => {
  withMachineOptions(withDataOption(command))
    .description(
      'Open an SSH session in a running virtual machine, with the ssh of this computer. Its exit status is ours.',
    )
    .usage('[options] -- [ssh arguments...]')
    .argument('[args...]', 'options for ssh, and a command to run instead of a shell')
    .passThroughOptions()
    .addHelpText('after', examples)
    .action(async (given: string[], options: MachineOptions) => {
      const named = requireMachine(options)
      const cloud = findCloud(command, context)
      if (findExecutable('ssh') === undefined) {
        throw new CliError('ssh is not installed; install the package openssh-client, or use: lazulite vm shell')
      }
      const machine = await withClient({ cloud, context, what: `looking for ${named.name}` }, (arm) =>
        readMachine(arm, cloud, named),
      )
      runningMachineId(machine, named)
      const door = await machineDoor(machine, cloud)
      if (door === undefined) {
        throw new CliError(`${named.name} has nobody to sign in as, or no SSH server; use: lazulite vm shell`)
      }
      const privateKeyFile = privateKeyFor(door.publicKeys, cloud.files, context)
      const target = { ...door, ...(privateKeyFile === undefined ? {} : { privateKeyFile }) }
      const how = { cwd: context.workingFolder, environment: context.env }
      context.exitWith(await runAttached('ssh', sshArguments(target, given), how))
    })
}
