/** Resources, keyed by `resourceKey(id)`; groups and subscriptions are resources too. */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { managementGroupIn } from '../../domain/management/hierarchy.js'
import { resourceKey } from '../../domain/resource-id/resource-id.js'
import { type ResourceReader, type ResourceWriter, StoreConflict } from '../../ports/store.js'
import { caseless, withinScope } from './keys.js'
import { fromOptionalRecord, fromRecord, toRecord } from './record.js'
import type { ResourceRow } from './schema.js'
import type { ReadSession, WriteSession } from './session.js'

const toRow = (resource: Resource): ResourceRow => ({
  key: resourceKey(resource.id),
  type_key: caseless(resource.type),
  etag: resource.etag,
  record: toRecord(resource),
})

export function resourceReader({ db }: ReadSession): ResourceReader {
  return {
    async get(id) {
      const row = await db()
        .selectFrom('resource')
        .select('record')
        .where('key', '=', resourceKey(id))
        .executeTakeFirst()
      return fromOptionalRecord<Resource>(row)
    },

    async list({ scope, type }) {
      let query = db().selectFrom('resource').select('record').where(withinScope('key', scope))
      if (type !== undefined) query = query.where('type_key', '=', caseless(type))
      const rows = await query.orderBy('key').execute()
      return rows.map(fromRecord<Resource>)
    },

    async listByUserAssignedIdentity(identityId) {
      const rows = await db()
        .selectFrom('resource_identity')
        .innerJoin('resource', 'resource.key', 'resource_identity.resource_key')
        .select('resource.record')
        .where('resource_identity.identity_key', '=', resourceKey(identityId))
        .orderBy('resource_identity.resource_key')
        .execute()
      return rows.map(fromRecord<Resource>)
    },
  }
}

export function resourceWriter(session: WriteSession): ResourceWriter {
  const { db } = session
  /** Management groups decide who may do what below them. */
  const touch = (id: string): void => session.touch(managementGroupIn(id) === undefined ? undefined : 'rules')

  async function linkIdentities(resource: Resource): Promise<void> {
    const keys = new Set(resource.identity?.userAssigned.map((link) => resourceKey(link.resourceId)))
    if (keys.size === 0) return
    const rows = [...keys].map((key) => ({ resource_key: resourceKey(resource.id), identity_key: key }))
    await db().insertInto('resource_identity').values(rows).execute()
  }

  return {
    ...resourceReader(session),

    async insert(resource) {
      await db().insertInto('resource').values(toRow(resource)).execute()
      await linkIdentities(resource)
      touch(resource.id)
    },

    async update(resource, options = {}) {
      const row = toRow(resource)
      let query = db().updateTable('resource').set(row).where('key', '=', row.key)
      if (options.ifEtag !== undefined) query = query.where('etag', '=', options.ifEtag)
      const { numUpdatedRows } = await query.executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) {
        const stored = await db().selectFrom('resource').select('etag').where('key', '=', row.key).executeTakeFirst()
        throw new StoreConflict(stored === undefined ? 'notFound' : 'changed', resource.id)
      }
      await db().deleteFrom('resource_identity').where('resource_key', '=', row.key).execute()
      await linkIdentities(resource)
      touch(resource.id)
    },

    async delete(id) {
      const row = await db()
        .deleteFrom('resource')
        .where('key', '=', resourceKey(id))
        .returning('record')
        .executeTakeFirst()
      if (row !== undefined) touch(id)
      return fromOptionalRecord<Resource>(row)
    },
  }
}
