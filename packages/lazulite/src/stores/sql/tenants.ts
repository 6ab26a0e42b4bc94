/** The tenant. Decision: a store holds one tenant; putting another replaces it. */
import type { Tenant } from '../../domain/directory/directory-objects.js'
import type { ReadStores, Tx } from '../../ports/store.js'
import { caseless } from './keys.js'
import { fromOptionalRecord, toRecord } from './record.js'
import type { ReadSession, WriteSession } from './session.js'

export function tenantReader({ db }: ReadSession): ReadStores['tenants'] {
  return {
    async get() {
      const row = await db().selectFrom('tenant').select('record').executeTakeFirst()
      return fromOptionalRecord<Tenant>(row)
    },
  }
}

export function tenantWriter(session: WriteSession): Tx['tenants'] {
  const { db, touch } = session
  return {
    ...tenantReader(session),

    async put(tenant) {
      await db().deleteFrom('tenant').execute()
      await db()
        .insertInto('tenant')
        .values({ tenant_key: caseless(tenant.tenantId), record: toRecord(tenant) })
        .execute()
      touch('rules')
    },
  }
}
