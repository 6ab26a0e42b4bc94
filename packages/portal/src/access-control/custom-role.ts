/**
 * A custom role while it is being made: from scratch, as a clone, from JSON; what is missing; the body of the request.
 * Form of the JSON: as Azure's "Create a custom role" shows and takes it (`{properties: {roleName, …, permissions}}`);
 * the form of Azure CLI's files (`{Name, Actions, …}`) is read, too.
 */
import { parseResourceReference } from '../api/resource-reference.js'
import { type PermissionKind, permissionKinds } from './permission-words.js'
import type { PermissionBlock, RoleDefinition } from './rbac-records.js'

export interface RoleDraft {
  readonly roleName: string
  readonly description: string
  readonly assignableScopes: readonly string[]
  readonly permissions: readonly PermissionBlock[]
}

/** Where a role is assignable unless more is said: custom roles are made for groups and above, not for single resources. */
export function customRoleScope(scope: string): string {
  const { resourceGroup, subscriptionId } = parseResourceReference(scope) ?? {}
  if (subscriptionId === undefined) return scope
  const subscription = `/subscriptions/${subscriptionId}`
  return resourceGroup === undefined ? subscription : `${subscription}/resourceGroups/${resourceGroup}`
}

export const emptyDraft = (scope: string): RoleDraft => ({
  ...{ roleName: '', description: '', assignableScopes: [scope] },
  permissions: [{ actions: [], notActions: [], dataActions: [], notDataActions: [] }],
})

/** What a clone takes over: what the role may do, not its name, nor where it can be assigned. */
export const cloneOf = ({ properties }: RoleDefinition, scope: string): RoleDraft => ({
  ...{ roleName: '', description: properties.description ?? '', assignableScopes: [scope] },
  permissions: properties.permissions.map(withoutNulls),
})

export const draftOf = ({ properties }: RoleDefinition): RoleDraft => ({
  ...{ roleName: properties.roleName, description: properties.description ?? '' },
  assignableScopes: properties.assignableScopes,
  permissions: properties.permissions.map(withoutNulls),
})

function withoutNulls({ condition, conditionVersion, ...lists }: PermissionBlock): PermissionBlock {
  return {
    ...Object.fromEntries(permissionKinds.map((kind) => [kind, lists[kind] ?? []])),
    ...(typeof condition === 'string' ? { condition } : {}),
    ...(typeof conditionVersion === 'string' ? { conditionVersion } : {}),
  }
}

/** The body of `PUT …/roleDefinitions/{guid}`, which the tab "JSON" shows as it is. */
export const bodyOf = ({ roleName, description, assignableScopes, permissions }: RoleDraft) => ({
  properties: { roleName: roleName.trim(), description, assignableScopes, permissions },
})

const added = (list: readonly string[], entry: string): readonly string[] =>
  list.some((one) => one.toLowerCase() === entry.toLowerCase()) ? list : [...list, entry]

/** Into the first block that no condition guards. */
export function withPermission(draft: RoleDraft, kind: PermissionKind, permission: string): RoleDraft {
  const index = draft.permissions.findIndex(({ condition }) => condition === undefined)
  const blocks = index < 0 ? [...draft.permissions, {}] : draft.permissions
  const at = index < 0 ? blocks.length - 1 : index
  return {
    ...draft,
    permissions: blocks.map((block, one) =>
      one === at ? { ...block, [kind]: added(block[kind] ?? [], permission.trim()) } : block,
    ),
  }
}

export interface PermissionPlace {
  readonly block: number
  readonly kind: PermissionKind
  readonly permission: string
}

/** A block that grants nothing any more goes, too; the last one stays, empty. */
export function withoutPermission(draft: RoleDraft, { block: at, kind, permission }: PermissionPlace): RoleDraft {
  const permissions = draft.permissions.map((block, one) =>
    one === at ? { ...block, [kind]: (block[kind] ?? []).filter((known) => known !== permission) } : block,
  )
  const left = permissions.filter((block) => permissionKinds.some((one) => (block[one] ?? []).length > 0))
  return { ...draft, permissions: left.length === 0 ? emptyDraft('').permissions : left }
}

export const withScope = (draft: RoleDraft, scope: string): RoleDraft => ({
  ...draft,
  assignableScopes: added(draft.assignableScopes, scope),
})

export const withoutScope = (draft: RoleDraft, scope: string): RoleDraft => ({
  ...draft,
  assignableScopes: draft.assignableScopes.filter((one) => one !== scope),
})

/** Longest name ("Azure custom roles"). */
const longestName = 512

export interface RoleProblems {
  readonly basics?: string
  readonly permissions?: string
  readonly scopes?: string
}

/** What the service would refuse for certain; everything else it says itself. */
export function problemsOf({ roleName, permissions, assignableScopes }: RoleDraft): RoleProblems {
  const name = roleName.trim()
  const grants = permissions.some(({ actions = [], dataActions = [] }) => actions.length + dataActions.length > 0)
  return {
    ...(name === '' ? { basics: 'Custom role name is required.' } : {}),
    ...(name.length > longestName ? { basics: `A name has at most ${longestName} characters.` } : {}),
    ...(grants ? {} : { permissions: 'A role needs at least one permission.' }),
    ...(assignableScopes.length > 0 ? {} : { scopes: 'A role needs at least one assignable scope.' }),
  }
}

/** Something that a permission can be: segments, with at most one wildcard, in Azure's documentation's words. */
export function problemOfPermission(permission: string): string | undefined {
  const text = permission.trim()
  if (text === '') return 'Type a permission, for example Microsoft.Compute/virtualMachines/read.'
  if (/\s/.test(text)) return 'A permission has no blanks.'
  if (text !== '*' && !text.includes('/')) return 'A permission is a provider, a type and a verb, separated by slashes.'
  return undefined
}

export type ParsedRole = { readonly draft: RoleDraft } | { readonly problem: string }

/** @param text JSON, in Azure's form or Azure CLI's @param before supplies what the text leaves out */
export function parseRoleText(text: string, before: RoleDraft): ParsedRole {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `This is no JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  if (!isRecord(value)) return { problem: 'A role is an object: { "properties": { … } }.' }
  const role = lowerCased(isRecord(value.properties) ? value.properties : value)
  const permissions = Array.isArray(role.get('permissions')) ? role.get('permissions') : [Object.fromEntries(role)]
  const blocks = (Array.isArray(permissions) ? permissions : []).filter(isRecord).map(readBlock)
  return {
    draft: {
      roleName: textOf(role.get('rolename') ?? role.get('name')) ?? before.roleName,
      description: textOf(role.get('description')) ?? before.description,
      assignableScopes: textsOf(role.get('assignablescopes')) ?? before.assignableScopes,
      permissions: blocks.length === 0 ? emptyDraft('').permissions : blocks,
    },
  }
}

function readBlock(given: Record<string, unknown>): PermissionBlock {
  const block = lowerCased(given)
  const condition = textOf(block.get('condition'))
  const conditionVersion = textOf(block.get('conditionversion'))
  return {
    ...Object.fromEntries(permissionKinds.map((kind) => [kind, textsOf(block.get(kind.toLowerCase())) ?? []])),
    ...(condition === undefined ? {} : { condition }),
    ...(conditionVersion === undefined ? {} : { conditionVersion }),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const lowerCased = (value: Record<string, unknown>): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]))
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const textsOf = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined
