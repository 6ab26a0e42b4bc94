/** The cause of a refusal in one sentence, without its subject: for the log, for the first line of an explanation. */
import type { AccessQuestion, Denied, Finding } from '../decision.js'
import { scopeWords } from './scope-words.js'

/** `no role is assigned at resource group dev or above`; no full stop. */
export function refusalSentence(
  denied: Denied,
  { scope, isDataAction }: Pick<AccessQuestion, 'scope' | 'isDataAction'>,
): string {
  const { reason, findings, deny } = denied
  const where = scopeWords(scope)
  switch (reason) {
    case 'denyAssignment':
      return `deny assignment '${deny?.displayName ?? ''}' at ${scopeWords(deny?.scope ?? scope)} denies it`
    case 'noAssignment':
      return `no role is assigned at ${where}${scope === '/' ? '' : ' or above'}`
    case 'noMatchingAction':
      return `${rolesWithout(findings)} the ${isDataAction === true ? 'data action' : 'action'}`
    case 'excludedByNotActions':
      return nearest(
        findings,
        'excludedByNotActions',
        (role, { pattern }) =>
          `${role} leaves out ${pattern ?? ''} (${isDataAction === true ? 'notDataActions' : 'notActions'})`,
      )
    case 'conditionNotMet':
      return nearest(findings, 'conditionNotMet', (role) => `${role} has the action, but its condition is not true`)
  }
}

/** `Reader does not have`, `none of Reader and AcrPull has`. */
function rolesWithout(findings: readonly Finding[]): string {
  const names = [...new Set(findings.map(roleName))]
  if (names.length === 1) return `${names[0]} does not have`
  const shown = names.slice(0, 3)
  const rest = names.length - shown.length
  const last = rest > 0 ? `${rest} more` : shown.pop()
  return `none of ${shown.join(', ')} and ${last} has`
}

function nearest(
  findings: readonly Finding[],
  effect: Finding['effect'],
  say: (role: string, finding: Finding) => string,
): string {
  const finding = findings.find((one) => one.effect === effect)
  return finding === undefined ? '' : `${say(roleName(finding), finding)}, at ${scopeWords(finding.assignment.scope)}`
}

/** A role that is gone is named by its id. */
export const roleName = ({ role, assignment }: Pick<Finding, 'role' | 'assignment'>): string =>
  role?.roleName ?? `the deleted role ${assignment.roleDefinitionId}`
