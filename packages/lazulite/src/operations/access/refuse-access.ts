/**
 * What a refused caller is told.
 *
 * Texts: AuthorizationFailed as recorded; its wording for conditions from Azure RBAC troubleshooting; denies as pasted in
 * public threads about managed resource groups (the deny assignment's id without dashes).
 * Decision: the wording for conditions is used when a condition is what stands in the way.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { AccessQuestion, Denied } from '../../domain/rbac/decision.js'
import type { Caller } from '../../domain/token/caller.js'

export function accessRefusal(caller: Caller, { action, scope }: AccessQuestion, { reason, deny }: Denied): ArmError {
  const facts = { client: caller.clientName, principalId: caller.principalId, action, scope }
  if (deny !== undefined) {
    return new ArmError('DenyAssignmentAuthorizationFailed', {
      ...facts,
      denyName: deny.displayName,
      denyId: deny.name.replaceAll('-', ''),
      denyScope: deny.scope,
    })
  }
  return new ArmError(reason === 'conditionNotMet' ? 'ConditionAuthorizationFailed' : 'AuthorizationFailed', facts)
}
