/** Users, groups and service principals, with the names and the memberships by which they are found. */
import type { Principal } from '../../domain/directory/directory-objects.js'
import type { GroupMembership } from '../../domain/rbac/access-change.js'
import { type PrincipalReader, type PrincipalWriter, StoreConflict } from '../../ports/store.js'
import { changeRecorder } from './access-changes.js'
import { inLists } from './in-lists.js'
import { caseless, servicePrincipalNameKey } from './keys.js'
import { fromOptionalRecord, fromRecord, toRecord } from './record.js'
import type { GroupMemberRow, PrincipalRow } from './schema.js'
import type { ReadSession, WriteSession } from './session.js'

const toRow = (principal: Principal): PrincipalRow => ({
  principal_key: caseless(principal.principalId),
  kind: principal.kind,
  client_key: principal.kind === 'ServicePrincipal' ? caseless(principal.clientId) : null,
  user_principal_name_key: principal.kind === 'User' ? caseless(principal.userPrincipalName) : null,
  created_at: principal.createdAt,
  record: toRecord(principal),
})

const toMembership = ({ group_key, member_key }: GroupMemberRow): GroupMembership => ({
  groupId: group_key,
  memberId: member_key,
})

export function principalReader({ db }: ReadSession): PrincipalReader {
  /** The groups around a principal, in order. `union` drops what was seen before, so groups that contain each other come to an end. */
  const containing = (key: string) =>
    db()
      .withRecursive('containing(group_key)', (cte) =>
        cte
          .selectFrom('group_member')
          .select('group_member.group_key')
          .where('group_member.member_key', '=', key)
          .union(
            cte
              .selectFrom('group_member')
              .innerJoin('containing', 'containing.group_key', 'group_member.member_key')
              .select('group_member.group_key'),
          ),
      )
      .selectFrom('containing')
      .where('containing.group_key', '!=', key)
      .orderBy('containing.group_key')

  return {
    async get(principalId) {
      const row = await db()
        .selectFrom('principal')
        .select('record')
        .where('principal_key', '=', caseless(principalId))
        .executeTakeFirst()
      return fromOptionalRecord<Principal>(row)
    },

    async getMany(principalIds) {
      const found: Principal[] = []
      for (const keys of inLists(principalIds.map(caseless))) {
        const rows = await db()
          .selectFrom('principal')
          .select('record')
          .where('principal_key', 'in', keys)
          .orderBy('principal_key')
          .execute()
        found.push(...rows.map(fromRecord<Principal>))
      }
      return found
    },

    async findByClientId(clientId) {
      const row = await db()
        .selectFrom('principal')
        .select('record')
        .where('client_key', '=', caseless(clientId))
        .executeTakeFirst()
      return fromOptionalRecord<Principal>(row)
    },

    async findByUserPrincipalName(userPrincipalName) {
      const row = await db()
        .selectFrom('principal')
        .select('record')
        .where('user_principal_name_key', '=', caseless(userPrincipalName))
        .executeTakeFirst()
      return fromOptionalRecord<Principal>(row)
    },

    /** Decision: when several answer to the name, the oldest does, so that nobody takes a name over. */
    async findByServicePrincipalName(name) {
      const row = await db()
        .selectFrom('service_principal_name')
        .innerJoin('principal', 'principal.principal_key', 'service_principal_name.principal_key')
        .select('principal.record')
        .where('service_principal_name.name_key', '=', servicePrincipalNameKey(name))
        .orderBy('principal.created_at')
        .orderBy('principal.principal_key')
        .limit(1)
        .executeTakeFirst()
      return fromOptionalRecord<Principal>(row)
    },

    async list(query = {}) {
      let select = db().selectFrom('principal').select('record')
      if (query.kind !== undefined) select = select.where('kind', '=', query.kind)
      const rows = await select.orderBy('principal_key').execute()
      return rows.map(fromRecord<Principal>)
    },

    async transitiveGroupIds(principalId) {
      const rows = await containing(caseless(principalId))
        .innerJoin('principal', 'principal.principal_key', 'containing.group_key')
        .select('principal.record')
        .execute()
      return rows.map((row) => fromRecord<Principal>(row).principalId)
    },

    async transitiveGroupKeys(principalId) {
      const rows = await containing(caseless(principalId)).select('containing.group_key').execute()
      return rows.map((row) => row.group_key)
    },

    async members(groupId) {
      const rows = await db()
        .selectFrom('group_member')
        .innerJoin('principal', 'principal.principal_key', 'group_member.member_key')
        .select('principal.record')
        .where('group_member.group_key', '=', caseless(groupId))
        .orderBy('group_member.member_key')
        .execute()
      return rows.map((row) => fromRecord<Principal>(row).principalId)
    },

    async membershipsOf(memberIds) {
      const found: GroupMembership[] = []
      for (const keys of inLists(memberIds.map(caseless))) {
        const rows = await db().selectFrom('group_member').selectAll().where('member_key', 'in', keys).execute()
        found.push(...rows.map(toMembership))
      }
      return found
    },
  }
}

