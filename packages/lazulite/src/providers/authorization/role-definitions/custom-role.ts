/**
 * What a client may define as a custom role.
 *
 * Sources: Azure custom roles (limits; one wildcard in an action; assignable scopes are management groups,
 * subscriptions, groups or resources, never `/`, never a wildcard, one management group at most); codes from the
 * azure-sdk-for-net authorization tests.
 */
import { z } from 'zod'
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isPossibleAction } from '../../../domain/rbac/possible-action.js'
import type { Permission } from '../../../domain/rbac/role.js'
import { parseBlockCondition } from '../written-condition.js'

const nameLimit = 512
const descriptionLimit = 2048
const scopeLimit = 2000

const strings = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? [])

const requestBody = z.object({
  properties: z.object({
    roleName: z.string().max(nameLimit).nullish(),
    description: z.string().max(descriptionLimit).nullish(),
    type: z.string().nullish(),
    assignableScopes: strings,
    permissions: z
      .array(
        z.object({
          actions: strings,
          notActions: strings,
          dataActions: strings,
          notDataActions: strings,
          condition: z.string().nullish(),
          conditionVersion: z.string().nullish(),
        }),
      )
      .nullish()
      .transform((list) => list ?? []),
  }),
})

/** A role as a client describes it. */
export interface CustomRole {
  readonly roleName: string
  readonly description: string
  readonly permissions: readonly Permission[]
  readonly assignableScopes: readonly string[]
}

/** @throws ArmError for each rule, in the order: form, type, name, scopes, permissions. */
export function parseCustomRole(body: unknown, apiVersion: string): CustomRole {
  const parsed = requestBody.safeParse(body)
  if (!parsed.success) throw new ArmError('BadRequestFormat', {}, { cause: parsed.error })
  const { roleName, description, type, assignableScopes, permissions } = parsed.data.properties
  if (type && type.toLowerCase() !== 'customrole') throw new ArmError('InvalidRoleDefinitionType', { type })
  if (!roleName?.trim()) throw new ArmError('RoleDefinitionNameNullOrEmpty')
  requireAssignableScopes(assignableScopes)
  return {
    roleName,
    description: description ?? '',
    assignableScopes,
    permissions: permissions.map(({ condition, conditionVersion, ...lists }, index): Permission => {
      for (const action of Object.values(lists).flat()) requireAction(action)
      return { ...lists, ...parseBlockCondition({ condition, conditionVersion }, { apiVersion, index }) }
    }),
  }
}

function requireAssignableScopes(scopes: readonly string[]): void {
  if (scopes.length === 0) throw new ArmError('MissingAssignableScopes')
  for (const [index, scope] of scopes.entries()) requireAssignableScope(scope, index)
  const [, second] = scopes.filter((scope) => isManagementGroup(scope))
  if (second !== undefined) {
    throw new ArmError('InvalidAssignableScope', {
      scope: second,
      detail: 'Only one management group can be an assignable scope.',
    })
  }
  const beyond = scopes[scopeLimit]
  if (beyond !== undefined) {
    throw new ArmError('InvalidAssignableScope', {
      scope: beyond,
      detail: `A role has at most ${scopeLimit} assignable scopes.`,
    })
  }
}

function requireAssignableScope(scope: string, index: number): void {
  if (scope === '/' || scope.includes('*')) {
    throw new ArmError('InvalidAssignableScope', {
      scope,
      detail: 'A custom role is assignable at management groups, subscriptions, resource groups or resources.',
    })
  }
  if (!/^\/(subscriptions|providers)\/[^/]/i.test(scope)) {
    throw new ArmError('LinkedInvalidPropertyId', { id: scope, path: `properties.assignableScopes[${index}]` })
  }
}

const isManagementGroup = (scope: string): boolean =>
  /^\/providers\/microsoft\.management\/managementgroups\//i.test(scope)

function requireAction(action: string): void {
  if (!isPossibleAction(action)) throw new ArmError('InvalidActionOrNotAction', { action })
}
