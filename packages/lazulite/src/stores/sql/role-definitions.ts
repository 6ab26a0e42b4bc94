/** Custom roles; built-in roles come from the catalogue and are never stored. */
import type { RoleDefinition } from '../../domain/rbac/role.js'
import type { RoleDefinitionReader, RoleDefinitionWriter } from '../../ports/store.js'
import { changeRecorder } from './access-changes.js'
import { caseless } from './keys.js'
import { fromOptionalRecord, fromRecord, toRecord } from './record.js'
import type { ReadSession, WriteSession } from './session.js'

export function roleDefinitionReader({ db }: ReadSession): RoleDefinitionReader {
  return {
    async get(roleDefinitionId) {
      const row = await db()
        .selectFrom('role_definition')
        .select('record')
        .where('role_definition_key', '=', caseless(roleDefinitionId))
        .executeTakeFirst()
      return fromOptionalRecord<RoleDefinition>(row)
    },

    async findByName(roleName) {
      const row = await db()
        .selectFrom('role_definition')
        .select('record')
        .where('role_name_key', '=', caseless(roleName))
        .executeTakeFirst()
      return fromOptionalRecord<RoleDefinition>(row)
    },

    async list() {
      const rows = await db().selectFrom('role_definition').select('record').orderBy('role_definition_key').execute()
      return rows.map(fromRecord<RoleDefinition>)
    },
  }
}

export function roleDefinitionWriter(session: WriteSession): RoleDefinitionWriter {
  const { db, touch } = session
  const reader = roleDefinitionReader(session)
  const recorder = changeRecorder(session, 'roleDefinition')
  return {
    ...reader,

    async put(definition) {
      const before = recorder && (await reader.get(definition.roleDefinitionId))
      const columns = { role_name_key: caseless(definition.roleName), record: toRecord(definition) }
      await db()
        .insertInto('role_definition')
        .values({ role_definition_key: caseless(definition.roleDefinitionId), ...columns })
        .onConflict((conflict) => conflict.column('role_definition_key').doUpdateSet(columns))
        .execute()
      await recorder?.note([{ before, after: definition }])
      touch('rules')
    },

    async delete(roleDefinitionId) {
      const row = await db()
        .deleteFrom('role_definition')
        .where('role_definition_key', '=', caseless(roleDefinitionId))
        .returning('record')
        .executeTakeFirst()
      if (row === undefined) return undefined
      const before = fromRecord<RoleDefinition>(row)
      await recorder?.note([{ before }])
      touch('rules')
      return before
    },
  }
}
