/**
 * The access rule a second time: slow, plain, and written from the published rules without a line of the product's code,
 * so that the two can be held against each other.
 *
 * Sources: Azure RBAC overview (how access is determined), role definitions, scope overview, deny assignments,
 * management groups overview, conditions FAQ.
 */
import type { AccessQuestion } from './decision.js'
import type { DenyAssignment } from './deny-assignment.js'
import type { Permission, RoleAssignment, RoleDefinition } from './role.js'

/** All that is known of a tenant, as far as access goes, and one question about it. */
export interface World {
  /** Makes the same world again. */
  readonly seed: number
  readonly tenantId: string
  readonly callerId: string
  readonly question: AccessQuestion
  readonly groupIds: readonly string[]
  readonly memberships: readonly { readonly groupId: string; readonly memberId: string }[]
  /** Without the root group, which is named after the tenant. No parent: directly below the root. */
  readonly managementGroups: readonly { readonly name: string; readonly parent?: string }[]
  /** Subscriptions that are not directly below the root. */
  readonly placements: readonly { readonly subscriptionId: string; readonly managementGroup: string }[]
  readonly roles: readonly RoleDefinition[]
  readonly assignments: readonly RoleAssignment[]
  readonly denyAssignments: readonly DenyAssignment[]
  /** Every condition of this world, and whether it is true for the question. */
  readonly truths: ReadonlyMap<string, boolean>
}

export interface Oracle {
  readonly reason:
    | 'roleAssignment'
    | 'denyAssignment'
    | 'noAssignment'
    | 'noMatchingAction'
    | 'excludedByNotActions'
    | 'conditionNotMet'
  /** The assignments that grant, or the denies that apply. */
  readonly names: readonly string[]
}

export function askOracle(world: World): Oracle {
  const denying = world.denyAssignments.filter((deny) => doesDeny(world, deny))
  if (denying.length > 0) return { reason: 'denyAssignment', names: denying.map(({ name }) => name) }

  const held = world.assignments.filter(
    (one) => isOrIsIn(world, one.principalId) && ancestors(world).includes(plain(one.scope)),
  )
  if (held.length === 0) return { reason: 'noAssignment', names: [] }

  const blocks = held.flatMap((one) => blocksOf(world, one).map((block) => ({ one, block })))
  const named = blocks.filter(({ block }) => anyMatches(granted(world, block), world.question.action))
  const left = named.filter(({ block }) => !anyMatches(excepted(world, block), world.question.action))
  const granting = left.filter(({ one, block }) => isTrue(world, one.condition) && isTrue(world, block.condition))
  if (granting.length > 0) return { reason: 'roleAssignment', names: granting.map(({ one }) => one.name) }
  if (left.length > 0) return { reason: 'conditionNotMet', names: [] }
  return { reason: named.length > 0 ? 'excludedByNotActions' : 'noMatchingAction', names: [] }
}

function doesDeny(world: World, deny: DenyAssignment): boolean {
  const { question } = world
  if (deny.effect === 'Audit') return false
  const here = plain(question.scope) === plain(deny.scope)
  const inherited = !deny.doNotApplyToChildScopes && ancestors(world).includes(plain(deny.scope))
  if (!here && !inherited) return false
  const everyone = deny.principals.some(({ id }) => /^0{8}-0{4}-0{4}-0{4}-0{12}$/.test(id))
  if (!everyone && !deny.principals.some(({ id }) => isOrIsIn(world, id))) return false
  if (deny.excludePrincipals.some(({ id }) => isOrIsIn(world, id))) return false
  if (!isTrue(world, deny.condition)) return false
  return deny.permissions.some(
    (block) =>
      anyMatches(granted(world, block), question.action) &&
      !anyMatches(excepted(world, block), question.action) &&
      isTrue(world, block.condition),
  )
}

const isTrue = ({ truths }: World, condition: string | undefined): boolean =>
  condition === undefined || truths.get(condition) === true

const blocksOf = ({ roles }: World, { roleDefinitionId }: RoleAssignment): readonly Permission[] =>
  roles.find((one) => same(one.roleDefinitionId, roleDefinitionId))?.permissions ?? []

const granted = ({ question }: World, block: Permission) => (question.isDataAction ? block.dataActions : block.actions)
const excepted = ({ question }: World, block: Permission) =>
  question.isDataAction ? block.notDataActions : block.notActions

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Is this the caller, or a group with the caller somewhere inside? Looks from the group down to its members. */
function isOrIsIn(world: World, principalId: string, seen: readonly string[] = []): boolean {
  if (same(principalId, world.callerId)) return true
  if (seen.some((one) => same(one, principalId))) return false
  return world.memberships
    .filter(({ groupId }) => same(groupId, principalId))
    .some(({ memberId }) => isOrIsIn(world, memberId, [...seen, principalId]))
}

/** A scope without what never matters: case, doubled slashes, a slash at the end. */
const plain = (scope: string): string => `${scope}/`.replace(/\/+/g, '/').toLowerCase()

/** The scope itself, what its id lies below, the management groups above, and the root of the tenant. */
function ancestors(world: World): readonly string[] {
  const own = plain(world.question.scope)
  const all = [own, '/']
  for (let end = own.length - 2; end > 0; end--) if (own[end] === '/') all.push(own.slice(0, end + 1))
  const subscription = /^\/subscriptions\/([^/]+)\//.exec(own)?.[1]
  const group = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)\//.exec(own)?.[1]
  let above: string | undefined
  if (subscription !== undefined) {
    const placement = world.placements.find(({ subscriptionId }) => same(subscriptionId, subscription))
    above = placement?.managementGroup ?? world.tenantId
  } else if (group !== undefined) {
    above = parentOf(world, group)
  }
  while (above !== undefined) {
    all.push(plain(`/providers/Microsoft.Management/managementGroups/${above}`))
    above = parentOf(world, above)
  }
  return all
}

const parentOf = ({ managementGroups, tenantId }: World, name: string): string | undefined =>
  same(name, tenantId) ? undefined : (managementGroups.find((one) => same(one.name, name))?.parent ?? tenantId)

const anyMatches = (patterns: readonly string[], action: string): boolean =>
  patterns.some((pattern) => stringMatches(pattern, action))

const expressions = new Map<string, readonly RegExp[]>()

// `*` is any text, slashes included; `/*/` may also be a single slash, so each one is tried both ways.
export function stringMatches(pattern: string, action: string): boolean {
  let known = expressions.get(pattern)
  if (known === undefined) {
    known = spellings(pattern).map((one) => new RegExp(`^${one.split('*').map(escapeLetters).join('.*')}$`, 'is'))
    expressions.set(pattern, known)
  }
  return known.some((one) => one.test(action))
}

// The pattern, and the pattern with any of its `/*/` closed to `/`.
function spellings(pattern: string): readonly string[] {
  const all = new Set([pattern])
  for (const one of all) {
    for (let at = one.indexOf('/*/'); at !== -1; at = one.indexOf('/*/', at + 1)) {
      all.add(one.slice(0, at) + one.slice(at + 2))
    }
  }
  return [...all]
}

const escapeLetters = (text: string): string =>
  text.replace(/[^a-z0-9/]/gi, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
