/** The `lazulite explain` command that asks an access question once more, with all that conditions were told. */
import { type AttributeSource, type AttributeValue, attributeSources } from '../../conditions/attributes.js'
import { shellWord } from '../../shell-word.js'
import type { AccessQuestion } from '../decision.js'

/** @param principalId object id */
export function explainCommand(
  principalId: string,
  { action, isDataAction, scope, subOperation, attributes = {} }: AccessQuestion,
): string {
  const said = attributeSources.flatMap((source) =>
    Object.entries(attributes[source] ?? {}).map(([name, value]) => attributeWord(source, { name, value })),
  )
  return [
    `lazulite explain --principal ${shellWord(principalId)} --action ${shellWord(action)} --scope ${shellWord(scope)}`,
    ...(isDataAction === true ? ['--data-action'] : []),
    ...(subOperation === undefined ? [] : [`--sub-operation ${shellWord(subOperation)}`]),
    ...said.map((word) => `--attribute ${shellWord(word)}`),
  ].join(' ')
}

/** `request:NAME=text`, or `request:NAME:=JSON` for everything but a text. */
export const attributeWord = (
  source: AttributeSource,
  { name, value }: { readonly name: string; readonly value: AttributeValue },
): string => `${source}:${name}${typeof value === 'string' ? `=${value}` : `:=${JSON.stringify(value)}`}`
