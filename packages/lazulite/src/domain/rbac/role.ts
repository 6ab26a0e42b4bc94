/** Role definitions and role assignments (Azure RBAC), in the neutral form in which they are stored. */
import type { EpochMillis } from '../time.js'

/** One permission block: notActions subtract from the actions of this block only. */
export interface Permission {
  readonly actions: readonly string[]
  readonly notActions: readonly string[]
  readonly dataActions: readonly string[]
  readonly notDataActions: readonly string[]
  readonly condition?: string
  readonly conditionVersion?: string
}

export interface RoleDefinition {
  /** GUID, the resource name. */
  readonly roleDefinitionId: string
  readonly roleName: string
  readonly description: string
  readonly type: 'BuiltInRole' | 'CustomRole'
  readonly permissions: readonly Permission[]
  readonly assignableScopes: readonly string[]
  readonly createdAt: EpochMillis
  readonly createdBy?: string
  readonly updatedAt: EpochMillis
  readonly updatedBy?: string
}

export interface RoleAssignment {
  /** GUID, the resource name. */
  readonly name: string
  /** Display case of the URL it was created with; `/` for the tenant root. */
  readonly scope: string
  readonly principalId: string
  readonly principalType: 'User' | 'Group' | 'ServicePrincipal'
  /** GUID of the role definition. */
  readonly roleDefinitionId: string
  readonly condition?: string
  readonly conditionVersion?: string
  readonly description?: string
  readonly delegatedManagedIdentityResourceId?: string
  readonly createdAt: EpochMillis
  readonly createdBy?: string
  readonly updatedAt: EpochMillis
  readonly updatedBy?: string
}
