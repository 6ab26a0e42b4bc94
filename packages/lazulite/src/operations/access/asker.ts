/**
 * Who may ask about access, and what they are told of it.
 *
 * Decision (docs/decisions/0020): everybody may ask about themselves, and about others whoever may read role assignments
 * at the scope asked about, since reading them is how the answer is found by hand. Asking is not audited.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { AccessQuestion } from '../../domain/rbac/decision.js'
import type { Caller } from '../../domain/token/caller.js'
import type { Ports } from '../../ports/ports.js'
import { createAccessLens } from './check-access.js'

export interface Asker {
  /** Is it about themselves? */
  isAbout(principalId: string): boolean
  /** May they read role assignments there? */
  readsAccessAt(scope: string): boolean
  /** @param place  which of many questions it is: `[3]`. @throws ArmError `AuthorizationFailed` */
  requireMayAsk(question: Pick<AccessQuestion, 'scope'> & { readonly principalId: string }, place?: string): void
}

const action = 'Microsoft.Authorization/roleAssignments/read'

/** Whoever runs the cloud may ask and know everything. */
export const everything: Asker = {
  isAbout: () => false,
  readsAccessAt: () => true,
  requireMayAsk: () => {},
}

/** As of now: made for one request. */
export async function createAsker(ports: Pick<Ports, 'store' | 'clock' | 'rules'>, caller: Caller): Promise<Asker> {
  const lens = await createAccessLens(ports, caller)
  const isAbout = (principalId: string): boolean => principalId.toLowerCase() === caller.principalId.toLowerCase()
  const readsAccessAt = (scope: string): boolean => lens.check({ action, scope }).allowed
  return {
    isAbout,
    readsAccessAt,
    requireMayAsk({ principalId, scope }, place) {
      if (isAbout(principalId) || readsAccessAt(scope)) return
      throw new ArmError(
        'AuthorizationFailed',
        { client: caller.clientName, principalId: caller.principalId, action, scope },
        place === undefined ? {} : { target: place },
      )
    },
  }
}
