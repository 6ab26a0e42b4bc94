/** The token service's signing keys, oldest first. */
import type { SigningKeyReader, SigningKeyWriter, StoredSigningKey } from '../../ports/store.js'
import { fromRecord, toRecord } from './record.js'
import type { ReadSession } from './session.js'

export function signingKeyReader({ db }: ReadSession): SigningKeyReader {
  return {
    async list() {
      const rows = await db()
        .selectFrom('signing_key')
        .select('record')
        .orderBy('published_at')
        .orderBy('kid')
        .execute()
      return rows.map(fromRecord<StoredSigningKey>)
    },
  }
}

export function signingKeyWriter(session: ReadSession): SigningKeyWriter {
  const { db } = session
  return {
    ...signingKeyReader(session),

    async put(key) {
      const columns = { published_at: key.publishedAt, record: toRecord(key) }
      await db()
        .insertInto('signing_key')
        .values({ kid: key.kid, ...columns })
        .onConflict((conflict) => conflict.column('kid').doUpdateSet(columns))
        .execute()
    },

    async delete(kid) {
      await db().deleteFrom('signing_key').where('kid', '=', kid).execute()
    },
  }
}
