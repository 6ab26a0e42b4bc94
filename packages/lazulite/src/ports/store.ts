/**
 * Everything that must survive. Ports speak our records; no SQL, no HTTP.
 * Reads return `undefined` for "not there"; writes state their precondition and throw `StoreConflict`.
 */
import type { ArmOperation, Resource } from '../domain/arm-resource/resource.js'
import type { Application, Principal, Tenant } from '../domain/directory/directory-objects.js'
import type { JsonObject } from '../domain/json.js'
import type { AccessChange, GroupMembership } from '../domain/rbac/access-change.js'
import type { DenyAssignment } from '../domain/rbac/deny-assignment.js'
import type { RoleAssignment, RoleDefinition } from '../domain/rbac/role.js'
import type { EpochMillis } from '../domain/time.js'

export class StoreConflict extends Error {
  override readonly name = 'StoreConflict'
  readonly reason: 'alreadyExists' | 'notFound' | 'changed'
  constructor(reason: StoreConflict['reason'], what: string, options?: ErrorOptions) {
    super(`${reason}: ${what}`, options)
    this.reason = reason
  }
}

/** Why a store cannot be used at all; each becomes one clear line for whoever started Lazulite. */
export type StoreErrorCode = 'cannotOpen' | 'damaged' | 'full' | 'inUse' | 'newerDatabase' | 'notADatabase' | 'readOnly'

/** The store itself fails, whatever is asked of it. The message names the file or folder and what to do; it holds no data. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export interface ResourceReader {
  get(id: string): Promise<Resource | undefined>
  /** Resources at or below `scope` (a subscription, group or resource id; `/` for all), optionally of one type (any case), ordered by key. Groups and subscriptions are resources too. */
  list(query: { readonly scope: string; readonly type?: string }): Promise<Resource[]>
  /** Resources that have this user-assigned identity attached, ordered by key. */
  listByUserAssignedIdentity(identityId: string): Promise<Resource[]>
}
export interface ResourceWriter extends ResourceReader {
  /** @throws StoreConflict `alreadyExists` */
  insert(resource: Resource): Promise<void>
  /** Replaces the stored record. @throws StoreConflict `notFound`; `changed` when `ifEtag` is given and differs. */
  update(resource: Resource, options?: { readonly ifEtag?: string }): Promise<void>
  delete(id: string): Promise<Resource | undefined>
}

export interface PrincipalReader {
  get(principalId: string): Promise<Principal | undefined>
  getMany(principalIds: readonly string[]): Promise<Principal[]>
  /** Service principal by client id. */
  findByClientId(clientId: string): Promise<Principal | undefined>
  findByUserPrincipalName(userPrincipalName: string): Promise<Principal | undefined>
  /** Service principal that answers to `name` (client id or identifier URI; trailing slash and case ignored). */
  findByServicePrincipalName(name: string): Promise<Principal | undefined>
  list(query?: { readonly kind?: Principal['kind'] }): Promise<Principal[]>
  /** Groups that contain the principal, directly or through other groups. */
  transitiveGroupIds(principalId: string): Promise<string[]>
  /** The same ids in lower case, for comparing only: no record is read. */
  transitiveGroupKeys(principalId: string): Promise<string[]>
  members(groupId: string): Promise<string[]>
  /** Direct memberships of any of the principals; unordered. */
  membershipsOf(memberIds: readonly string[]): Promise<GroupMembership[]>
}
export interface PrincipalWriter extends PrincipalReader {
  /** @throws StoreConflict `alreadyExists` (object id, client id or user principal name) */
  insert(principal: Principal): Promise<void>
  /** @throws StoreConflict `notFound` */
  update(principal: Principal): Promise<void>
  /** Also leaves every group. Role assignments stay (they become orphaned, as in Azure). */
  delete(principalId: string): Promise<Principal | undefined>
  /** Adding a member twice changes nothing. @throws StoreConflict `notFound` when the group or the member is missing. */
  addMember(groupId: string, memberId: string): Promise<void>
  removeMember(groupId: string, memberId: string): Promise<void>
}

export interface ApplicationReader {
  get(objectId: string): Promise<Application | undefined>
  findByClientId(clientId: string): Promise<Application | undefined>
  list(): Promise<Application[]>
}
export interface ApplicationWriter extends ApplicationReader {
  /** @throws StoreConflict `alreadyExists` (object id or client id) */
  insert(application: Application): Promise<void>
  /** @throws StoreConflict `notFound` */
  update(application: Application): Promise<void>
  delete(objectId: string): Promise<Application | undefined>
}

