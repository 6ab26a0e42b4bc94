import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applicationDeveloper,
  attributeAssignmentAdministrator,
  attributeAssignmentReader,
  directoryReaders,
  globalAdministrator,
  groupsAdministrator,
  userAdministrator,
} from './directory-roles.js'
import { graphClientId, permissionsOfferedBy } from './first-party-permissions.js'
import { type DirectoryActor, type DirectoryArea, type DirectoryVerb, mayDo, type RightQuestion } from './rights.js'

const areas: readonly DirectoryArea[] = [
  'application',
  'user',
  'group',
  'groupMember',
  'appRoleAssignment',
  'permissionGrant',
  'directoryRole',
  'organization',
]
/** Nobody but who is named for it touches these. */
const securityArea: DirectoryArea = 'securityAttribute'
const verbs: readonly DirectoryVerb[] = ['read', 'create', 'write', 'delete']
const app = (...appRoles: string[]): DirectoryActor => ({ kind: 'app', appRoles, scopes: [], directoryRoles: [] })
const user = (scope: string, ...directoryRoles: string[]): DirectoryActor => ({
  kind: 'user',
  appRoles: [],
  scopes: scope.split(' '),
  directoryRoles,
})

/** `read application` … of everything an actor may do, owned objects apart. */
const allowed = (actor: DirectoryActor, more: Partial<RightQuestion> = {}): string[] =>
  areas.flatMap((area) =>
    verbs.filter((verb) => mayDo(actor, { area, verb, ...more })).map((verb) => `${verb} ${area}`),
  )
const everything = areas.flatMap((area) => verbs.map((verb) => `${verb} ${area}`))
const reading = areas.map((area) => `read ${area}`)

describe('what an application may do', () => {
  it.each([
    [[], []],
    [['Nonsense.All'], []],
    [['constructor'], []],
    [['Directory.Read.All'], reading],
    [['Application.Read.All'], ['read application', 'read appRoleAssignment']],
    [
      ['Application.ReadWrite.All'],
      [
        'read application',
        'create application',
        'write application',
        'delete application',
        'read appRoleAssignment',
        'read permissionGrant',
      ],
    ],
    [['Application.ReadWrite.OwnedBy'], ['read application', 'create application']],
    [['User.Read.All'], ['read user']],
    [['User.ReadWrite.All'], ['read user', 'create user', 'write user', 'delete user']],
    [['Group.Read.All'], ['read group', 'read groupMember']],
    [['GroupMember.Read.All'], ['read group', 'read groupMember']],
    [
      ['GroupMember.ReadWrite.All'],
      ['read group', 'read groupMember', 'create groupMember', 'write groupMember', 'delete groupMember'],
    ],
    [
      ['AppRoleAssignment.ReadWrite.All'],
      ['read appRoleAssignment', 'create appRoleAssignment', 'write appRoleAssignment', 'delete appRoleAssignment'],
    ],
    [['RoleManagement.Read.Directory'], ['read directoryRole']],
  ])('with %o: %o', (roles, expected) => expect(allowed(app(...roles))).toEqual(expected))

  it('with Directory.ReadWrite.All: nearly everything, but no user or group is deleted and no directory role given', () => {
    const may = new Set(allowed(app('Directory.ReadWrite.All')))
    expect(everything.filter((right) => !may.has(right))).toEqual([
      'delete user',
      'delete group',
      'create directoryRole',
      'write directoryRole',
      'delete directoryRole',
      'create organization',
      'write organization',
      'delete organization',
    ])
  })

  it('with Application.ReadWrite.OwnedBy: everything with what it owns', () => {
    expect(allowed(app('Application.ReadWrite.OwnedBy'), { isOwner: true })).toEqual(
      verbs.map((verb) => `${verb} application`),
    )
  })

  it('without rights: not even what it owns, nor itself', () => {
    expect(allowed(app(), { isOwner: true, isSelf: true })).toEqual([])
  })

  it('with a directory role: what the role may', () => {
    expect(allowed({ ...app(), directoryRoles: [globalAdministrator] })).toEqual(everything)
    expect(allowed({ ...app(), directoryRoles: [directoryReaders] })).toEqual(reading)
  })

  it('never may less with one more right', () => {
    const roles = permissionsOfferedBy(graphClientId).appRoles.map(({ value }) => value)
    fc.assert(
      fc.property(fc.subarray(roles), fc.constantFrom(...roles), (some, more) => {
        const after = new Set(allowed(app(...some, more)))
        expect(allowed(app(...some)).every((right) => after.has(right))).toBe(true)
      }),
    )
  })

  it('knows every application permission that Microsoft Graph offers here', () => {
    const idle = permissionsOfferedBy(graphClientId)
      .appRoles.map(({ value }) => value)
      .filter((value) => allowed(app(value)).length === 0)
      .filter((value) => !mayDo(app(value), { area: securityArea, verb: 'read' }))
      .filter((value) => !mayDo(app(value), { area: 'auditLog', verb: 'read' }))
    expect(idle).toEqual([])
  })
})