export function principalWriter(session: WriteSession): PrincipalWriter {
  const { db, touch } = session
  const recorder = changeRecorder(session, 'groupMembership')

  async function insertNames(principal: Principal): Promise<void> {
    if (principal.kind !== 'ServicePrincipal') return
    const names = new Set([principal.clientId, ...principal.servicePrincipalNames].map(servicePrincipalNameKey))
    const rows = [...names].map((name) => ({ name_key: name, principal_key: caseless(principal.principalId) }))
    await db().insertInto('service_principal_name').values(rows).execute()
  }

  return {
    ...principalReader(session),

    async insert(principal) {
      await db().insertInto('principal').values(toRow(principal)).execute()
      await insertNames(principal)
      touch('rules')
    },

    async update(principal) {
      const row = toRow(principal)
      const { numUpdatedRows } = await db()
        .updateTable('principal')
        .set(row)
        .where('principal_key', '=', row.principal_key)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new StoreConflict('notFound', `principal ${principal.principalId}`)
      await db().deleteFrom('service_principal_name').where('principal_key', '=', row.principal_key).execute()
      await insertNames(principal)
      touch('rules')
    },

    async delete(principalId) {
      const gone = recorder && (await membershipsAround(session, principalId))
      const row = await db()
        .deleteFrom('principal')
        .where('principal_key', '=', caseless(principalId))
        .returning('record')
        .executeTakeFirst()
      if (row === undefined) return undefined
      await recorder?.note((gone ?? []).map((before) => ({ before })))
      touch('rules')
      return fromRecord<Principal>(row)
    },

    async addMember(groupId, memberId) {
      const row = { group_key: caseless(groupId), member_key: caseless(memberId) }
      const { numInsertedOrUpdatedRows = 0n } = await db()
        .insertInto('group_member')
        .values(row)
        .onConflict((conflict) => conflict.columns(['group_key', 'member_key']).doNothing())
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows > 0n) await recorder?.note([{ after: toMembership(row) }])
      touch()
    },

    async removeMember(groupId, memberId) {
      const row = { group_key: caseless(groupId), member_key: caseless(memberId) }
      const { numDeletedRows } = await db()
        .deleteFrom('group_member')
        .where('group_key', '=', row.group_key)
        .where('member_key', '=', row.member_key)
        .executeTakeFirstOrThrow()
      if (numDeletedRows > 0n) await recorder?.note([{ before: toMembership(row) }])
      if (numDeletedRows > 0n) touch()
    },
  }
}

/** Where the principal is a member, and who is a member of it: all of that ends with it. */
async function membershipsAround({ db }: ReadSession, principalId: string): Promise<GroupMembership[]> {
  const key = caseless(principalId)
  const as = (column: 'member_key' | 'group_key') =>
    db().selectFrom('group_member').selectAll().where(column, '=', key).execute()
  const rows = [...(await as('member_key')), ...(await as('group_key')).filter(({ member_key }) => member_key !== key)]
  return rows.map(toMembership)
}
