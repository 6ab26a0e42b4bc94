/** `lazulite access report`: what somebody used, the smallest role that covers it, and a custom role that is exactly it. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import { parseSince } from '../../domain/since.js'
import { CliError, usageError } from '../cli-error.js'
import { withClient } from '../cloud-client.js'
import { type CliContext, printJson, printLine } from '../context.js'
import {
  type PrincipalOptions,
  principalClient,
  principalNamed,
  resolvePrincipal,
  withPrincipalOptions,
} from '../resolve-principal.js'
import { findCloud, withDataOption } from '../running-cloud.js'
import { reportLines } from './report-lines.js'

interface ReportOptions extends PrincipalOptions {
  readonly since?: string
  readonly role?: true
  readonly roleFile?: string
  readonly json?: true
}

export function configureAccessReport(command: Command, context: CliContext): void {
  withPrincipalOptions(withDataOption(command))
    .description(
      'Show what a principal used and was refused, the smallest roles that cover it, and a custom role that grants exactly it.',
    )
    .option('--since <time>', 'only from then on: 30m, 1h, 7d ago, or a date')
    .option('--role', 'print the custom role alone, as JSON for az role definition create')
    .option('--role-file <file>', 'write the custom role to a file, too')
    .option('--json', 'as JSON')
    .action(async (options: ReportOptions) => {
      const { since, role, roleFile, json } = options
      if (since !== undefined && parseSince(since, 0) === undefined)
        throw usageError(`--since ${since} is neither a time like 30m, 1h or 7d nor a date`)
      if (role === true && json === true) throw usageError('give either --role or --json')
      principalNamed(options)
      const cloud = findCloud(command, context)
      const { principal, report } = await withClient({ cloud, context, what: 'reading the audit log' }, async (arm) => {
        const principal = await resolvePrincipal(principalClient(cloud, arm), options)
        const query = new URLSearchParams({ principalId: principal.principalId })
        if (since !== undefined) query.set('since', since)
        return { principal, report: await arm.get(`/_lazulite/access/report?${query}`) }
      })
      if (roleFile !== undefined) writeFileSync(resolve(context.workingFolder, roleFile), fileText(requireRole(report)))
      if (role === true) return printJson(context, requireRole(report))
      if (json === true) return printJson(context, report)
      const width = context.stdout.columns ?? 80
      for (const line of reportLines(principal, report, { width, ...(roleFile === undefined ? {} : { roleFile }) })) {
        printLine(context.stdout, line)
      }
    })
}

/** @throws CliError when there is none */
function requireRole({ customRole }: JsonObject): JsonObject {
  if (isJsonObject(customRole)) return customRole
  throw new CliError('nothing was used that a custom role can grant')
}

const fileText = (role: JsonObject): string => `${JSON.stringify(role, null, 2)}\n`
