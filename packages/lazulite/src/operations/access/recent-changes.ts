/**
 * The changes that a delay may still hold back, arranged for questions: read once and kept until something in the cloud
 * changes; the change number tells, never the time. Which of them are in effect is each question's own business.
 */
import { type AccessChange, type AccessChangeOf, changesOf } from '../../domain/rbac/access-change.js'
import type { EpochMillis } from '../../domain/time.js'
import { keptUntilChange } from './kept-until-change.js'

/** Every list in the order in which the changes were made. */
export interface RecentChanges {
  readonly all: readonly AccessChange[]
  /** Changes of assignments to any of the principals, before or after. */
  roleAssignmentsOf(principalIds: Iterable<string>): readonly AccessChangeOf<'roleAssignment'>[]
  readonly denyAssignments: readonly AccessChangeOf<'denyAssignment'>[]
  readonly roleDefinitions: readonly AccessChangeOf<'roleDefinition'>[]
  /** Changes of what any of the principals is a direct member of. */
  membershipsOf(memberIds: Iterable<string>): readonly AccessChangeOf<'groupMembership'>[]
  /** When roles or assignments, and memberships, last changed; never: minus infinity. */
  readonly newest: { readonly roles: EpochMillis; readonly memberships: EpochMillis }
}

/** As of the last committed change. Empty where no delay was ever set. */
export const readRecentChanges = keptUntilChange(
  ({ changes }) => changes.latest(),
  async ({ accessChanges }) => arrange(await accessChanges.list()),
)

function arrange(all: readonly AccessChange[]): RecentChanges {
  const memberships = changesOf(all, 'groupMembership')
  return {
    all,
    roleAssignmentsOf: finder(changesOf(all, 'roleAssignment'), ({ principalId }) => principalId),
    denyAssignments: changesOf(all, 'denyAssignment'),
    roleDefinitions: changesOf(all, 'roleDefinition'),
    membershipsOf: finder(memberships, ({ memberId }) => memberId),
    newest: { roles: newest(all.filter(({ kind }) => kind !== 'groupMembership')), memberships: newest(memberships) },
  }
}

/** Finds the changes of any of some ids (any case); one counts for both ids when the record went from one to another. */
function finder<Change extends AccessChangeOf<'roleAssignment' | 'groupMembership'>>(
  changes: readonly Change[],
  idOf: (record: NonNullable<Change['before']>) => string,
): (ids: Iterable<string>) => Change[] {
  const placesOf = new Map<string, number[]>()
  for (const [place, { before, after }] of changes.entries()) {
    for (const record of [before, after]) {
      if (record === undefined) continue
      const id = idOf(record).toLowerCase()
      const places = placesOf.get(id) ?? []
      places.push(place)
      placesOf.set(id, places)
    }
  }
  return (ids) => {
    const places = new Set([...ids].flatMap((id) => placesOf.get(id.toLowerCase()) ?? []))
    return [...places].sort((a, b) => a - b).flatMap((place) => changes[place] ?? [])
  }
}

const newest = (changes: readonly AccessChange[]): EpochMillis =>
  changes.reduce((latest, { at }) => Math.max(latest, at), Number.NEGATIVE_INFINITY)
