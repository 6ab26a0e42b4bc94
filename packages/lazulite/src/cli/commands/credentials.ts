/** `lazulite credentials`: what was generated or chosen at first start. Also without a running server. */
import { readCredentials } from '../../config/credentials.js'
import { dataFolder } from '../../config/data-folder.js'
import { liveServer } from '../../config/server-record.js'
import { CliError } from '../cli-error.js'
import type { Configure } from '../command-module.js'
import { printJson, printLine } from '../context.js'
import { facts } from '../output/table.js'
import { dataFolderOf, withDataOption } from '../running-cloud.js'

export const configureCredentials: Configure = (command, context) => {
  withDataOption(command)
    .description("Show the administrator's and the operator's credentials.")
    .option('--json', 'as JSON')
    .action(({ json }: { json?: true }) => {
      const folder = dataFolderOf(command, context)
      const files = dataFolder(liveServer(folder)?.dataFolder ?? folder.path)
      const credentials = readCredentials(files)
      if (credentials === undefined)
        throw new CliError(`no credentials in ${files.path} yet: the first start makes them`)
      if (json === true) return printJson(context, credentials)
      const lines = [
        ...facts([
          ['tenant', credentials.tenantId],
          ['subscription', credentials.subscriptionId],
        ]),
        '',
        'administrator (a user)',
        ...facts([
          ['  name', credentials.admin.userPrincipalName],
          ['  password', credentials.admin.password],
        ]),
        '',
        'operator (an application, for scripts)',
        ...facts([
          ['  client id', credentials.operator.clientId],
          ['  client secret', credentials.operator.clientSecret],
        ]),
      ]
      for (const line of lines) printLine(context.stdout, line)
    })
}