describe('what a user may do', () => {
  it('as a member reads the directory, registers applications, makes groups', () => {
    expect(allowed(user('Directory.AccessAsUser.All')).toSorted()).toEqual(
      [...reading, 'create application', 'create group'].toSorted(),
    )
  })

  it('manages what is owned', () => {
    expect(allowed(user('user_impersonation'), { isOwner: true }).filter((right) => !reading.includes(right))).toEqual([
      'create application',
      'write application',
      'delete application',
      'create group',
      'write group',
      'delete group',
      'create groupMember',
      'write groupMember',
      'delete groupMember',
    ])
  })

  it('may no more than the token says, and no more than the user', () => {
    expect(allowed(user('User.Read openid'))).toEqual([])
    expect(allowed(user('User.Read openid'), { isSelf: true })).toEqual(reading)
    expect(allowed(user('User.ReadWrite.All'))).toEqual(['read user'])
    expect(allowed(user('User.ReadWrite.All', globalAdministrator))).toEqual(verbs.map((verb) => `${verb} user`))
  })

  it.each([
    [globalAdministrator, everything],
    [applicationDeveloper, [...reading, 'create application', 'create group']],
    [
      groupsAdministrator,
      [
        ...reading,
        ...['application', 'group', 'groupMember'].map((area) => `create ${area}`),
        ...['group', 'groupMember'].flatMap((area) => [`write ${area}`, `delete ${area}`]),
      ],
    ],
  ])('holding the directory role %s: as it says', (role, expected) => {
    expect(allowed(user('user_impersonation', role)).toSorted()).toEqual([...expected].toSorted())
  })

  it('changes no holder of a directory role without being Global Administrator', () => {
    const question: RightQuestion = { area: 'user', verb: 'write', isPrivileged: true }
    expect(mayDo(user('user_impersonation', userAdministrator), question)).toBe(false)
    expect(mayDo(app('User.ReadWrite.All'), question)).toBe(false)
    expect(mayDo(user('user_impersonation', globalAdministrator), question)).toBe(true)
    expect(mayDo(app('User.Read.All'), { ...question, verb: 'read' })).toBe(true)
  })
})

describe('custom security attributes', () => {
  const tool = 'Directory.AccessAsUser.All'
  it.each<[string, DirectoryActor, readonly DirectoryVerb[]]>([
    ['a Global Administrator', user(tool, globalAdministrator), []],
    ['an application that may write the directory', app('Directory.ReadWrite.All', 'User.ReadWrite.All'), []],
    ['an Attribute Assignment Administrator', user(tool, attributeAssignmentAdministrator), ['read', 'write']],
    ['an Attribute Assignment Reader', user(tool, attributeAssignmentReader), ['read']],
    ['one whose token does not say so', user('User.Read.All', attributeAssignmentAdministrator), []],
    [
      'one whose token says so',
      user('CustomSecAttributeAssignment.ReadWrite.All', attributeAssignmentAdministrator),
      ['read', 'write'],
    ],
    ['a token that says more than its user may', user('CustomSecAttributeAssignment.ReadWrite.All'), []],
    ['an application with the permission', app('CustomSecAttributeAssignment.ReadWrite.All'), ['read', 'write']],
    ['an application with the lesser one', app('CustomSecAttributeAssignment.Read.All'), ['read']],
  ])('%s may %o', (_, actor, expected) => {
    const question = { area: securityArea, isSelf: true, isOwner: true } as const
    expect(verbs.filter((verb) => mayDo(actor, { ...question, verb }))).toEqual(expected)
  })
})
