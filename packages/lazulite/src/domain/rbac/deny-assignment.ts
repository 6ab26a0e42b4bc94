/**
 * Deny assignments, in the neutral form in which they are stored: they come before all role assignments.
 *
 * Source: "Understand Azure deny assignments"; OpenAPI authorization-DenyAssignmentCalls.
 */
import type { EpochMillis } from '../time.js'
import type { Permission } from './role.js'

/** Whom a deny assignment names. */
export interface DenyPrincipal {
  /** Object id; `everyone.id` stands for every principal. */
  readonly id: string
  readonly type: 'User' | 'Group' | 'ServicePrincipal' | 'SystemDefined'
}

/** All principals; only ever among `principals`, never excluded. */
export const everyone: DenyPrincipal = { id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }

export interface DenyAssignment {
  /** GUID, the resource name. */
  readonly name: string
  /** Unique at its scope. */
  readonly displayName: string
  readonly description?: string
  /** Display case of the URL it was created with; `/` for the tenant root. */
  readonly scope: string
  /** What is denied: per block actions without notActions, data actions without notDataActions. */
  readonly permissions: readonly Permission[]
  /** Holds at the scope itself only. */
  readonly doNotApplyToChildScopes: boolean
  readonly principals: readonly DenyPrincipal[]
  readonly excludePrincipals: readonly DenyPrincipal[]
  /** Made by the platform; clients cannot change it. */
  readonly isSystemProtected: boolean
  /** `Audit` denies nothing; the audit event of what it would have denied names it. */
  readonly effect: 'Enforced' | 'Audit'
  readonly condition?: string
  readonly conditionVersion?: string
  readonly createdAt: EpochMillis
  readonly createdBy?: string
  readonly updatedAt: EpochMillis
  readonly updatedBy?: string
}
