/** Role assignments. They know a principal by its id only: deleting the principal leaves them, orphaned, as in Azure. */
import type { RoleAssignment } from '../../domain/rbac/role.js'
import { coveringScopes, resourceKey } from '../../domain/resource-id/resource-id.js'
import type { RoleAssignmentReader, RoleAssignmentWriter } from '../../ports/store.js'
import { changeRecorder } from './access-changes.js'
import { inLists } from './in-lists.js'
import { caseless, withinScope } from './keys.js'
import { fromRecord, toRecord } from './record.js'
import type { RoleAssignmentRow } from './schema.js'
import { scopedReader, scopedWriter } from './scoped-records.js'
import type { ReadSession, WriteSession } from './session.js'

const table = 'role_assignment'

const toRow = (assignment: RoleAssignment): RoleAssignmentRow => ({
  scope_key: resourceKey(assignment.scope),
  name_key: caseless(assignment.name),
  principal_key: caseless(assignment.principalId),
  role_definition_key: caseless(assignment.roleDefinitionId),
  record: toRecord(assignment),
})

export function roleAssignmentReader(session: ReadSession): RoleAssignmentReader {
  const { db } = session
  return {
    ...scopedReader<RoleAssignment>(session, table),

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

export const roleAssignmentWriter = (session: WriteSession): RoleAssignmentWriter => ({
  ...roleAssignmentReader(session),
  ...scopedWriter<RoleAssignment>(session, {
    ...{ table, toRow, what: 'role assignment' },
    recorder: changeRecorder(session, 'roleAssignment'),
  }),
})
