/** Role assignments. They know a principal by its id only: deleting the principal leaves them, orphaned, as in Azure. */
import type { RoleAssignment } from '../../domain/rbac/role.js'
import { coveringScopes, resourceKey } from '../../domain/resource-id/resource-id.js'
import { type RoleAssignmentReader, type RoleAssignmentWriter, StoreConflict } from '../../ports/store.js'
import { changeRecorder } from './access-changes.js'
import { inLists } from './in-lists.js'
import { caseless, withinScope } from './keys.js'
import { fromOptionalRecord, fromRecord, toRecord } from './record.js'
import type { RoleAssignmentRow } from './schema.js'
import type { ReadSession, WriteSession } from './session.js'

const toRow = (assignment: RoleAssignment): RoleAssignmentRow => ({
  scope_key: resourceKey(assignment.scope),
  name_key: caseless(assignment.name),
  principal_key: caseless(assignment.principalId),
  role_definition_key: caseless(assignment.roleDefinitionId),
  record: toRecord(assignment),
})

export function roleAssignmentReader({ db }: ReadSession): RoleAssignmentReader {
  return {
    async get(scope, name) {
      const row = await db()
        .selectFrom('role_assignment')
        .select('record')
        .where('scope_key', '=', resourceKey(scope))
        .where('name_key', '=', caseless(name))
        .executeTakeFirst()
      return fromOptionalRecord<RoleAssignment>(row)
    },

    async findByName(name) {
      const row = await db()
        .selectFrom('role_assignment')
        .select('record')
        .where('name_key', '=', caseless(name))
        .orderBy('scope_key')
        .limit(1)
        .executeTakeFirst()
      return fromOptionalRecord<RoleAssignment>(row)
    },

    async findApplicable({ principalIds, scope, above = [] }) {
      const scopes = inLists([...new Set(coveringScopes(scope, above))])
      const found: RoleAssignment[] = []
      for (const principalKeys of inLists(principalIds.map(caseless))) {
        for (const scopeKeys of scopes) {
          const rows = await db()
            .selectFrom('role_assignment')
            .select('record')
            .where('principal_key', 'in', principalKeys)
            .where('scope_key', 'in', scopeKeys)
            .execute()
          found.push(...rows.map(fromRecord<RoleAssignment>))
        }
      }
      return found
    },

    async listByPrincipals(principalIds) {
      const found: RoleAssignment[] = []
      for (const keys of inLists(principalIds.map(caseless))) {
        const rows = await db()
          .selectFrom('role_assignment')
          .select('record')
          .where('principal_key', 'in', keys)
          .orderBy('principal_key')
          .orderBy('scope_key')
          .orderBy('role_definition_key')
          .execute()
        found.push(...rows.map(fromRecord<RoleAssignment>))
      }
      return found
    },

    /** Coming from above: `/` first, then down to `scope`, then what is below it by scope and name. */
    async listAtScope(scope, { covering, below }) {
      const above = covering ? coveringScopes(scope).slice(1) : []
      const found: RoleAssignment[] = []
      for (const keys of inLists(above)) {
        const rows = await db()
          .selectFrom('role_assignment')
          .select('record')
          .where('scope_key', 'in', keys)
          .orderBy('scope_key')
          .orderBy('name_key')
          .execute()
        found.push(...rows.map(fromRecord<RoleAssignment>))
      }
      const here = db().selectFrom('role_assignment').select('record')
      const rows = await (below
        ? here.where(withinScope('scope_key', scope))
        : here.where('scope_key', '=', resourceKey(scope))
      )
        .orderBy('scope_key')
        .orderBy('name_key')
        .execute()
      found.push(...rows.map(fromRecord<RoleAssignment>))
      return found
    },

    async countAtScope(scope, { below }) {
      const row = await db()
        .selectFrom('role_assignment')
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .where(below ? withinScope('scope_key', scope) : ({ eb }) => eb('scope_key', '=', resourceKey(scope)))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async countByRoleDefinition(roleDefinitionId) {
      const row = await db()
        .selectFrom('role_assignment')
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .where('role_definition_key', '=', caseless(roleDefinitionId))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
  }
}

export function roleAssignmentWriter(session: WriteSession): RoleAssignmentWriter {
  const { db, touch } = session
  const reader = roleAssignmentReader(session)
  const recorder = changeRecorder(session, 'roleAssignment')
  return {
    ...reader,

    async insert(assignment) {
      await db().insertInto('role_assignment').values(toRow(assignment)).execute()
      await recorder?.note([{ after: assignment }])
      touch()
    },

    async update(assignment) {
      const row = toRow(assignment)
      const before = recorder && (await reader.get(assignment.scope, assignment.name))
      const { numUpdatedRows } = await db()
        .updateTable('role_assignment')
        .set(row)
        .where('scope_key', '=', row.scope_key)
        .where('name_key', '=', row.name_key)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new StoreConflict('notFound', `role assignment ${assignment.name}`)
      await recorder?.note([{ before, after: assignment }])
      touch()
    },

    async delete(scope, name) {
      const row = await db()
        .deleteFrom('role_assignment')
        .where('scope_key', '=', resourceKey(scope))
        .where('name_key', '=', caseless(name))
        .returning('record')
        .executeTakeFirst()
      if (row === undefined) return undefined
      const before = fromRecord<RoleAssignment>(row)
      await recorder?.note([{ before }])
      touch()
      return before
    },

    async deleteWithin(scope) {
      const gone = recorder && (await reader.listAtScope(scope, { covering: false, below: true }))
      const { numDeletedRows } = await db()
        .deleteFrom('role_assignment')
        .where(withinScope('scope_key', scope))
        .executeTakeFirstOrThrow()
      await recorder?.note((gone ?? []).map((before) => ({ before })))
      if (numDeletedRows > 0n) touch()
      return Number(numDeletedRows)
    },
  }
}
