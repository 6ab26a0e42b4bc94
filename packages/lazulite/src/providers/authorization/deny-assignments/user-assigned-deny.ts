/**
 * What a client may deny, as opposed to the platform.
 *
 * Source: the constraints of the service as Azure/azure-cli#33109 lists them (everyone with at least one exclusion, or one
 * user or application; no groups, no reads, no data actions, child scopes always included). Decision: the texts, and
 * that a read is what ends in `/read`, as in that client.
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { type DenyAssignment, everyone } from '../../../domain/rbac/deny-assignment.js'

/** @throws ArmError `DenyAssignmentIsSystemProtected` */
export function requireUnprotected(
  name: string,
  { isSystemProtected }: { readonly isSystemProtected?: boolean },
): void {
  if (isSystemProtected === true) throw new ArmError('DenyAssignmentIsSystemProtected', { name })
}

/** @throws ArmError `InvalidCreateDenyAssignmentRequest` */
export function requireUserAssignable(deny: DenyAssignment): void {
  const actions = deny.permissions.flatMap((permission) => permission.actions)
  const dataActions = deny.permissions.flatMap((block) => [...block.dataActions, ...block.notDataActions])
  const read = actions.find((action) => action.toLowerCase().endsWith('/read'))
  const [principal] = deny.principals
  const isForEveryone = principal?.id === everyone.id
  if (dataActions.length > 0) refuse('Data actions are not supported for user-assigned deny assignments.')
  if (actions.length === 0) refuse('The deny assignment must have at least one action.')
  if (read !== undefined) refuse(`Read actions are not permitted for user-assigned deny assignments: '${read}'.`)
  if (deny.doNotApplyToChildScopes) {
    refuse('DoNotApplyToChildScopes is not supported for user-assigned deny assignments.')
  }
  if (deny.principals.length !== 1) {
    refuse('A user-assigned deny assignment must have exactly one principal: everyone, a user or a service principal.')
  }
  if (principal?.type === 'Group') {
    refuse(`Group principals are not permitted for user-assigned deny assignments: '${principal.id}'.`)
  }
  if (isForEveryone && deny.excludePrincipals.length === 0) {
    refuse('A user-assigned deny assignment for everyone must have at least one excluded principal.')
  }
}

function refuse(detail: string): never {
  throw new ArmError('InvalidCreateDenyAssignmentRequest', { detail })
}