export interface RoleAssignmentReader {
  /** By scope and name; both compare without case. */
  get(scope: string, name: string): Promise<RoleAssignment | undefined>
  /** By name alone, whatever the scope. */
  findByName(name: string): Promise<RoleAssignment | undefined>
  /** Assignments to any of `principalIds`, at `scope`, at a scope that covers it, or at one of `above`; unordered. */
  findApplicable(query: {
    readonly principalIds: readonly string[]
    readonly scope: string
    readonly above?: readonly string[]
  }): Promise<RoleAssignment[]>
  /** All assignments to any of the principals, at any scope. */
  listByPrincipals(principalIds: readonly string[]): Promise<RoleAssignment[]>
  /** Assignments at `scope` itself and above (`covering`) and, unless left out, `below` it. */
  listAtScope(scope: string, parts: { readonly covering: boolean; readonly below: boolean }): Promise<RoleAssignment[]>
  countByRoleDefinition(roleDefinitionId: string): Promise<number>
  /** At `scope` itself and, unless left out, `below` it. */
  countAtScope(scope: string, parts: { readonly below: boolean }): Promise<number>
}
export interface RoleAssignmentWriter extends RoleAssignmentReader {
  /** @throws StoreConflict `alreadyExists` when the name is taken at that scope, or principal + role + scope are already assigned. */
  insert(assignment: RoleAssignment): Promise<void>
  /** @throws StoreConflict `notFound` */
  update(assignment: RoleAssignment): Promise<void>
  delete(scope: string, name: string): Promise<RoleAssignment | undefined>
  /** Removes the assignments at and below a scope that is being deleted; resolves to how many. */
  deleteWithin(scope: string): Promise<number>
}

export interface DenyAssignmentReader {
  /** By scope and name; both compare without case. */
  get(scope: string, name: string): Promise<DenyAssignment | undefined>
  /** By name alone, whatever the scope. */
  findByName(name: string): Promise<DenyAssignment | undefined>
  /** Deny assignments at `scope` itself and above (`covering`) and, unless left out, `below` it. */
  listAtScope(scope: string, parts: { readonly covering: boolean; readonly below: boolean }): Promise<DenyAssignment[]>
}
export interface DenyAssignmentWriter extends DenyAssignmentReader {
  /** @throws StoreConflict `alreadyExists` when the name is taken, at that scope or another. */
  insert(deny: DenyAssignment): Promise<void>
  /** @throws StoreConflict `notFound` */
  update(deny: DenyAssignment): Promise<void>
  delete(scope: string, name: string): Promise<DenyAssignment | undefined>
  /** Removes the deny assignments at and below a scope that is being deleted; resolves to how many. */
  deleteWithin(scope: string): Promise<number>
}

/** Custom roles only; built-in roles come from the catalogue. */
export interface RoleDefinitionReader {
  get(roleDefinitionId: string): Promise<RoleDefinition | undefined>
  findByName(roleName: string): Promise<RoleDefinition | undefined>
  list(): Promise<RoleDefinition[]>
}
export interface RoleDefinitionWriter extends RoleDefinitionReader {
  /** Inserts or replaces. @throws StoreConflict `alreadyExists` when another custom role has that name (any case). */
  put(definition: RoleDefinition): Promise<void>
  delete(roleDefinitionId: string): Promise<RoleDefinition | undefined>
}

/**
 * What changed of role assignments, deny assignments, custom roles and memberships lately. The store remembers it by
 * itself, when it was opened for that, along with each change and for as long as it was told.
 */
export interface AccessChangeReader {
  /** In the order in which they were made. */
  list(): Promise<AccessChange[]>
}
export interface AccessChangeWriter extends AccessChangeReader {
  /** Forgets changes made at `time` or before: as if all of it had always been so. Resolves to how many. */
  deleteUntil(time: EpochMillis): Promise<number>
}

export interface StoredSigningKey {
  readonly kid: string
  readonly use: 'token'
  /** PKCS#8 PEM. */
  readonly privateKey: string
  /** DER, base64. */
  readonly certificate: string
  readonly publishedAt: EpochMillis
  readonly usedFrom: EpochMillis
  /** When a later key took over; absent for current and next. */
  readonly retiredAt?: EpochMillis
}
export interface SigningKeyReader {
  list(): Promise<StoredSigningKey[]>
}
export interface SigningKeyWriter extends SigningKeyReader {
  put(key: StoredSigningKey): Promise<void>
  delete(kid: string): Promise<void>
}

export interface OperationReader {
  get(operationId: string): Promise<ArmOperation | undefined>
  list(query: { readonly status: ArmOperation['status'] }): Promise<ArmOperation[]>
}
export interface OperationWriter extends OperationReader {
  put(operation: ArmOperation): Promise<void>
  /** Drops finished operations that ended before `time`. */
  deleteEndedBefore(time: EpochMillis): Promise<number>
}

/** One line of the audit log, appended and never changed. */
export interface AuditEvent {
  readonly time: EpochMillis
  /** `token.issued`, `token.refused`, `access.allowed`, `access.denied`, `access.unenforced`, `resource.written` … */
  readonly kind: string
  readonly principalId?: string
  /** Resource or scope it is about. */
  readonly subject?: string
  readonly correlationId?: string
  /** In whose activity log it is: a subscription's scope, or `/` for the tenant's; absent: in none. */
  readonly activityLog?: string
  readonly facts: JsonObject
}

