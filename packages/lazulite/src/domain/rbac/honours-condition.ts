/**
 * Conditions that Azure stores and never takes for true: of an assignment whose role has data actions of Microsoft.Storage,
 * when they compare GUIDs. Whoever relies on one meets AuthorizationFailed.
 * Source: Azure RBAC troubleshooting. Decision: a data action that begins with a wildcard is one of Microsoft.Storage, too.
 */
import { findCondition } from '../conditions/parse-condition.js'
import type { RoleAssignment, RoleDefinition } from './role.js'

export const isUnhonoured = ({ condition }: RoleAssignment, { permissions }: RoleDefinition): boolean =>
  condition !== undefined &&
  permissions.some(({ dataActions }) => dataActions.some((action) => /^(microsoft\.storage\/|\*)/i.test(action))) &&
  findCondition(condition)?.comparesGuids === true
