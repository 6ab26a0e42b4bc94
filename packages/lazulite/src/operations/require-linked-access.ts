/**
 * Linked access: whoever makes one resource refer to another needs a right on that other one, too.
 *
 * Text from several public threads about attaching identities (aad-pod-identity, AKS); the text for a subscription
 * that this tenant does not have: recorded with Azure CLI, 2020; the text for deny assignments: Azure/ARO-RP#423.
 */
import { ArmError } from '../domain/errors/arm-error.js'
import type { AccessDecision, AccessQuestion } from '../domain/rbac/decision.js'
import { parseResourceId, subscriptionScope } from '../domain/resource-id/resource-id.js'
import type { Caller } from '../domain/token/caller.js'
import type { ReadStores } from '../ports/store.js'

export interface LinkedAccess {
  /** What the caller does, and may do: `Microsoft.Compute/virtualMachines/write` on the id of the machine. */
  readonly action: string
  readonly scope: string
  /** What it must also be allowed to do … */
  readonly linkedAction: string
  /** … on each of these. */
  readonly linkedScopes: readonly string[]
}

export interface LinkedAccessPorts {
  readonly read: ReadStores
  readonly caller: Caller
  readonly check: (question: AccessQuestion) => Promise<AccessDecision>
}

/** The right to attach a user-assigned identity to a resource. */
export const assignIdentityAction = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'

/** @throws ArmError `LinkedAuthorizationFailed` (403) */
export async function requireLinkedAccess(
  { read, caller, check }: LinkedAccessPorts,
  access: LinkedAccess,
): Promise<void> {
  const { scope, linkedAction, linkedScopes } = access
  for (const linkedScope of linkedScopes) {
    const { subscriptionId } = parseResourceId(linkedScope)
    const isKnown =
      subscriptionId === undefined || (await read.resources.get(subscriptionScope(subscriptionId))) !== undefined
    if (!isKnown) {
      throw new ArmError('LinkedSubscriptionNotAuthorized', {
        linkedAction,
        scope,
        tenantId: caller.tenantId,
        subscriptionId,
      })
    }
  }
  await requireOnEach({ caller, check }, access)
}

/** The same for scopes that may lie outside this tenant's subscriptions. @throws ArmError `LinkedAuthorizationFailed` (403) */
export async function requireOnEach(
  { caller, check }: Pick<LinkedAccessPorts, 'caller' | 'check'>,
  { action, scope, linkedAction, linkedScopes }: LinkedAccess,
): Promise<void> {
  const refused: string[] = []
  const denied: string[] = []
  for (const linkedScope of linkedScopes) {
    const decision = await check({ action: linkedAction, scope: linkedScope })
    if (!decision.allowed) (decision.reason === 'denyAssignment' ? denied : refused).push(linkedScope)
  }
  const facts = { client: caller.clientName, principalId: caller.principalId, action, scope }
  if (denied.length > 0) {
    throw new ArmError('LinkedAuthorizationDenied', {
      ...facts,
      linkedAction,
      refusedCount: String(refused.length),
      refusedScope: refused.join(','),
      deniedCount: String(denied.length),
      deniedScope: denied.join(','),
    })
  }
  if (refused.length === 0) return
  throw new ArmError('LinkedAuthorizationFailed', {
    ...facts,
    linkedAction: refused.map(() => linkedAction).join(','), // as the plural of the text says: one per scope
    linkedScope: refused.join(','),
  })
}
