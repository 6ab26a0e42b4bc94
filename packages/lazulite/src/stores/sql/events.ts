/** The audit log: appended, never changed, numbered by the database. */
import { resourceKey } from '../../domain/resource-id/resource-id.js'
import type { AuditEvent, EventReader, EventWriter, StoredEvent } from '../../ports/store.js'
import { caseless } from './keys.js'
import { fromRecord, toRecord } from './record.js'
import type { ReadSession } from './session.js'

const COLUMNS_PER_EVENT = 5

export function eventReader({ db }: ReadSession): EventReader {
  return {
    async list({ limit, before, kind, principalId }) {
      let query = db().selectFrom('event').select(['sequence', 'record'])
      if (before !== undefined) query = query.where('sequence', '<', before)
      if (kind !== undefined) query = query.where('kind', '=', kind)
      if (principalId !== undefined) query = query.where('principal_key', '=', caseless(principalId))
      const rows = await query.orderBy('sequence', 'desc').limit(limit).execute()
      return rows.map(storedEvent)
    },

    async listActivity({ activityLog, from, until, after, limit }) {
      let query = db()
        .selectFrom('event')
        .select(['sequence', 'record'])
        .where('activity_log', '=', resourceKey(activityLog))
        .where('happened_at', '>=', from)
        .where('happened_at', '<=', Math.min(until, after?.time ?? until))
      if (after !== undefined) {
        query = query.where(({ eb, or }) =>
          or([eb('happened_at', '<', after.time), eb('sequence', '<', after.sequence)]),
        )
      }
      const rows = await query.orderBy('happened_at', 'desc').orderBy('sequence', 'desc').limit(limit).execute()
      return rows.map(storedEvent)
    },
  }
}

const storedEvent = (row: { readonly sequence: number | bigint | string; readonly record: string }): StoredEvent => ({
  ...fromRecord<AuditEvent>(row),
  sequence: Number(row.sequence),
})

export function eventWriter(session: ReadSession): EventWriter {
  const { db, dialect } = session
  const perStatement = Math.floor(dialect.maxParameters / COLUMNS_PER_EVENT)
  return {
    ...eventReader(session),

    /** One statement, however many events (beyond what a statement can carry: as few as possible). */
    async append(events) {
      for (let start = 0; start < events.length; start += perStatement) {
        const rows = events.slice(start, start + perStatement).map((event) => ({
          kind: event.kind,
          principal_key: event.principalId === undefined ? null : caseless(event.principalId),
          activity_log: event.activityLog === undefined ? null : resourceKey(event.activityLog),
          happened_at: event.activityLog === undefined ? null : event.time,
          record: toRecord(event),
        }))
        await db().insertInto('event').values(rows).execute()
      }
    },
  }
}
