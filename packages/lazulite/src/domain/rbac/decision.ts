/** What an access question is answered with: a value, never an exception. */
import type { Attributes } from '../conditions/attributes.js'
import type { DenyAssignment } from './deny-assignment.js'
import type { RoleAssignment, RoleDefinition } from './role.js'

export interface AccessQuestion {
  /** `Microsoft.Compute/virtualMachines/read`; any case. */
  readonly action: string
  readonly isDataAction?: boolean
  readonly scope: string
  /** `Blob.List`; most requests have none. */
  readonly subOperation?: string
  /** What conditions may ask about. */
  readonly attributes?: Attributes
}

/**
 * What one assignment says to an action, its scope left aside: it grants it; its role does not have the action; a
 * notAction of the same permission block takes it away; a condition is not true; the role is gone.
 */
export type Effect = 'grants' | 'lacksAction' | 'excludedByNotActions' | 'conditionNotMet' | 'roleMissing'

/** One role assignment and why it grants the action, or does not. */
export interface Finding {
  readonly assignment: RoleAssignment
  /** Absent when the role is gone. */
  readonly role?: RoleDefinition
  readonly effect: Effect
  /** The action string that granted, or the notAction that took away. */
  readonly pattern?: string
  /** The condition that is not true. */
  readonly condition?: string
}

export interface Granted {
  readonly allowed: true
  readonly reason: 'roleAssignment'
  readonly assignment: RoleAssignment
  readonly role: RoleDefinition
  readonly pattern: string
  /** Deny assignments that would have denied it, were they enforced; absent when there is none. */
  readonly auditedDenies?: readonly DenyAssignment[]
}

export interface Denied {
  readonly allowed: false
  /**
   * Why not: a deny assignment; nobody assigned anything here; roles are assigned but none has the action; a notAction
   * took it away; a condition is not true.
   */
  readonly reason: 'denyAssignment' | 'noAssignment' | 'noMatchingAction' | 'excludedByNotActions' | 'conditionNotMet'
  /** The deny assignment that applies, when that is the reason. */
  readonly deny?: DenyAssignment
  /** Every assignment of the caller that covers the scope; none when a deny assignment decided. */
  readonly findings: readonly Finding[]
}

/** The rule's own answer. */
export type Verdict = Granted | Denied

/** How far refusals count for a principal: they do; they are recorded and let through; they are not even looked for. */
export const accessModes = ['enforce', 'audit', 'off'] as const
export type AccessMode = (typeof accessModes)[number]

/** The rule is not enforced for this principal. */
export interface Unenforced {
  readonly allowed: true
  readonly reason: 'notEnforced'
  readonly mode: 'audit' | 'off'
  /** The refusal that was let through; none in mode `off`, where nobody asked. */
  readonly refusal?: Denied
}

export type AccessDecision = Verdict | Unenforced
