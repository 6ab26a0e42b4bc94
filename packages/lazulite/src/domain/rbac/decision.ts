/** What an access question is answered with: a value, never an exception. */
import type { RoleAssignment } from './role.js'

export interface AccessQuestion {
  /** `Microsoft.Compute/virtualMachines/read`; any case. */
  readonly action: string
  readonly isDataAction?: boolean
  readonly scope: string
}

export type AccessDecision =
  | { readonly allowed: true; readonly assignment: RoleAssignment; readonly roleName: string }
  | {
      readonly allowed: false
      /** Why not: nobody assigned anything here; roles are assigned but none has the action; a notAction took it away. */
      readonly reason: 'noAssignment' | 'noMatchingAction' | 'excludedByNotActions'
      /** The assignments that were looked at. */
      readonly considered: readonly RoleAssignment[]
    }
