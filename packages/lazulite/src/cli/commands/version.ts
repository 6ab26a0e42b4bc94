/** `lazulite version`. */

import { version } from '../../version.js'
import type { Configure } from '../command-module.js'
import { printJson, printLine } from '../context.js'

export const configureVersion: Configure = (command, context) => {
  command
    .description('Print the versions of Lazulite and of the Node that runs it.')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: true }) => {
      const versions = {
        lazulite: version,
        node: process.versions.node,
        platform: `${process.platform}-${process.arch}`,
      }
      if (json === true) return printJson(context, versions)
      printLine(context.stdout, `lazulite ${versions.lazulite} (node ${versions.node}, ${versions.platform})`)
    })
}
