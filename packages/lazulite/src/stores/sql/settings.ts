/** Small named documents. */
import type { JsonObject } from '../../domain/json.js'
import type { SettingReader, SettingWriter } from '../../ports/store.js'
import { fromOptionalRecord, toRecord } from './record.js'
import type { ReadSession } from './session.js'

export function settingReader({ db }: ReadSession): SettingReader {
  return {
    async get(name) {
      const row = await db().selectFrom('setting').select('record').where('name', '=', name).executeTakeFirst()
      return fromOptionalRecord<JsonObject>(row)
    },
  }
}

export function settingWriter(session: ReadSession): SettingWriter {
  const { db } = session
  return {
    ...settingReader(session),

    async put(name, value) {
      const record = toRecord(value)
      await db()
        .insertInto('setting')
        .values({ name, record })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ record }))
        .execute()
    },
  }
}