/** An event as it is stored. */
export type StoredEvent = AuditEvent & { readonly sequence: number }

export interface ActivityQuery {
  /** Scope of the subscription, `/` for the tenant; any case. */
  readonly activityLog: string
  /** Both included. */
  readonly from: EpochMillis
  readonly until: EpochMillis
  /** The last event of the page before. */
  readonly after?: Pick<StoredEvent, 'time' | 'sequence'>
  readonly limit: number
}

export interface EventReader {
  /** Newest first. `before` is a sequence number, for paging. */
  list(query: {
    readonly limit: number
    readonly before?: number
    readonly kind?: string
    readonly principalId?: string
  }): Promise<StoredEvent[]>
  /** Events of one activity log, newest first by time; those of one moment the last appended first. */
  listActivity(query: ActivityQuery): Promise<StoredEvent[]>
}
export interface EventWriter extends EventReader {
  append(events: readonly AuditEvent[]): Promise<void>
}

/** Small named documents: the tenant, first-start facts. */
export interface SettingReader {
  get(name: string): Promise<JsonObject | undefined>
}
export interface SettingWriter extends SettingReader {
  put(name: string, value: JsonObject): Promise<void>
}

/** What the token service remembers of a sign-in: something secret that somebody holds, and what it stands for. */
export interface StoredGrant {
  /** Hash of the secret; the secret itself is kept nowhere. */
  readonly key: string
  readonly kind: 'authorizationCode' | 'deviceCode' | 'userCode' | 'refreshToken' | 'session'
  /** Which sign-in it came from. */
  readonly family: string
  /** From then on the record is of no use to anybody and may be dropped. */
  readonly expiresAt: EpochMillis
  readonly facts: JsonObject
}
export interface GrantReader {
  get(kind: StoredGrant['kind'], key: string): Promise<StoredGrant | undefined>
}
export interface GrantWriter extends GrantReader {
  /** @throws StoreConflict `alreadyExists` */
  insert(grant: StoredGrant): Promise<void>
  /** Replaces the grant of this kind and key. @throws StoreConflict `notFound` */
  update(grant: StoredGrant): Promise<void>
  delete(kind: StoredGrant['kind'], key: string): Promise<StoredGrant | undefined>
  /** Drops what expires at `now` or before; resolves to how many. */
  deleteExpired(now: EpochMillis): Promise<number>
}

export interface ReadStores {
  readonly tenants: { get(): Promise<Tenant | undefined> }
  readonly resources: ResourceReader
  readonly principals: PrincipalReader
  readonly applications: ApplicationReader
  readonly roleAssignments: RoleAssignmentReader
  readonly denyAssignments: DenyAssignmentReader
  readonly roleDefinitions: RoleDefinitionReader
  readonly accessChanges: AccessChangeReader
  readonly signingKeys: SigningKeyReader
  readonly operations: OperationReader
  readonly events: EventReader
  readonly settings: SettingReader
  readonly grants: GrantReader
  /** Number of the last committed change to directory, roles or resources; grows with every such transaction. */
  readonly changes: {
    latest(): Promise<number>
    /**
     * Grows with every committed change to what decides for everybody: custom roles, deny assignments, management groups,
     * the tenant, principals (whom settings name) and settings that decide access. Not with role assignments, resources
     * and memberships. Counted anew each time the store is opened.
     */
    latestOfRules(): Promise<number>
  }
}

export interface Tx extends ReadStores {
  readonly tenants: { get(): Promise<Tenant | undefined>; put(tenant: Tenant): Promise<void> }
  readonly resources: ResourceWriter
  readonly principals: PrincipalWriter
  readonly applications: ApplicationWriter
  readonly roleAssignments: RoleAssignmentWriter
  readonly denyAssignments: DenyAssignmentWriter
  readonly roleDefinitions: RoleDefinitionWriter
  readonly accessChanges: AccessChangeWriter
  readonly signingKeys: SigningKeyWriter
  readonly operations: OperationWriter
  readonly events: EventWriter
  readonly settings: SettingWriter
  readonly grants: GrantWriter
  readonly changes: ReadStores['changes'] & {
    /** Gives the transaction a change number, of the rules too, although it writes none of the above: for settings that decide access. */
    touch(): void
  }
}

export interface Store {
  /** What `status` prints, `sqlite /path/to/file` or `sqlite (memory)`; no secrets. */
  readonly description: string
  /**
   * Runs `work` in one transaction: durable when the promise resolves, nothing written when it rejects.
   * `work` may run again, so it has no side effects outside `tx`, and it must use `tx` only (never `read`).
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  readonly read: ReadStores
  close(): Promise<void>
}
