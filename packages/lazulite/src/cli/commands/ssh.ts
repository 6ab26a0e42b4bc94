/** `lazulite ssh`: known, and not there yet. */
import { notImplemented } from '../cli-error.js'
import type { Configure } from '../command-module.js'
import { withMachineOptions } from '../machine.js'
import { withDataOption } from '../running-cloud.js'

export const configureSsh: Configure = (command) => {
  withMachineOptions(withDataOption(command))
    .description('Open an SSH session in a virtual machine. Not implemented yet; see: lazulite vm shell.')
    .argument('[args...]', 'arguments for ssh, after --')
    .passThroughOptions()
    .action(() => {
      throw notImplemented('lazulite ssh; meanwhile: lazulite vm shell -g RG -n VM')
    })
}
