/** Role assignments, roles and deny assignments as Microsoft.Authorization answers them (OpenAPI 2022-04-01), and where to ask. */

export interface RoleAssignment {
  readonly id: string
  /** GUID. */
  readonly name: string
  readonly properties: {
    readonly roleDefinitionId: string
    readonly principalId: string
    readonly principalType: string
    readonly scope: string
    readonly condition?: string | null
    readonly conditionVersion?: string | null
    readonly description?: string | null
    readonly createdOn?: string
    readonly createdBy?: string | null
    readonly updatedOn?: string
    readonly updatedBy?: string | null
  }
}

export interface PermissionBlock {
  readonly actions?: readonly string[]
  readonly notActions?: readonly string[]
  readonly dataActions?: readonly string[]
  readonly notDataActions?: readonly string[]
  readonly condition?: string | null
  readonly conditionVersion?: string | null
}

export interface RoleDefinition {
  readonly id: string
  /** GUID. */
  readonly name: string
  readonly properties: {
    readonly roleName: string
    readonly type: string
    readonly description?: string | null
    readonly assignableScopes: readonly string[]
    readonly permissions: readonly PermissionBlock[]
    readonly createdOn?: string
    readonly createdBy?: string | null
    readonly updatedOn?: string
  }
}

export interface DenyPrincipal {
  readonly id: string
  readonly type: string
}

export interface DenyAssignment {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly denyAssignmentName: string
    readonly description?: string | null
    readonly permissions: readonly PermissionBlock[]
    readonly scope: string
    readonly doNotApplyToChildScopes?: boolean
    readonly principals: readonly DenyPrincipal[]
    readonly excludePrincipals: readonly DenyPrincipal[]
    readonly isSystemProtected?: boolean
    readonly denyAssignmentEffect?: string
    readonly condition?: string | null
  }
}

/** The id with which a deny assignment names everyone ("Understand Azure deny assignments"). */
export const everyoneId = '00000000-0000-0000-0000-000000000000'

export const rbacApi = { apiVersion: '2022-04-01' } as const
/** Shows the conditions of a role's permission blocks; written without them, a clone would grant more than its model. */
export const rolesApi = { apiVersion: '2022-05-01-preview' } as const
/** The first version that shows a deny assignment's effect. */
export const denyApi = { apiVersion: '2024-07-01-preview' } as const

/** GUID in lower case, whatever scope the id was written with. */
export const roleGuidOf = (roleDefinitionId: string): string => (roleDefinitionId.split('/').at(-1) ?? '').toLowerCase()

const below = (scope: string, type: string, filter: string | undefined): string =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/${type}${
    filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`
  }`

/** What changes the list of roles: nine hundred, that are not asked for again at every change. */
export const roleDefinitionActions = 'Microsoft.Authorization/roleDefinitions'

export const rbacPath = {
  /** At the scope and above it. */
  assignmentsAt: (scope: string): string => below(scope, 'roleAssignments', 'atScope()'),
  assignmentsAround: (scope: string): string => below(scope, 'roleAssignments', undefined),
  /** At, above and below the scope; of a user or application with its groups. */
  assignedTo: (scope: string, principalId: string): string =>
    below(scope, 'roleAssignments', `assignedTo('${principalId}')`),
  /** At, above and below the scope; of exactly this principal, also of a group. */
  assignmentsOf: (scope: string, principalId: string): string =>
    below(scope, 'roleAssignments', `principalId eq '${principalId}'`),
  rolesAt: (scope: string): string => below(scope, 'roleDefinitions', undefined),
  rolesAtAndBelow: (scope: string): string => below(scope, 'roleDefinitions', 'atScopeAndBelow()'),
  role: (scope: string, guid: string): string => `${below(scope, 'roleDefinitions', undefined)}/${guid}`,
  deniesAt: (scope: string): string => below(scope, 'denyAssignments', 'atScope()'),
  deniesOf: (scope: string, principalId: string): string =>
    below(scope, 'denyAssignments', `principalId eq '${principalId}'`),
  /** Of a user or application with its groups. */
  deniesFor: (scope: string, principalId: string): string =>
    below(scope, 'denyAssignments', `atScope() and assignedTo('${principalId}')`),
} as const
