/**
 * What changes who may do what, as it is remembered for a while: so that a decision can be taken as it would have been
 * some time ago (see `as-of.ts`, and docs/decisions/0018).
 */
import { resourceKey } from '../resource-id/resource-id.js'
import type { EpochMillis } from '../time.js'
import type { DenyAssignment } from './deny-assignment.js'
import type { RoleAssignment, RoleDefinition } from './role.js'

/** Somebody is in a group, directly. Ids in lower case. */
export interface GroupMembership {
  readonly groupId: string
  readonly memberId: string
}

/** Made: no `before`. Removed: no `after`. */
export interface RecordChange<T> {
  readonly at: EpochMillis
  readonly before?: T
  readonly after?: T
}

export type AccessChange =
  | ({ readonly kind: 'roleAssignment' } & RecordChange<RoleAssignment>)
  | ({ readonly kind: 'denyAssignment' } & RecordChange<DenyAssignment>)
  | ({ readonly kind: 'roleDefinition' } & RecordChange<RoleDefinition>)
  | ({ readonly kind: 'groupMembership' } & RecordChange<GroupMembership>)

export type AccessChangeKind = AccessChange['kind']
export type AccessChangeOf<Kind extends AccessChangeKind> = Extract<AccessChange, { readonly kind: Kind }>

/** Names that two versions of the same thing share; all compare without case. */
export const assignmentKey = ({ scope, name }: Pick<RoleAssignment, 'scope' | 'name'>): string =>
  `${resourceKey(scope)} ${name.toLowerCase()}`
export const roleKey = ({ roleDefinitionId }: Pick<RoleDefinition, 'roleDefinitionId'>): string =>
  roleDefinitionId.toLowerCase()
export const membershipKey = ({ groupId, memberId }: GroupMembership): string => `${groupId} ${memberId}`.toLowerCase()

/** The changes of one kind, in their order. */
export const changesOf = <Kind extends AccessChangeKind>(
  changes: readonly AccessChange[],
  kind: Kind,
): AccessChangeOf<Kind>[] => changes.filter((change): change is AccessChangeOf<Kind> => change.kind === kind)
