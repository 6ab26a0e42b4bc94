/** `lazulite status`: the running server. Its JSON fields are part of the outside surface. */
import type { Configure } from '../command-module.js'
import { printJson, printLine } from '../context.js'
import { delaysInWords } from '../output/delays.js'
import { facts } from '../output/table.js'
import { findCloud, withDataOption } from '../running-cloud.js'

export const configureStatus: Configure = (command, context) => {
  withDataOption(command)
    .description('Show the running server; exit status 1 when none runs.')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: true }) => {
      const { server, credentials } = findCloud(command, context)
      const status = {
        origin: server.origin,
        pid: server.pid,
        version: server.version,
        tenantId: credentials.tenantId,
        subscriptionId: credentials.subscriptionId,
        admin: { userPrincipalName: credentials.admin.userPrincipalName },
        caCertificate: server.caCertificate,
        database: server.database,
        rolePropagationDelay: server.rolePropagationDelay,
        groupMembershipDelay: server.groupMembershipDelay,
        uptimeSeconds: Math.max(0, Math.floor((Date.now() - Date.parse(server.startedAt)) / 1000)),
      }
      if (json === true) return printJson(context, status)
      const delays = delaysInWords(status)
      const lines = facts([
        ['origin', status.origin],
        ['pid', String(status.pid)],
        ['version', status.version],
        ['tenant', status.tenantId],
        ['subscription', status.subscriptionId],
        ['administrator', status.admin.userPrincipalName],
        ['CA certificate', status.caCertificate],
        ['database', status.database],
        ['machines', server.computeDriver],
        ...(delays === undefined ? [] : ([['delays', delays]] as const)),
        ['up', `${status.uptimeSeconds} s`],
      ])
      for (const line of lines) printLine(context.stdout, line)
    })
}
