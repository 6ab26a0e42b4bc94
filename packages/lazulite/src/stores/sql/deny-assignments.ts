/** Deny assignments: few, and asked for by scope only; whom they name is in the record. */
import type { DenyAssignment } from '../../domain/rbac/deny-assignment.js'
import { coveringScopes, resourceKey } from '../../domain/resource-id/resource-id.js'
import { type DenyAssignmentReader, type DenyAssignmentWriter, StoreConflict } from '../../ports/store.js'
import { changeRecorder } from './access-changes.js'
import { inLists } from './in-lists.js'
import { caseless, withinScope } from './keys.js'
import { fromOptionalRecord, fromRecord, toRecord } from './record.js'
import type { DenyAssignmentRow } from './schema.js'
import type { ReadSession, WriteSession } from './session.js'

const toRow = (deny: DenyAssignment): DenyAssignmentRow => ({
  scope_key: resourceKey(deny.scope),
  name_key: caseless(deny.name),
  record: toRecord(deny),
})

export function denyAssignmentReader({ db }: ReadSession): DenyAssignmentReader {
  return {
    async get(scope, name) {
      const row = await db()
        .selectFrom('deny_assignment')
        .select('record')
        .where('scope_key', '=', resourceKey(scope))
        .where('name_key', '=', caseless(name))
        .executeTakeFirst()
      return fromOptionalRecord<DenyAssignment>(row)
    },

    async findByName(name) {
      const row = await db()
        .selectFrom('deny_assignment')
        .select('record')
        .where('name_key', '=', caseless(name))
        .executeTakeFirst()
      return fromOptionalRecord<DenyAssignment>(row)
    },

    async listAtScope(scope, { covering, below }) {
      const found: DenyAssignment[] = []
      for (const keys of inLists(covering ? coveringScopes(scope).slice(1) : [])) {
        const rows = await db()
          .selectFrom('deny_assignment')
          .select('record')
          .where('scope_key', 'in', keys)
          .orderBy('scope_key')
          .orderBy('name_key')
          .execute()
        found.push(...rows.map(fromRecord<DenyAssignment>))
      }
      const here = db().selectFrom('deny_assignment').select('record')
      const rows = await (below
        ? here.where(withinScope('scope_key', scope))
        : here.where('scope_key', '=', resourceKey(scope))
      )
        .orderBy('scope_key')
        .orderBy('name_key')
        .execute()
      found.push(...rows.map(fromRecord<DenyAssignment>))
      return found
    },
  }
}

export function denyAssignmentWriter(session: WriteSession): DenyAssignmentWriter {
  const { db, touch } = session
  const reader = denyAssignmentReader(session)
  const recorder = changeRecorder(session, 'denyAssignment')
  return {
    ...reader,

    async insert(deny) {
      await db().insertInto('deny_assignment').values(toRow(deny)).execute()
      await recorder?.note([{ after: deny }])
      touch('rules')
    },

    async update(deny) {
      const row = toRow(deny)
      const before = recorder && (await reader.get(deny.scope, deny.name))
      const { numUpdatedRows } = await db()
        .updateTable('deny_assignment')
        .set(row)
        .where('scope_key', '=', row.scope_key)
        .where('name_key', '=', row.name_key)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new StoreConflict('notFound', `deny assignment ${deny.name}`)
      await recorder?.note([{ before, after: deny }])
      touch('rules')
    },

    async delete(scope, name) {
      const row = await db()
        .deleteFrom('deny_assignment')
        .where('scope_key', '=', resourceKey(scope))
        .where('name_key', '=', caseless(name))
        .returning('record')
        .executeTakeFirst()
      if (row === undefined) return undefined
      const before = fromRecord<DenyAssignment>(row)
      await recorder?.note([{ before }])
      touch('rules')
      return before
    },

    async deleteWithin(scope) {
      const gone = recorder && (await reader.listAtScope(scope, { covering: false, below: true }))
      const { numDeletedRows } = await db()
        .deleteFrom('deny_assignment')
        .where(withinScope('scope_key', scope))
        .executeTakeFirstOrThrow()
      await recorder?.note((gone ?? []).map((before) => ({ before })))
      if (numDeletedRows > 0n) touch('rules')
      return Number(numDeletedRows)
    },
  }
}
