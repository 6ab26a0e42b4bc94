/**
 * What changed of role assignments, deny assignments, custom roles and memberships, for as long as somebody may ask how
 * it was before. Written along with each change, in its transaction, by the stores themselves: nobody can forget it.
 */
import type { AccessChange, AccessChangeKind, AccessChangeOf } from '../../domain/rbac/access-change.js'
import type { EpochMillis, Seconds } from '../../domain/time.js'
import type { AccessChangeReader, AccessChangeWriter } from '../../ports/store.js'
import { fromRecord, toRecord } from './record.js'
import type { ReadSession, WriteSession } from './session.js'

/** How changes are remembered. */
export interface ChangeMemory {
  /** The cloud's time. */
  readonly now: () => EpochMillis
  /** Changes older than this are of no use to anybody. */
  readonly keepFor: Seconds
}

export function accessChangeReader({ db }: ReadSession): AccessChangeReader {
  return {
    async list() {
      const rows = await db().selectFrom('access_change').select('record').orderBy('sequence').execute()
      return rows.map(fromRecord<AccessChange>)
    },
  }
}

export function accessChangeWriter(session: WriteSession): AccessChangeWriter {
  const { db, touch } = session
  return {
    ...accessChangeReader(session),

    async deleteUntil(time) {
      const { numDeletedRows } = await db()
        .deleteFrom('access_change')
        .where('changed_at', '<=', time)
        .executeTakeFirstOrThrow()
      if (numDeletedRows > 0n) touch()
      return Number(numDeletedRows)
    },
  }
}

/** Writes changes of one kind down, and drops what has become too old. */
export interface ChangeRecorder<T> {
  /** @param changes  what was there before and is there now; one of them */
  note(changes: readonly { readonly before?: T | undefined; readonly after?: T }[]): Promise<void>
}

type RecordOf<Kind extends AccessChangeKind> = NonNullable<AccessChangeOf<Kind>['before']>

/** `undefined` when nothing is to be remembered: a change then costs what it costs. */
export function changeRecorder<Kind extends AccessChangeKind>(
  { db, changeMemory }: WriteSession,
  kind: Kind,
): ChangeRecorder<RecordOf<Kind>> | undefined {
  if (changeMemory === undefined) return undefined
  const { now, keepFor } = changeMemory
  return {
    async note(changes) {
      if (changes.length === 0) return
      const at = now()
      await db()
        .deleteFrom('access_change')
        .where('changed_at', '<=', at - keepFor * 1000)
        .execute()
      for (const { before, after } of changes) {
        await db()
          .insertInto('access_change')
          .values({ changed_at: at, record: toRecord({ kind, at, before, after }) })
          .execute()
      }
    },
  }
}
