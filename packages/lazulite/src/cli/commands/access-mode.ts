/** `lazulite access mode`: for whom refusals do not count, shown and set. */
import { Argument, type Command } from 'commander'
import { isJsonObject, textAt } from '../../domain/json.js'
import { type AccessMode, accessModes } from '../../domain/rbac/decision.js'
import { usageError } from '../cli-error.js'
import { withClient } from '../cloud-client.js'
import { type CliContext, printJson, printLine } from '../context.js'
import { table } from '../output/table.js'
import { type PrincipalOptions, principalClient, resolvePrincipal, withPrincipalOptions } from '../resolve-principal.js'
import { findCloud, withDataOption } from '../running-cloud.js'

export const modesPath = '/_lazulite/access/modes'

export function configureAccessMode(command: Command, context: CliContext): void {
  withPrincipalOptions(withDataOption(command))
    .description(
      'Show for whom access is not enforced, or set it for one principal: enforce (as for everybody), audit (refusals are recorded and let through), off.',
    )
    .addArgument(new Argument('[mode]', 'what to set').choices(accessModes))
    .option('--json', 'as JSON')
    .action(async (mode: AccessMode | undefined, { json, ...who }: PrincipalOptions & { json?: true }) => {
      const isNamed = Object.keys(who).some((name) => name !== 'data')
      if (mode !== undefined && !isNamed)
        throw usageError('name whose mode to set with --principal, or a virtual machine with -g GROUP -n NAME')
      const cloud = findCloud(command, context)
      await withClient({ cloud, context, what: mode === undefined ? 'reading' : 'setting the mode' }, async (arm) => {
        const principal = isNamed ? await resolvePrincipal(principalClient(cloud, arm), who) : undefined
        if (mode !== undefined && principal !== undefined) {
          const set = await arm.put(`${modesPath}/${principal.principalId}`, { mode })
          if (json === true) return printJson(context, set)
          return printLine(context.stdout, `${principal.displayName}: ${textAt(set, 'mode') ?? mode}`)
        }
        const { value } = await arm.get(modesPath)
        const all = Array.isArray(value) ? value.filter(isJsonObject) : []
        if (principal !== undefined) {
          const found = all.find((one) => one.principalId === principal.principalId)
          if (json === true) return printJson(context, found ?? { ...principal, mode: 'enforce', source: 'default' })
          return printLine(context.stdout, `${principal.displayName}: ${textAt(found, 'mode') ?? 'enforce'}`)
        }
        if (json === true) return printJson(context, all)
        if (all.length === 0) return printLine(context.stdout, 'access is enforced for everybody')
        const rows = all.map((one) =>
          [one.displayName, one.principalId, one.mode, one.source === 'startOption' ? 'start option' : 'set'].map(
            String,
          ),
        )
        const width = context.stdout.columns || 80
        for (const line of table(['name', 'object id', 'mode', 'by'], rows, width)) printLine(context.stdout, line)
      })
    })
}
