/** `lazulite token`: what a machine's metadata service gives, decoded. The token itself only when asked for. */
import { CliError } from '../cli-error.js'
import { withClient } from '../cloud-client.js'
import type { Configure } from '../command-module.js'
import { printJson, printLine } from '../context.js'
import { call } from '../https.js'
import { type MachineOptions, requireMachine, withMachineOptions } from '../machine.js'
import { openMetadataPort } from '../metadata-port.js'
import { facts } from '../output/table.js'
import { findCloud, withDataOption } from '../running-cloud.js'
import { decodeToken, type ManagedIdentityToken, readTokenAnswer } from '../token/managed-identity-token.js'

interface TokenOptions extends MachineOptions {
  readonly resource: string
  readonly clientId?: string
  readonly raw?: true
  readonly json?: true
}

export const configureToken: Configure = (command, context) => {
  withMachineOptions(withDataOption(command))
    .description("Ask a virtual machine's metadata service for a token and show it decoded, without its signature.")
    .option('--resource <resource>', 'what the token is for', 'https://management.azure.com/')
    .option('--client-id <id>', 'client id of a user-assigned identity')
    .option('--raw', 'print the token itself and nothing else')
    .option('--json', 'as JSON')
    .action(async ({ resource, clientId, raw, json, ...options }: TokenOptions) => {
      const machine = requireMachine(options)
      const cloud = findCloud(command, context)
      const token = await withClient({ cloud, context, what: 'asking for a token' }, async (arm) => {
        const origin = await openMetadataPort(arm, cloud, machine)
        return await requestIdentityToken(origin, resource, clientId)
      })
      if (raw === true) return printLine(context.stdout, token.accessToken)
      const { header, claims } = decodeToken(token.accessToken)
      if (json === true) return printJson(context, { header, claims, expiresOn: token.expiresOn })
      const rows = (content: object): [string, string][] =>
        Object.entries(content).map(([name, value]) => [`  ${name}`, readable(name, value)])
      for (const line of ['header', ...facts(rows(header)), '', 'claims', ...facts(rows(claims))]) {
        printLine(context.stdout, line)
      }
    })
}

/** The call that every managed identity client makes. @throws CliError with the metadata service's own words */
async function requestIdentityToken(
  origin: string,
  resource: string,
  clientId: string | undefined,
): Promise<ManagedIdentityToken> {
  const query = new URLSearchParams({
    'api-version': '2018-02-01',
    resource,
    ...(clientId === undefined ? {} : { client_id: clientId }),
  })
  const url = `${origin}/metadata/identity/oauth2/token?${query}`
  return readTokenAnswer(await call({ method: 'GET', url, headers: { Metadata: 'true' } }))
}

const instants = new Set(['exp', 'iat', 'nbf', 'xms_ftd', 'auth_time'])

/** Instants with their date beside the number. */
function readable(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (!instants.has(name) || typeof value !== 'number') return text
  const date = new Date(value * 1000)
  if (Number.isNaN(date.getTime())) throw new CliError(`the token's ${name} is no instant`)
  return `${text} (${date.toISOString().replace('.000Z', 'Z')})`
}
