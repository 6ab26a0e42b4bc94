/** Whoever walks beside the operator: a service principal with roles of its own, at a terminal of its own. */
import type { Terminal } from './az.ts'
import type { Row } from './play.ts'

export interface Grant {
  readonly role: string
  /** Filled in from the operator's memory. */
  readonly scope: string
}

/**
 * Makes a service principal named after the persona's terminal, grants it its roles, and signs it in there. The persona
 * remembers what the operator does, and itself as `{me}` (client id) and `{myId}` (object id).
 * @throws Error with what az said
 */
export async function becomePersona(persona: Terminal, operator: Terminal, grants: readonly Grant[]): Promise<void> {
  const { folder, group: name } = persona.memory
  const { appId: me, password } = JSON.parse(await must(operator, `az ad sp create-for-rbac -n ${name} -o json`))
  const myId = JSON.parse(await must(operator, `az ad sp show --id ${me} --query id -o json`))
  for (const grant of grants) await grantRole(operator, myId, grant)
  Object.assign(persona.memory, operator.memory, { folder, name, me, myId, password })
  await must(persona, 'az login --service-principal -u {me} -p {password} --tenant {tenant} -o none')
}

export const grantRole = (operator: Terminal, principalId: string, { role, scope }: Grant): Promise<string> =>
  must(
    operator,
    `az role assignment create --assignee-object-id ${principalId} --assignee-principal-type ServicePrincipal --role '${role}' --scope ${scope} -o none`,
  )

/** @returns what it printed. @throws Error with what az said */
export async function must(terminal: Terminal, line: string): Promise<string> {
  const { status, stdout, stderr } = await terminal.sh(line)
  if (status !== 0) throw new Error(`${line}: ${stderr}`)
  return stdout
}

/** What az prints when an action is missing. */
export const lacks = (action: string, scope: string): string =>
  `(AuthorizationFailed) The client '{me}' with object id '{myId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`

/** What az prints when an action is missing on what a request refers to. */
export const lacksLink = (
  [action, scope]: readonly [action: string, scope: string],
  [linkedAction, linkedScope]: readonly [action: string, scope: string],
): string =>
  `(LinkedAuthorizationFailed) The client '{me}' with object id '{myId}' has permission to perform action '${action}' on scope '${scope}'; however, it does not have permission to perform action(s) '${linkedAction}' on the linked scope(s) '${linkedScope}' (respectively) or the linked scope(s) are invalid.`

interface Explained {
  readonly action: string
  readonly scope: string
  /** What it must name. */
  readonly cause: string
  /** Who, when it is not the persona; what conditions may ask about. */
  readonly more?: string
}

/** `lazulite explain` about what was just refused, or allowed: the cause, without what would allow it. */
export const explained = (says: string, { action, scope, cause, more = '--principal {me}' }: Explained): Row => ({
  says,
  run: `{lazulite} explain ${more} --action ${action} --scope ${scope} | sed '/^What would allow it/,$d'`,
  onHost: true,
  prints: cause,
})
