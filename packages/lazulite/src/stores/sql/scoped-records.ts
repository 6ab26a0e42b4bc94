/**
 * Records that hang at a scope and have a GUID for a name: role assignments and deny assignments. Their tables differ in
 * what else is indexed; finding, changing and removing them by scope and name is the same.
 */
import { coveringScopes, resourceKey } from '../../domain/resource-id/resource-id.js'
import { StoreConflict } from '../../ports/store.js'
import type { ChangeRecorder } from './access-changes.js'
import { inLists } from './in-lists.js'
import { caseless, withinScope } from './keys.js'
import { fromOptionalRecord, fromRecord } from './record.js'
import type { DenyAssignmentRow } from './schema.js'
import type { ReadSession, WriteSession } from './session.js'

interface Scoped {
  readonly scope: string
  readonly name: string
}

export interface ScopedReader<T> {
  get(scope: string, name: string): Promise<T | undefined>
  findByName(name: string): Promise<T | undefined>
  listAtScope(scope: string, parts: { readonly covering: boolean; readonly below: boolean }): Promise<T[]>
}

export interface ScopedWriter<T> extends ScopedReader<T> {
  insert(record: T): Promise<void>
  update(record: T): Promise<void>
  delete(scope: string, name: string): Promise<T | undefined>
  deleteWithin(scope: string): Promise<number>
}

export type ScopedTable = 'role_assignment' | 'deny_assignment'

/** Both tables have the columns of the smaller one, and no other is named here. */
const columnsOf = (table: ScopedTable): 'deny_assignment' => table as 'deny_assignment'

export function scopedReader<T extends Scoped>({ db }: ReadSession, scopedTable: ScopedTable): ScopedReader<T> {
  const table = columnsOf(scopedTable)
  return {
    async get(scope, name) {
      const row = await db()
        .selectFrom(table)
        .select('record')
        .where('scope_key', '=', resourceKey(scope))
        .where('name_key', '=', caseless(name))
        .executeTakeFirst()
      return fromOptionalRecord<T>(row)
    },

    async findByName(name) {
      const row = await db()
        .selectFrom(table)
        .select('record')
        .where('name_key', '=', caseless(name))
        .orderBy('scope_key')
        .limit(1)
        .executeTakeFirst()
      return fromOptionalRecord<T>(row)
    },

    /** Coming from above: `/` first, then down to `scope`, then what is below it by scope and name. */
    async listAtScope(scope, { covering, below }) {
      const found: T[] = []
      for (const keys of inLists(covering ? coveringScopes(scope).slice(1) : [])) {
        const rows = await db()
          .selectFrom(table)
          .select('record')
          .where('scope_key', 'in', keys)
          .orderBy('scope_key')
          .orderBy('name_key')
          .execute()
        found.push(...rows.map(fromRecord<T>))
      }
      const here = db().selectFrom(table).select('record')
      const rows = await (below
        ? here.where(withinScope('scope_key', scope))
        : here.where('scope_key', '=', resourceKey(scope))
      )
        .orderBy('scope_key')
        .orderBy('name_key')
        .execute()
      found.push(...rows.map(fromRecord<T>))
      return found
    },
  }
}

export interface ScopedWrites<T extends Scoped> {
  readonly table: ScopedTable
  /** What a conflict calls a record. */
  readonly what: string
  readonly toRow: (record: T) => DenyAssignmentRow
  readonly recorder: ChangeRecorder<T> | undefined
  /** A change is one of the rules that hold for everybody. */
  readonly touches?: 'rules'
}

export function scopedWriter<T extends Scoped>(
  session: WriteSession,
  { table: scopedTable, what, toRow, recorder, touches }: ScopedWrites<T>,
): ScopedWriter<T> {
  const { db, touch } = session
  const table = columnsOf(scopedTable)
  const reader = scopedReader<T>(session, scopedTable)
  return {
    ...reader,

    async insert(record) {
      await db().insertInto(table).values(toRow(record)).execute()
      await recorder?.note([{ after: record }])
      touch(touches)
    },

    async update(record) {
      const row = toRow(record)
      const before = recorder && (await reader.get(record.scope, record.name))
      const { numUpdatedRows } = await db()
        .updateTable(table)
        .set(row)
        .where('scope_key', '=', row.scope_key)
        .where('name_key', '=', row.name_key)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new StoreConflict('notFound', `${what} ${record.name}`)
      await recorder?.note([{ before, after: record }])
      touch(touches)
    },

    async delete(scope, name) {
      const row = await db()
        .deleteFrom(table)
        .where('scope_key', '=', resourceKey(scope))
        .where('name_key', '=', caseless(name))
        .returning('record')
        .executeTakeFirst()
      if (row === undefined) return undefined
      const before = fromRecord<T>(row)
      await recorder?.note([{ before }])
      touch(touches)
      return before
    },

    async deleteWithin(scope) {
      const gone = recorder && (await reader.listAtScope(scope, { covering: false, below: true }))
      const { numDeletedRows } = await db()
        .deleteFrom(table)
        .where(withinScope('scope_key', scope))
        .executeTakeFirstOrThrow()
      await recorder?.note((gone ?? []).map((before) => ({ before })))
      if (numDeletedRows > 0n) touch(touches)
      return Number(numDeletedRows)
    },
  }
}
