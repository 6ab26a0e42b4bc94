/**
 * Azure's built-in roles: GUIDs, names and permissions as the service lists them.
 *
 * Source: `az role definition list` of 2026-08-22 (see `$source` in the file). The list is a string in the bundle and
 * parsed when the first role is asked for (2-3 ms); a role becomes a record when it is first looked up.
 */
import catalogueText from '../../data/built-in-roles.json?raw'
import type { EpochMillis } from '../time.js'
import { describeRole } from './describe-role.js'
import type { Permission, RoleDefinition } from './role.js'

/** Decision: the catalogue has no dates; every role carries those of Reader, one of the first (recorded, 2015-02-02). */
const createdAt: EpochMillis = Date.parse('2015-02-02T21:55:09.880Z')

/** Well-known GUIDs that rules and set-up refer to by name. */
export const builtInRoleIds = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  userAccessAdministrator: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
} as const

/** Numbers are positions in the table of actions; condition and version only where a block has them. */
type PackedBlock = readonly [
  actions: readonly number[],
  notActions: readonly number[],
  dataActions: readonly number[],
  notDataActions: readonly number[],
  condition?: string,
  conditionVersion?: string,
]
type PackedRole = readonly [guid: string, roleName: string, blocks: readonly PackedBlock[]]
interface PackedCatalogue {
  readonly actions: readonly string[]
  readonly roles: readonly PackedRole[]
}

interface Catalogue {
  readonly actions: readonly string[]
  readonly byId: ReadonlyMap<string, PackedRole>
  readonly idByName: ReadonlyMap<string, string>
}

let catalogue: Catalogue | undefined
const unpacked = new Map<string, RoleDefinition>()

/** By GUID, in any case. */
export function builtInRole(roleDefinitionId: string): RoleDefinition | undefined {
  const id = roleDefinitionId.toLowerCase()
  const known = unpacked.get(id)
  if (known !== undefined) return known
  const packed = load().byId.get(id)
  if (packed === undefined) return undefined
  const role = unpack(packed)
  unpacked.set(id, role)
  return role
}

/** By display name, in any case. */
export function builtInRoleByName(roleName: string): RoleDefinition | undefined {
  const id = load().idByName.get(roleName.toLowerCase())
  return id === undefined ? undefined : builtInRole(id)
}

/** All of them, ordered by name. */
export const builtInRoles = (): readonly RoleDefinition[] =>
  [...load().byId.keys()].flatMap((id) => builtInRole(id) ?? [])

function load(): Catalogue {
  if (catalogue !== undefined) return catalogue
  // The file is ours and checked by a test: its shape is known.
  const packed = JSON.parse(catalogueText) as PackedCatalogue
  catalogue = {
    actions: packed.actions,
    byId: new Map(packed.roles.map((role) => [role[0], role])),
    idByName: new Map(packed.roles.map(([guid, roleName]) => [roleName.toLowerCase(), guid])),
  }
  return catalogue
}

function unpack([roleDefinitionId, roleName, blocks]: PackedRole): RoleDefinition {
  const permissions = blocks.map(unpackBlock)
  return {
    roleDefinitionId,
    roleName,
    description: describeRole(permissions),
    type: 'BuiltInRole',
    permissions,
    assignableScopes: ['/'],
    createdAt,
    updatedAt: createdAt,
  }
}

function unpackBlock([
  actions,
  notActions,
  dataActions,
  notDataActions,
  condition,
  conditionVersion,
]: PackedBlock): Permission {
  const table = load().actions
  const names = (numbers: readonly number[]): readonly string[] => numbers.flatMap((number) => table[number] ?? [])
  return {
    actions: names(actions),
    notActions: names(notActions),
    dataActions: names(dataActions),
    notDataActions: names(notDataActions),
    ...(condition === undefined ? {} : { condition }),
    ...(conditionVersion === undefined ? {} : { conditionVersion }),
  }
}
