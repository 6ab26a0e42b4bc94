/**
 * Bodies of deny assignments, per api-version. Members and their order: the examples of the specification of 2022-04-01,
 * the client libraries of 2024-07-01-preview for what came later.
 */
import type { JsonObject } from '../../../domain/json.js'
import type { DenyAssignment } from '../../../domain/rbac/deny-assignment.js'
import type { Permission } from '../../../domain/rbac/role.js'
import { showsDenyConditions, showsDenyDates, writesDenyAssignments } from '../api-versions.js'
import { toTimestamp, type View } from '../render.js'

export const renderDenyAssignment = (deny: DenyAssignment, { apiVersion }: View): JsonObject => ({
  properties: {
    denyAssignmentName: deny.displayName,
    description: deny.description ?? '',
    permissions: deny.permissions.map((permission) => renderDenied(permission, apiVersion)),
    scope: deny.scope,
    doNotApplyToChildScopes: deny.doNotApplyToChildScopes,
    principals: deny.principals.map(({ id, type }) => ({ id, type })),
    excludePrincipals: deny.excludePrincipals.map(({ id, type }) => ({ id, type })),
    isSystemProtected: deny.isSystemProtected,
    ...(writesDenyAssignments(apiVersion) ? { denyAssignmentEffect: deny.effect.toLowerCase() } : {}),
    ...conditionOf(deny, apiVersion),
    ...(showsDenyDates(apiVersion)
      ? {
          createdOn: toTimestamp(deny.createdAt),
          updatedOn: toTimestamp(deny.updatedAt),
          createdBy: deny.createdBy ?? null,
          updatedBy: deny.updatedBy ?? null,
        }
      : {}),
  },
  id: denyAssignmentPath(deny),
  type: 'Microsoft.Authorization/denyAssignments',
  name: deny.name,
})

const renderDenied = (permission: Permission, apiVersion: string): JsonObject => ({
  actions: permission.actions,
  notActions: permission.notActions,
  dataActions: permission.dataActions,
  notDataActions: permission.notDataActions,
  ...conditionOf(permission, apiVersion),
})

const conditionOf = (
  { condition, conditionVersion }: Pick<DenyAssignment, 'condition' | 'conditionVersion'>,
  apiVersion: string,
): JsonObject =>
  showsDenyConditions(apiVersion) ? { condition: condition ?? null, conditionVersion: conditionVersion ?? null } : {}

export const denyAssignmentPath = ({ scope, name }: Pick<DenyAssignment, 'scope' | 'name'>): string =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/denyAssignments/${name}`
