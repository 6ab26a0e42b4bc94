/**
 * The tables as kysely sees them, the same on every database.
 *
 * Decision: `record` is the whole record as JSON, given back exactly as it was written; every other column exists
 * because a query looks at it, and holds the form in which it is compared (lower case, single slashes).
 * So a record can gain an optional field without a migration, and no query depends on the case a caller used.
 */
import type { ColumnType, Generated } from 'kysely'

export interface ResourceRow {
  readonly key: string
  readonly type_key: string
  readonly etag: string
  readonly record: string
}

/** One row per user-assigned identity that is attached to a resource. */
export interface ResourceIdentityRow {
  readonly resource_key: string
  readonly identity_key: string
}

export interface PrincipalRow {
  readonly principal_key: string
  readonly kind: string
  readonly client_key: string | null
  readonly user_principal_name_key: string | null
  readonly created_at: number
  readonly record: string
}

export interface ServicePrincipalNameRow {
  readonly name_key: string
  readonly principal_key: string
}

export interface GroupMemberRow {
  readonly group_key: string
  readonly member_key: string
}

export interface ApplicationRow {
  readonly object_key: string
  readonly client_key: string
  readonly record: string
}

export interface RoleAssignmentRow {
  readonly scope_key: string
  readonly name_key: string
  readonly principal_key: string
  readonly role_definition_key: string
  readonly record: string
}

export interface DenyAssignmentRow {
  readonly scope_key: string
  readonly name_key: string
  readonly record: string
}

/** What changed of who may do what, in order; only while decisions lag behind changes. */
export interface AccessChangeRow {
  readonly sequence: Generated<number>
  readonly changed_at: number
  readonly record: string
}

export interface RoleDefinitionRow {
  readonly role_definition_key: string
  readonly role_name_key: string
  readonly record: string
}

export interface SigningKeyRow {
  readonly kid: string
  readonly published_at: number
  readonly record: string
}

export interface OperationRow {
  readonly operation_key: string
  readonly status: string
  readonly started_at: number
  readonly ended_at: number | null
  readonly record: string
}

export interface EventRow {
  readonly sequence: Generated<number>
  readonly kind: string
  readonly principal_key: string | null
  /** Key of the subscription, or `/`; with the time only for events that are in an activity log. */
  readonly activity_log: string | null
  readonly happened_at: number | null
  readonly record: string
}

export interface SettingRow {
  readonly name: string
  readonly record: string
}

export interface TenantRow {
  readonly tenant_key: string
  readonly record: string
}

export interface GrantRow {
  readonly key: string
  readonly kind: string
  readonly family: string
  readonly expires_at: number
  readonly record: string
}

/** A single row: the number of the last change to directory, roles or resources. */
export interface ChangeRow {
  readonly id: ColumnType<number, number, never>
  readonly number: number
}

export interface MigrationRow {
  readonly number: number
  readonly name: string
}

export interface Tables {
  readonly resource: ResourceRow
  readonly resource_identity: ResourceIdentityRow
  readonly principal: PrincipalRow
  readonly service_principal_name: ServicePrincipalNameRow
  readonly group_member: GroupMemberRow
  readonly application: ApplicationRow
  readonly role_assignment: RoleAssignmentRow
  readonly deny_assignment: DenyAssignmentRow
  readonly role_definition: RoleDefinitionRow
  readonly access_change: AccessChangeRow
  readonly signing_key: SigningKeyRow
  readonly operation: OperationRow
  readonly event: EventRow
  readonly setting: SettingRow
  readonly tenant: TenantRow
  readonly grant_record: GrantRow
  readonly change: ChangeRow
  readonly migration: MigrationRow
}
