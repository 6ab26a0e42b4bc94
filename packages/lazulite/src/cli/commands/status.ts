/** `lazulite status`: the running server. Its JSON fields are part of the outside surface. */
import { isJsonObject, type JsonObject, textAt } from '../../domain/json.js'
import { CliError } from '../cli-error.js'
import { impatientClient } from '../cloud-client.js'
import type { Configure } from '../command-module.js'
import { printJson, printLine } from '../context.js'
import { delaysInWords } from '../output/delays.js'
import { facts } from '../output/table.js'
import { findCloud, type RunningCloud, withDataOption } from '../running-cloud.js'
import { modesPath } from './access-mode.js'

export const configureStatus: Configure = (command, context) => {
  withDataOption(command)
    .description('Show the running server; exit status 1 when none runs.')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: true }) => {
      const cloud = findCloud(command, context)
      const { server, credentials } = cloud
      const unenforced = await readUnenforced(cloud)
      const status = {
        origin: server.origin,
        pid: server.pid,
        version: server.version,
        tenantId: credentials.tenantId,
        subscriptionId: credentials.subscriptionId,
        admin: { userPrincipalName: credentials.admin.userPrincipalName },
        caCertificate: server.caCertificate,
        database: server.database,
        unenforced: unenforced ?? null,
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
        ...enforcementFacts(unenforced),
        ...(delays === undefined ? [] : ([['delays', delays]] as const)),
        ['up', `${status.uptimeSeconds} s`],
      ])
      for (const line of lines) printLine(context.stdout, line)
    })
}

/** For whom refusals do not count; `undefined` when the server does not say. */
async function readUnenforced(cloud: RunningCloud): Promise<JsonObject[] | undefined> {
  try {
    const { value } = await impatientClient(cloud).get(modesPath)
    return Array.isArray(value) ? value.filter(isJsonObject).filter(({ mode }) => mode !== 'enforce') : undefined
  } catch (error) {
    if (error instanceof CliError) return undefined
    throw error
  }
}

function enforcementFacts(unenforced: readonly JsonObject[] | undefined): [string, string][] {
  if (unenforced === undefined) return [['not enforced', 'unknown: the server did not say']]
  return unenforced.map((one, index) => [
    index === 0 ? 'not enforced' : '',
    `${textAt(one, 'displayName')} (${textAt(one, 'principalId')}): ${textAt(one, 'mode')}`,
  ])
}
