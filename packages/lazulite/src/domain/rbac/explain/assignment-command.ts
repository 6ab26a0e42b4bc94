/** The Azure CLI command that assigns a role: what an explanation offers to copy. */
import { shellWord } from '../../shell-word.js'
import type { ExplainedPrincipal } from './explanation.js'

export interface WantedAssignment {
  readonly principal: Pick<ExplainedPrincipal, 'principalId' | 'kind'>
  /** The role's name. */
  readonly role: string
  readonly scope: string
}

/** In parts that each can stand on a line: the command, then one option with its value each. */
export const assignmentCommand = ({ principal: { principalId, kind }, role, scope }: WantedAssignment): string[] => [
  'az role assignment create',
  `--assignee-object-id ${shellWord(principalId)}`,
  ...(kind === 'Unknown' ? [] : [`--assignee-principal-type ${kind}`]),
  `--role ${shellWord(role)}`,
  `--scope ${shellWord(scope)}`,
]
