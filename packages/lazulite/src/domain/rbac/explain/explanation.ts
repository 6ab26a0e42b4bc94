/**
 * An access decision with everything that was looked at: one shape for the command line, the operations API and the
 * portal. Members that hold a `sentence` can be shown as they are; the other members are the same facts as data.
 */
import type { Attributes } from '../../conditions/attributes.js'
import type { AccessMode, Denied, Effect } from '../decision.js'

export interface Explanation {
  readonly decision: 'allowed' | 'denied'
  readonly reason: 'roleAssignment' | 'notEnforced' | Denied['reason']
  /** The cause, as a sentence that begins with its subject; no full stop. */
  readonly summary: string
  /** How far refusals count for this principal. */
  readonly mode: AccessMode
  /** What the rule alone says; differs from `decision` only where refusals do not count. */
  readonly rule: { readonly decision: 'allowed' | 'denied'; readonly reason: 'roleAssignment' | Denied['reason'] }
  readonly question: {
    readonly action: string
    readonly isDataAction: boolean
    readonly scope: string
    readonly subOperation?: string
    readonly attributes?: Attributes
  }
  readonly principal: ExplainedPrincipal
  /** Every group that counts, direct or not, by name. */
  readonly groups: readonly ExplainedGroup[]
  /** The assignment that decided, when the rule allows. */
  readonly grantedBy?: ExplainedAssignment
  /** The deny assignment that decided. */
  readonly deniedBy?: ExplainedDeny
  /** Every role assignment that is held and covers the scope, broadest scope first; the one that decided is among them. */
  readonly considered: readonly ExplainedAssignment[]
  /** What nearly allowed it, nearest first, and what is odd about the question. */
  readonly nearMisses: readonly NearMiss[]
  /** How many near misses there are beyond those listed. */
  readonly moreNearMisses: number
  /** What else matters in practice: locks, further rights, modes. */
  readonly hints: readonly Hint[]
  /** What would allow it, least first; none when it is allowed, when no role helps, or when the question is mistaken. */
  readonly remedies: readonly Remedy[]
}

export interface ExplainedPrincipal {
  /** Object id. */
  readonly principalId: string
  /** `Unknown`: the directory does not have it, or not any more. */
  readonly kind: 'User' | 'Group' | 'ServicePrincipal' | 'Unknown'
  /** User principal name of a user; the object id once more when nobody knows it. */
  readonly displayName: string
}

export interface ExplainedGroup {
  readonly groupId: string
  readonly displayName: string
}

/** The group that holds an assignment; `path` is the names from that group down to the one that the principal is in. */
export interface Via extends ExplainedGroup {
  readonly path: readonly string[]
}

export interface ExplainedAssignment {
  /** GUID. */
  readonly roleAssignment: string
  readonly roleDefinitionId: string
  /** Absent when the role is gone. */
  readonly role?: string
  readonly scope: string
  /** The scope asked about lies below the assignment's. */
  readonly isInherited: boolean
  /** Who holds it: the principal, or the group in `via`. */
  readonly principalId: string
  readonly via?: Via
  readonly effect: Effect
  /** The action string that granted, or the notAction that took away. */
  readonly pattern?: string
  /** The condition of the assignment or of the role's permission block, when one had a say. */
  readonly condition?: string
  /** The part of the condition that is not true, with values that the question did not give. */
  readonly conditionDetail?: string
  readonly sentence: string
}

export interface ExplainedDeny {
  /** GUID. */
  readonly denyAssignment: string
  readonly displayName: string
  readonly scope: string
  readonly isInherited: boolean
  /** `everyone`, or the object id of the principal or group that it names. */
  readonly appliesTo: string
  readonly via?: Via
  /** The action string that denies. */
  readonly pattern?: string
  readonly sentence: string
}

export interface NearMiss {
  readonly kind:
    | 'elsewhere'
    | 'pending'
    | 'assignedToClientId'
    | 'dataAction'
    | 'managementAction'
    | 'unknownAction'
    | 'wildcardAction'
    | 'noAction'
    | 'isClientId'
    | 'unknownPrincipal'
    | 'malformedScope'
    | 'missingScope'
  readonly sentence: string
  /** With `elsewhere`, `pending` and `assignedToClientId`. */
  readonly roleAssignment?: string
  readonly role?: string
  readonly scope?: string
  /** With `unknownAction`: names that may have been meant. With `dataAction`, `managementAction`: the name as it is written. */
  readonly actions?: readonly string[]
  /** With `isClientId`: the object id that was meant. */
  readonly principalId?: string
}

export interface Hint {
  readonly kind:
    | 'mode'
    | 'lock'
    | 'linkedAccess'
    | 'disabledPrincipal'
    | 'auditDeny'
    | 'excludedFromDeny'
    | 'pendingRemoval'
  readonly sentence: string
}

export interface Remedy {
  readonly role: string
  readonly roleDefinitionId: string
  /** Where to assign it: the scope that was asked about, or what is nearest above it and exists. */
  readonly scope: string
  readonly sentence: string
  /** For Azure CLI, to copy into a shell. */
  readonly command: string
}
