/** Application registrations. */
import type { Application } from '../../domain/directory/directory-objects.js'
import { type ApplicationReader, type ApplicationWriter, StoreConflict } from '../../ports/store.js'
import { caseless } from './keys.js'
import { fromOptionalRecord, fromRecord, toRecord } from './record.js'
import type { ApplicationRow } from './schema.js'
import type { ReadSession, WriteSession } from './session.js'

const toRow = (application: Application): ApplicationRow => ({
  object_key: caseless(application.objectId),
  client_key: caseless(application.clientId),
  record: toRecord(application),
})

export function applicationReader({ db }: ReadSession): ApplicationReader {
  return {
    async get(objectId) {
      const row = await db()
        .selectFrom('application')
        .select('record')
        .where('object_key', '=', caseless(objectId))
        .executeTakeFirst()
      return fromOptionalRecord<Application>(row)
    },

    async findByClientId(clientId) {
      const row = await db()
        .selectFrom('application')
        .select('record')
        .where('client_key', '=', caseless(clientId))
        .executeTakeFirst()
      return fromOptionalRecord<Application>(row)
    },

    async list() {
      const rows = await db().selectFrom('application').select('record').orderBy('object_key').execute()
      return rows.map(fromRecord<Application>)
    },
  }
}

export function applicationWriter(session: WriteSession): ApplicationWriter {
  const { db, touch } = session
  return {
    ...applicationReader(session),

    async insert(application) {
      await db().insertInto('application').values(toRow(application)).execute()
      touch()
    },

    async update(application) {
      const row = toRow(application)
      const { numUpdatedRows } = await db()
        .updateTable('application')
        .set(row)
        .where('object_key', '=', row.object_key)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new StoreConflict('notFound', `application ${application.objectId}`)
      touch()
    },

    async delete(objectId) {
      const row = await db()
        .deleteFrom('application')
        .where('object_key', '=', caseless(objectId))
        .returning('record')
        .executeTakeFirst()
      if (row !== undefined) touch()
      return fromOptionalRecord<Application>(row)
    },
  }
}
