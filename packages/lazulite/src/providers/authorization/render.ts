/**
 * Bodies of Microsoft.Authorization, per api-version. Members and their order as in recorded answers; see api-versions.
 */
import type { Json, JsonObject } from '../../domain/json.js'
import type { Permission, RoleAssignment, RoleDefinition } from '../../domain/rbac/role.js'
import { segmentsOf } from '../../domain/resource-id/resource-id.js'
import type { EpochMillis } from '../../domain/time.js'
import type { ArmRequest } from '../define.js'
import {
  endsWithNextLink,
  showsBlockConditions,
  showsCanDelegate,
  showsConditions,
  showsDataActions,
  showsDates,
  showsPrincipalType,
} from './api-versions.js'

/** Who asks, and from where: role definition ids carry the subscription of the request. */
export interface View {
  readonly apiVersion: string
  /** Subscription that the request is made under; none at the tenant root and at management groups. */
  readonly subscriptionId?: string | undefined
}

/** Times and authors of a record, as they are to be shown. */
interface Dates {
  readonly createdAt: EpochMillis
  readonly createdBy?: string
  readonly updatedAt: EpochMillis
  readonly updatedBy?: string
}

export function renderRoleAssignment(assignment: RoleAssignment, view: View): JsonObject {
  const { apiVersion } = view
  return {
    properties: {
      roleDefinitionId: roleDefinitionPath(
        assignment.roleDefinitionId,
        view.subscriptionId ?? subscriptionOf(assignment.scope),
      ),
      principalId: assignment.principalId,
      ...(showsPrincipalType(apiVersion) ? { principalType: assignment.principalType } : {}),
      scope: assignment.scope,
      ...(showsConditions(apiVersion)
        ? { condition: assignment.condition ?? null, conditionVersion: assignment.conditionVersion ?? null }
        : {}),
      ...renderDates(assignment, apiVersion),
      ...(showsCanDelegate(apiVersion) ? { canDelegate: false } : {}),
      ...(showsConditions(apiVersion)
        ? {
            delegatedManagedIdentityResourceId: assignment.delegatedManagedIdentityResourceId ?? null,
            description: assignment.description ?? null,
          }
        : {}),
    },
    id: roleAssignmentPath(assignment.scope, assignment.name),
    type: 'Microsoft.Authorization/roleAssignments',
    name: assignment.name,
  }
}

export const renderRoleDefinition = (role: RoleDefinition, view: View): JsonObject => ({
  properties: {
    roleName: role.roleName,
    type: role.type,
    description: role.description,
    assignableScopes: role.assignableScopes,
    permissions: role.permissions.map((permission) => renderPermission(permission, view)),
    ...renderDates(role, view.apiVersion),
  },
  id: roleDefinitionPath(role.roleDefinitionId, view.subscriptionId),
  type: 'Microsoft.Authorization/roleDefinitions',
  name: role.roleDefinitionId,
})

export const renderPermission = (permission: Permission, { apiVersion }: View): JsonObject => ({
  actions: permission.actions,
  notActions: permission.notActions,
  ...(showsDataActions(apiVersion)
    ? { dataActions: permission.dataActions, notDataActions: permission.notDataActions }
    : {}),
  ...(showsBlockConditions(apiVersion) && permission.condition !== undefined
    ? { condition: permission.condition, conditionVersion: permission.conditionVersion ?? null }
    : {}),
})

export const viewOf = ({ apiVersion, target }: ArmRequest): View => ({
  apiVersion,
  subscriptionId: target.subscriptionId,
})

export const renderList = <T>(items: readonly T[], view: View, render: (item: T, view: View) => Json): JsonObject => ({
  value: items.map((item) => render(item, view)),
  ...(endsWithNextLink(view.apiVersion) ? { nextLink: null } : {}),
})

/**
 * The answer to a PUT differs from a later GET: `createdBy` is null and both times are the time of the call
 * (recorded for new and for changed assignments and roles, 2016-2025).
 */
export function asJustWritten<T extends Dates>(record: T): T {
  const { createdBy: _, ...rest } = record
  // `rest` is T without an optional member.
  return { ...rest, createdAt: record.updatedAt } as T
}

export const roleAssignmentPath = (scope: string, name: string): string =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`

export const roleDefinitionPath = (roleDefinitionId: string, subscriptionId: string | undefined): string =>
  `${subscriptionId === undefined ? '' : `/subscriptions/${subscriptionId}`}/providers/Microsoft.Authorization/roleDefinitions/${roleDefinitionId}`

export function subscriptionOf(scope: string): string | undefined {
  const [keyword, subscriptionId] = segmentsOf(scope)
  return keyword?.toLowerCase() === 'subscriptions' ? subscriptionId : undefined
}

const renderDates = ({ createdAt, createdBy, updatedAt, updatedBy }: Dates, apiVersion: string): JsonObject =>
  showsDates(apiVersion)
    ? {
        createdOn: toTimestamp(createdAt),
        updatedOn: toTimestamp(updatedAt),
        createdBy: createdBy ?? null,
        updatedBy: updatedBy ?? null,
      }
    : {}

/** Seven fraction digits, as Azure prints them: `2030-01-01T00:00:00.0000000Z`. */
export const toTimestamp = (time: EpochMillis): string => new Date(time).toISOString().replace('Z', '0000Z')
