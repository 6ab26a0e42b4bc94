/**
 * A custom role that grants exactly what was used, in the form in which `az role definition create` takes it.
 *
 * Sources: Azure custom roles (assignable at management groups, subscriptions and resource groups, never at `/`; one
 * management group at most; at most 2,000 assignable scopes; a role is assignable below its scopes, too); Azure CLI,
 * `role definition create`, for the names of the members.
 */
import { managementGroupIn, managementGroupScope } from '../../management/hierarchy.js'
import {
  coveringScopes,
  resourceGroupScope,
  resourceKey,
  segmentsOf,
  subscriptionScope,
} from '../../resource-id/resource-id.js'
import type { NeededAction } from './smallest-roles.js'

export interface UsedAction extends NeededAction {
  /** Where: the id of a resource, a group, a subscription, a management group; `/`. */
  readonly scope: string
  /** A list that showed what the caller may see of the scope: the right was held somewhere below it. */
  readonly isFiltered?: boolean
}

/** Member names as Azure CLI documents them. */
export interface CustomRoleFile {
  readonly Name: string
  readonly IsCustom: true
  readonly Description: string
  readonly Actions: readonly string[]
  readonly NotActions: readonly string[]
  readonly DataActions: readonly string[]
  readonly NotDataActions: readonly string[]
  readonly AssignableScopes: readonly string[]
}

export interface CustomRoleOptions {
  readonly name: string
  readonly description: string
  /** Scopes that cover a scope without being part of its id, nearest first: management groups. Default: none. */
  readonly scopesAbove?: (scope: string) => readonly string[]
}

export interface ExactRole {
  /** `undefined` when nothing was used that a custom role can grant. */
  readonly role?: CustomRoleFile
  /** What no custom role can grant: it was used at the tenant itself, where no custom role is assignable. */
  readonly beyond: readonly UsedAction[]
}

const scopeLimit = 2000

export function customRoleFor(
  used: readonly UsedAction[],
  { name, description, scopesAbove = () => [] }: CustomRoleOptions,
): ExactRole {
  const placed = used.map((one) => ({ one, at: assignableScopeOf(one) }))
  const held = placed.flatMap(({ one, at }) => (at === undefined ? [] : [{ one, at }]))
  const beyond = placed.filter(({ at }) => at === undefined).map(({ one }) => one)
  if (held.length === 0) return { beyond }
  const heldAtOrBelow = new Set(
    held.flatMap(({ one, at }) => (one.isFiltered === true ? [] : coveringKeys(at, scopesAbove))),
  )
  const scopes = held
    .filter(({ one, at }) => one.isFiltered !== true || !heldAtOrBelow.has(resourceKey(at)))
    .map(({ at }) => at)
  return {
    role: {
      Name: name,
      IsCustom: true,
      Description: description,
      Actions: distinct(held.filter(({ one }) => one.isDataAction !== true).map(({ one }) => one.action)),
      NotActions: [],
      DataActions: distinct(held.filter(({ one }) => one.isDataAction === true).map(({ one }) => one.action)),
      NotDataActions: [],
      AssignableScopes: withinLimit(outermost(withOneManagementGroup(scopes, scopesAbove), scopesAbove)),
    },
    beyond,
  }
}

/**
 * The group, else the subscription, else the management group; `undefined` for the tenant. Decision: a resource group is
 * written from its subscription, because nobody can hold a role at a group before it is there.
 */
function assignableScopeOf({ action, scope }: UsedAction): string | undefined {
  const [first, subscriptionId, second, group, further] = segmentsOf(scope)
  if (first?.toLowerCase() === 'subscriptions' && subscriptionId !== undefined) {
    const isInGroup = second?.toLowerCase() === 'resourcegroups' && group !== undefined
    const isGroupWrite =
      further === undefined && action.toLowerCase() === 'microsoft.resources/subscriptions/resourcegroups/write'
    return isInGroup && !isGroupWrite ? resourceGroupScope(subscriptionId, group) : subscriptionScope(subscriptionId)
  }
  const managementGroup = managementGroupIn(scope)
  return managementGroup === undefined ? undefined : managementGroupScope(managementGroup)
}

type ScopesAbove = NonNullable<CustomRoleOptions['scopesAbove']>

/** Keys of the scope and of everything that covers it. */
const coveringKeys = (scope: string, scopesAbove: ScopesAbove): readonly string[] =>
  coveringScopes(scope, scopesAbove(scope))

/** Several management groups become the nearest one above them all; none is known to be: they stay. */
function withOneManagementGroup(scopes: readonly string[], scopesAbove: ScopesAbove): readonly string[] {
  const groups = outermost(
    scopes.filter((scope) => managementGroupIn(scope) !== undefined),
    scopesAbove,
  )
  const [first, ...others] = groups
  if (first === undefined || others.length === 0) return scopes
  const common = scopesAbove(first).find((above) =>
    others.every((other) => coveringKeys(other, scopesAbove).includes(resourceKey(above))),
  )
  return common === undefined ? scopes : [...scopes, common]
}

/** Each once, without those that another one covers; sorted. */
function outermost(scopes: readonly string[], scopesAbove: ScopesAbove): readonly string[] {
  const byKey = new Map(scopes.toReversed().map((scope) => [resourceKey(scope), scope] as const))
  return [...byKey]
    .filter(([key, scope]) => !coveringKeys(scope, scopesAbove).some((one) => one !== key && byKey.has(one)))
    .sort(([a], [b]) => compareText(a, b))
    .map(([, scope]) => scope)
}

/** Too many groups become their subscriptions. */
function withinLimit(scopes: readonly string[]): readonly string[] {
  if (scopes.length <= scopeLimit) return scopes
  return outermost(
    scopes.map((scope) =>
      managementGroupIn(scope) === undefined ? `/${segmentsOf(scope).slice(0, 2).join('/')}` : scope,
    ),
    () => [],
  )
}

/** In the case in which each was asked first; sorted. */
function distinct(actions: readonly string[]): readonly string[] {
  const byKey = new Map(actions.toReversed().map((action) => [action.toLowerCase(), action] as const))
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, action]) => action)
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
