/** Grants of the token service, by the hash of the secret that names them. */
import { type GrantReader, type GrantWriter, StoreConflict, type StoredGrant } from '../../ports/store.js'
import { fromOptionalRecord, toRecord } from './record.js'
import type { GrantRow } from './schema.js'
import type { ReadSession } from './session.js'

const toRow = (grant: StoredGrant): GrantRow => ({
  key: grant.key,
  kind: grant.kind,
  family: grant.family,
  expires_at: grant.expiresAt,
  record: toRecord(grant),
})

export function grantReader({ db }: ReadSession): GrantReader {
  return {
    async get(kind, key) {
      const row = await db()
        .selectFrom('grant_record')
        .select('record')
        .where('key', '=', key)
        .where('kind', '=', kind)
        .executeTakeFirst()
      return fromOptionalRecord<StoredGrant>(row)
    },
  }
}

/** Nothing here raises the change number: grants are no part of the directory. */
export function grantWriter(session: ReadSession): GrantWriter {
  const { db } = session
  return {
    ...grantReader(session),

    async insert(grant) {
      await db().insertInto('grant_record').values(toRow(grant)).execute()
    },

    async update(grant) {
      const row = toRow(grant)
      const { numUpdatedRows } = await db()
        .updateTable('grant_record')
        .set(row)
        .where('key', '=', row.key)
        .where('kind', '=', row.kind)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new StoreConflict('notFound', `a grant of kind ${grant.kind}`)
    },

    async delete(kind, key) {
      const row = await db()
        .deleteFrom('grant_record')
        .where('key', '=', key)
        .where('kind', '=', kind)
        .returning('record')
        .executeTakeFirst()
      return fromOptionalRecord<StoredGrant>(row)
    },

    async deleteExpired(now) {
      const { numDeletedRows } = await db()
        .deleteFrom('grant_record')
        .where('expires_at', '<=', now)
        .executeTakeFirstOrThrow()
      return Number(numDeletedRows)
    },
  }
}
