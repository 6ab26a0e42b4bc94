/** `lazulite explain`: allowed or denied, and exactly why. The answer is the server's; its JSON is the operations API's. */
import type { Attributes } from '../../domain/conditions/attributes.js'
import { isJsonObject } from '../../domain/json.js'
import type { Explanation } from '../../domain/rbac/explain/explanation.js'
import { CliError } from '../cli-error.js'
import { withClient } from '../cloud-client.js'
import type { Configure } from '../command-module.js'
import { printJson, printLine } from '../context.js'
import { addAttribute, scopeOf } from '../explain/question-options.js'
import { explanationLines } from '../explain/show-explanation.js'
import { painter } from '../output/colour.js'
import { type PrincipalOptions, principalClient, resolvePrincipal, withPrincipalOptions } from '../resolve-principal.js'
import { findCloud, withDataOption } from '../running-cloud.js'

interface ExplainOptions extends PrincipalOptions {
  readonly action: string
  readonly scope: string
  readonly dataAction?: true
  readonly subOperation?: string
  readonly attribute?: Attributes
  readonly exitCode?: true
  readonly json?: true
}

const widest = 100

export const configureExplain: Configure = (command, context) => {
  withPrincipalOptions(withDataOption(command))
    .description('Say whether a principal may do something, exactly why, and what would change it.')
    .requiredOption('--action <action>', 'such as Microsoft.Compute/virtualMachines/read')
    .requiredOption(
      '--scope <scope>',
      'id of a resource, group or subscription; or GROUP, or GROUP/Namespace/type/name',
    )
    .option('--data-action', 'it is a data action')
    .option('--sub-operation <name>', 'suboperation that conditions may ask about, such as Blob.List')
    .option(
      '--attribute <source:name=value>',
      'what conditions may ask about; source: request, resource, principal or environment; := for JSON; repeatable',
      addAttribute,
    )
    .option('--exit-code', 'exit status 1 when it is denied')
    .option('--json', 'as JSON')
    .action(async ({ action, scope, dataAction, subOperation, attribute, exitCode, json, ...who }: ExplainOptions) => {
      const cloud = findCloud(command, context)
      const asked = scopeOf(scope, cloud.credentials.subscriptionId)
      const explanation = await withClient({ cloud, context, what: 'asking' }, async (arm) => {
        const { principalId } = await resolvePrincipal(principalClient(cloud, arm), who)
        const answer = await arm.post('/_lazulite/access/evaluate', {
          ...{ principalId, action, scope: asked },
          ...(dataAction === undefined ? {} : { isDataAction: true }),
          ...(subOperation === undefined ? {} : { subOperation }),
          ...(attribute === undefined ? {} : { attributes: attribute }),
        })
        if (!isJsonObject(answer.explanation)) throw new CliError('the server gave no explanation')
        // written by the same program, of the same version
        return answer.explanation as unknown as Explanation
      })
      if (json === true) printJson(context, explanation)
      else {
        const width = Math.min(context.stdout.columns || 80, widest)
        const lines = explanationLines(explanation, { width, paint: painter(context.stdout, context.env) })
        for (const line of lines) printLine(context.stdout, line)
      }
      if (exitCode === true && explanation.decision === 'denied') context.exitWith(1)
    })
}
