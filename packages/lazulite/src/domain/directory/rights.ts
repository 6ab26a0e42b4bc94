/**
 * Who may do what in the directory: app roles of applications, directory roles of anybody, what every member may do,
 * and what owners may do.
 *
 * Source: "Microsoft Graph permissions reference" and the permission tables of each operation (v1.0); "Default user
 * permissions in Microsoft Entra ID"; "Microsoft Entra built-in roles". An application without any right may not even
 * read itself (real answer: 403 to a filtered list).
 * Decision: directory roles are read from the directory, so that they hold and end at once; app roles and scopes are
 * those of the token, as with Azure.
 */
import {
  applicationAdministrator,
  applicationDeveloper,
  attributeAssignmentAdministrator,
  attributeAssignmentReader,
  cloudApplicationAdministrator,
  directoryReaders,
  directoryWriters,
  globalAdministrator,
  globalReader,
  groupsAdministrator,
  privilegedRoleAdministrator,
  reportsReader,
  securityReader,
  userAdministrator,
} from './directory-roles.js'

/** Service principals count as applications. */
export type DirectoryArea =
  | 'application'
  | 'user'
  | 'group'
  | 'groupMember'
  | 'appRoleAssignment'
  | 'permissionGrant'
  | 'directoryRole'
  | 'organization'
  | 'securityAttribute'
  | 'auditLog'

export type DirectoryVerb = 'read' | 'create' | 'write' | 'delete'

export interface RightQuestion {
  readonly area: DirectoryArea
  readonly verb: DirectoryVerb
  /** The caller owns the object. */
  readonly isOwner?: boolean
  /** The object is the caller. */
  readonly isSelf?: boolean
  /** What is granted is an application permission of Microsoft Graph, with which its holder may become anything. */
  readonly isOfGraph?: boolean
  /** The object is a person with a directory role: only a Global Administrator may change one. */
  readonly isPrivileged?: boolean
}

export interface DirectoryActor {
  readonly kind: 'user' | 'app'
  /** `roles` of an application's token. */
  readonly appRoles: readonly string[]
  /** `scp` of a user's token. */
  readonly scopes: readonly string[]
  /** Template ids. */
  readonly directoryRoles: readonly string[]
}

interface Right {
  /**
   * `undefined`: every area but custom security attributes, which decide over access: not even a Global Administrator reads
   * or assigns them by default ("What are custom security attributes in Microsoft Entra ID?"); and but the logs of sign-ins
   * and changes, which have roles of their own ("Least privileged roles": monitoring and health).
   */
  readonly areas?: readonly DirectoryArea[]
  readonly verbs: readonly DirectoryVerb[]
  readonly onlyOwned?: true
  readonly exceptOfGraph?: true
}

const all: readonly DirectoryVerb[] = ['read', 'create', 'write', 'delete']
const read: readonly DirectoryVerb[] = ['read']
const everything: Right = { verbs: all }
const readsEverything: Right = { verbs: read }
const fully = (...areas: DirectoryArea[]): Right => ({ areas, verbs: all })
const reads = (...areas: DirectoryArea[]): Right => ({ areas, verbs: read })

/** App roles, and scopes of the same names. */
const rightsOfPermission: Readonly<Record<string, readonly Right[]>> = {
  'Application.Read.All': [reads('application', 'appRoleAssignment')],
  'Application.ReadWrite.All': [fully('application'), reads('appRoleAssignment', 'permissionGrant')],
  'Application.ReadWrite.OwnedBy': [
    { areas: ['application'], verbs: ['read', 'create'] },
    { areas: ['application'], verbs: all, onlyOwned: true },
  ],
  'AppRoleAssignment.ReadWrite.All': [fully('appRoleAssignment')],
  'AuditLog.Read.All': [reads('auditLog')],
  'CustomSecAttributeAssignment.Read.All': [reads('securityAttribute')],
  'CustomSecAttributeAssignment.ReadWrite.All': [{ areas: ['securityAttribute'], verbs: ['read', 'write'] }],
  'DelegatedPermissionGrant.ReadWrite.All': [fully('permissionGrant')],
  'Directory.Read.All': [readsEverything],
  'Directory.ReadWrite.All': [
    readsEverything,
    { areas: ['user', 'group'], verbs: ['create', 'write'] },
    fully('application', 'groupMember', 'appRoleAssignment', 'permissionGrant'),
  ],
  'Domain.Read.All': [reads('organization')],
  'Group.Create': [{ areas: ['group'], verbs: ['create'] }],
  'Group.Read.All': [reads('group', 'groupMember')],
  'Group.ReadWrite.All': [fully('group', 'groupMember')],
  'GroupMember.Read.All': [reads('group', 'groupMember')],
  'GroupMember.ReadWrite.All': [reads('group'), fully('groupMember')],
  'Organization.Read.All': [reads('organization')],
  'RoleManagement.Read.Directory': [reads('directoryRole')],
  'RoleManagement.ReadWrite.Directory': [fully('directoryRole')],
  'User.Read.All': [reads('user')],
  'User.ReadBasic.All': [reads('user')],
  'User.ReadWrite.All': [fully('user')],
}

