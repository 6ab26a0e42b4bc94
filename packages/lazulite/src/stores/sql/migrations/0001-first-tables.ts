/** Migration 1: every table of the first release. Never edited after release. */
import { type Kysely, sql } from 'kysely'
import type { SqlDialect } from '../dialect.js'
import type { Tables } from '../schema.js'

export async function firstTables(db: Kysely<Tables>, dialect: SqlDialect): Promise<void> {
  const key = dialect.keyType
  await db.schema
    .createTable('resource')
    .addColumn('key', key, (c) => c.primaryKey().notNull())
    .addColumn('type_key', key, (c) => c.notNull())
    .addColumn('etag', 'text', (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('resource_by_type').on('resource').columns(['type_key', 'key']).execute()

  await db.schema
    .createTable('resource_identity')
    .addColumn('resource_key', key, (c) => c.notNull().references('resource.key').onDelete('cascade'))
    .addColumn('identity_key', key, (c) => c.notNull())
    .addPrimaryKeyConstraint('resource_identity_key', ['resource_key', 'identity_key'])
    .execute()
  await db.schema
    .createIndex('resource_identity_by_identity')
    .on('resource_identity')
    .columns(['identity_key', 'resource_key'])
    .execute()

  await createDirectoryTables(db, dialect)
  await createRoleTables(db, dialect)
  await createHousekeepingTables(db, dialect)
}

async function createDirectoryTables(db: Kysely<Tables>, { keyType: key }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('tenant')
    .addColumn('tenant_key', key, (c) => c.primaryKey().notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('principal')
    .addColumn('principal_key', key, (c) => c.primaryKey().notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('client_key', key, (c) => c.unique())
    .addColumn('user_principal_name_key', key, (c) => c.unique())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('principal_by_kind').on('principal').columns(['kind', 'principal_key']).execute()

  await db.schema
    .createTable('service_principal_name')
    .addColumn('name_key', key, (c) => c.notNull())
    .addColumn('principal_key', key, (c) => c.notNull().references('principal.principal_key').onDelete('cascade'))
    .addPrimaryKeyConstraint('service_principal_name_key', ['name_key', 'principal_key'])
    .execute()
  await db.schema
    .createIndex('service_principal_name_by_principal')
    .on('service_principal_name')
    .column('principal_key')
    .execute()

  await db.schema
    .createTable('group_member')
    .addColumn('group_key', key, (c) => c.notNull().references('principal.principal_key').onDelete('cascade'))
    .addColumn('member_key', key, (c) => c.notNull().references('principal.principal_key').onDelete('cascade'))
    .addPrimaryKeyConstraint('group_member_key', ['group_key', 'member_key'])
    .execute()
  await db.schema
    .createIndex('group_member_by_member')
    .on('group_member')
    .columns(['member_key', 'group_key'])
    .execute()

  await db.schema
    .createTable('application')
    .addColumn('object_key', key, (c) => c.primaryKey().notNull())
    .addColumn('client_key', key, (c) => c.notNull().unique())
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()
}

/** No reference from an assignment to its principal: an assignment outlives the principal, as in Azure. */
async function createRoleTables(db: Kysely<Tables>, { keyType: key }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('role_assignment')
    .addColumn('scope_key', key, (c) => c.notNull())
    .addColumn('name_key', key, (c) => c.notNull())
    .addColumn('principal_key', key, (c) => c.notNull())
    .addColumn('role_definition_key', key, (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('role_assignment_key', ['scope_key', 'name_key'])
    .execute()
  await db.schema
    .createIndex('role_assignment_once')
    .on('role_assignment')
    .columns(['principal_key', 'scope_key', 'role_definition_key'])
    .unique()
    .execute()
  await db.schema.createIndex('role_assignment_by_name').on('role_assignment').column('name_key').execute()
  await db.schema
    .createIndex('role_assignment_by_role_definition')
    .on('role_assignment')
    .column('role_definition_key')
    .execute()

  await db.schema
    .createTable('role_definition')
    .addColumn('role_definition_key', key, (c) => c.primaryKey().notNull())
    .addColumn('role_name_key', key, (c) => c.notNull().unique())
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()
}

async function createHousekeepingTables(db: Kysely<Tables>, { keyType: key, sequenceType }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('signing_key')
    .addColumn('kid', key, (c) => c.primaryKey().notNull())
    .addColumn('published_at', 'bigint', (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('operation')
    .addColumn('operation_key', key, (c) => c.primaryKey().notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('operation_by_status').on('operation').columns(['status', 'started_at']).execute()
  await db.schema.createIndex('operation_by_end').on('operation').column('ended_at').execute()

  await db.schema
    .createTable('event')
    .addColumn('sequence', sequenceType)
    .addColumn('kind', key, (c) => c.notNull())
    .addColumn('principal_key', key)
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('event_by_kind').on('event').columns(['kind', 'sequence']).execute()
  await db.schema.createIndex('event_by_principal').on('event').columns(['principal_key', 'sequence']).execute()

  await db.schema
    .createTable('setting')
    .addColumn('name', key, (c) => c.primaryKey().notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('change')
    .addColumn('id', 'integer', (c) => c.primaryKey().notNull().check(sql`id = 1`))
    .addColumn('number', 'bigint', (c) => c.notNull())
    .execute()
  await db.insertInto('change').values({ id: 1, number: 0 }).execute()
}
