/** `lazulite explain`: known, and not there yet. */
import { notImplemented } from '../cli-error.js'
import type { Configure } from '../command-module.js'
import { withDataOption } from '../running-cloud.js'

export const configureExplain: Configure = (command) => {
  withDataOption(command)
    .description('Say whether a principal may do something, and exactly why. Not implemented yet.')
    .requiredOption('--principal <id>', 'object id of the principal')
    .requiredOption('--action <action>', 'such as Microsoft.Compute/virtualMachines/read')
    .requiredOption('--scope <scope>', 'resource id, group or subscription')
    .option('--json', 'as JSON')
    .action(() => {
      throw notImplemented('lazulite explain')
    })
}