/** "Microsoft Entra built-in roles": consent to everything but application permissions of Microsoft Graph. */
const managesApplications: readonly Right[] = [
  readsEverything,
  fully('application', 'permissionGrant'),
  { areas: ['appRoleAssignment'], verbs: all, exceptOfGraph: true },
]

const rightsOfRole: Readonly<Record<string, readonly Right[]>> = {
  [globalAdministrator]: [everything, reads('auditLog')],
  [globalReader]: [readsEverything, reads('auditLog')],
  [reportsReader]: [readsEverything, reads('auditLog')],
  [securityReader]: [readsEverything, reads('auditLog')],
  [directoryReaders]: [readsEverything],
  [directoryWriters]: [readsEverything, { areas: ['group', 'groupMember'], verbs: ['create', 'write', 'delete'] }],
  [applicationAdministrator]: managesApplications,
  [cloudApplicationAdministrator]: managesApplications,
  [applicationDeveloper]: [readsEverything, { areas: ['application'], verbs: ['create'] }],
  [userAdministrator]: [readsEverything, fully('user', 'group', 'groupMember')],
  [groupsAdministrator]: [readsEverything, fully('group', 'groupMember')],
  [attributeAssignmentAdministrator]: [readsEverything, { areas: ['securityAttribute'], verbs: ['read', 'write'] }],
  [attributeAssignmentReader]: [readsEverything, reads('securityAttribute')],
  [privilegedRoleAdministrator]: [readsEverything, fully('directoryRole', 'appRoleAssignment', 'permissionGrant')],
}

/** What every member of the tenant may do. */
const rightsOfMember: readonly Right[] = [
  readsEverything,
  { areas: ['application', 'group'], verbs: ['create'] },
  { areas: ['application', 'group', 'groupMember'], verbs: all, onlyOwned: true },
]

/** Scopes with which a token may do whatever its user may: those of Azure's own tools, and of resources with one scope. */
const unrestricted: ReadonlySet<string> = new Set(['Directory.AccessAsUser.All', 'user_impersonation'])

export function mayDo(actor: DirectoryActor, question: RightQuestion): boolean {
  if (
    question.isPrivileged === true &&
    question.verb !== 'read' &&
    !actor.directoryRoles.includes(globalAdministrator)
  ) {
    return false
  }
  const byRole = actor.directoryRoles.flatMap((templateId) => rightsOfRole[templateId.toLowerCase()] ?? [])
  const allowed = (rights: readonly Right[]): boolean => rights.some((right) => covers(right, question))
  if (actor.kind === 'app') return allowed([...actor.appRoles.flatMap(rightsOf), ...byRole])
  if (question.isSelf === true && question.verb === 'read' && question.area !== 'securityAttribute') return true
  const userMay = allowed([...rightsOfMember, ...byRole])
  return userMay && (actor.scopes.some((scope) => unrestricted.has(scope)) || allowed(actor.scopes.flatMap(rightsOf)))
}

const rightsOf = (permission: string): readonly Right[] =>
  Object.hasOwn(rightsOfPermission, permission) ? (rightsOfPermission[permission] ?? []) : []

const covers = (
  { areas, verbs, onlyOwned, exceptOfGraph }: Right,
  { area, verb, isOwner, isOfGraph }: RightQuestion,
): boolean =>
  (areas === undefined ? area !== 'securityAttribute' && area !== 'auditLog' : areas.includes(area)) &&
  verbs.includes(verb) &&
  (onlyOwned !== true || isOwner === true) &&
  (exceptOfGraph !== true || isOfGraph !== true)
