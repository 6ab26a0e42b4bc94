import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../domain/json.js'
import { builtInRoleByName } from '../../../domain/rbac/built-in-roles.js'
import {
  type Answer,
  type AuthorizationCloud,
  group,
  principals,
  startAuthorizationCloud,
  subscription,
} from '../../../testing/authorization-cloud.js'

/** Names of assignments: the delegate's own, one that is there, one that is not. */
const own = 'e0000000-0000-4000-8000-000000000001'
const existing = 'e0000000-0000-4000-8000-000000000002'
const fresh = 'e0000000-0000-4000-8000-000000000003'
const delegate = principals.reader

const guidOf = (roleName: string): string => builtInRoleByName(roleName)?.roleDefinitionId ?? ''
const [reader, contributor, owner] = ['Reader', 'Contributor', 'Owner'].map(guidOf) as [string, string, string]
const administrators = ['Owner', 'Role Based Access Control Administrator', 'User Access Administrator'].map(guidOf)

const urlOf = (name: string, scope = group): string =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`

const bodyOf = (role: string, principalId: string, more: JsonObject = {}): JsonObject => ({
  properties: {
    roleDefinitionId: `/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    principalId,
    ...more,
  },
})

/** The portal's form: an expression about what is written, the same about what is deleted. */
const delegation = (expressionOf: (source: string) => string): string => `(
 (
  !(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})
 )
 OR
 (
  ${expressionOf('@Request')}
 )
)
AND
(
 (
  !(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})
 )
 OR
 (
  ${expressionOf('@Resource')}
 )
)`
const type = 'Microsoft.Authorization/roleAssignments'
const onlyRoles = (roles: readonly string[]) => (source: string) =>
  `${source}[${type}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles.join(', ')}}`

let cloud: AuthorizationCloud
beforeEach(async () => {
  cloud = await startAuthorizationCloud()
})
afterEach(() => cloud.close())

/** Hands `role` to the delegate, at the group unless it is said where, by the owner's own PUT. */
async function delegateWith(condition: string | undefined, role = 'Role Based Access Control Administrator') {
  const more = condition === undefined ? {} : { condition }
  const { status } = await cloud.call('PUT', urlOf(own), { body: bodyOf(guidOf(role), delegate, more) })
  expect(status).toBe(201)
}

const write = (role: string, principalId: string, more?: JsonObject, name = fresh): Promise<Answer> =>
  cloud.call('PUT', urlOf(name), { body: bodyOf(role, principalId, more), as: delegate })

/** Of an assignment that the owner made. */
async function remove(role: string, principalId: string): Promise<Answer> {
  expect((await cloud.call('PUT', urlOf(existing), { body: bodyOf(role, principalId) })).status).toBe(201)
  return cloud.call('DELETE', urlOf(existing), { as: delegate })
}

const refusal = (action: 'write' | 'delete', name: string): Answer => ({
  status: 403,
  body: {
    error: {
      code: 'AuthorizationFailed',
      message: `The client '${delegate}' with object id '${delegate}' does not have authorization or an ABAC condition not fulfilled to perform action 'Microsoft.Authorization/roleAssignments/${action}' over scope '${group}/providers/Microsoft.Authorization/roleAssignments/${name}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    },
  },
})

describe('delegating with the template', () => {
  const { application, team, administrator } = principals
  const principalTypes = (source: string): string =>
    `${onlyRoles([reader])(source)} AND ${source}[${type}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'User', 'Group'}`
  const somePrincipals = (source: string): string =>
    `${onlyRoles([reader])(source)} AND ${source}[${type}:PrincipalId] ForAnyOfAnyValues:GuidEquals {${team}, ${application.replaceAll('-', '')}}`
  const allBut = (source: string): string =>
    `${source}[${type}:RoleDefinitionId] ForAnyOfAllValues:GuidNotEquals {${administrators.join(', ')}}`
  const templates: Readonly<Record<string, (source: string) => string>> = {
    'constrain roles': onlyRoles([reader, contributor]),
    'constrain roles and principal types': principalTypes,
    'constrain roles and principals': somePrincipals,
    'allow all except specific roles': allBut,
  }

  it.each<[string, string, string, boolean]>([
    ['constrain roles', 'Reader', application, true],
    ['constrain roles', 'Contributor', administrator, true],
    ['constrain roles', 'Owner', application, false],
    ['constrain roles', 'Monitoring Reader', application, false],
    ['constrain roles and principal types', 'Reader', administrator, true],
    ['constrain roles and principal types', 'Reader', team, true],
    ['constrain roles and principal types', 'Reader', application, false],
    ['constrain roles and principal types', 'Contributor', administrator, false],
    ['constrain roles and principals', 'Reader', team, true],
    ['constrain roles and principals', 'Reader', application, true],
    ['constrain roles and principals', 'Reader', administrator, false],
    ['constrain roles and principals', 'Owner', application, false],
    ['allow all except specific roles', 'Contributor', application, true],
    ['allow all except specific roles', 'Owner', application, false],
    ['allow all except specific roles', 'User Access Administrator', application, false],
    ['allow all except specific roles', 'Role Based Access Control Administrator', application, false],
  ])('%s: %s for %s is handed out and taken away: %s', async (template, roleName, principalId, isAllowed) => {
    await delegateWith(delegation(templates[template] ?? String))
    const role = guidOf(roleName)
    const removed = await remove(role, principalId)
    await cloud.call('DELETE', urlOf(existing))
    const written = await write(role, principalId)
    if (isAllowed) {
      expect([removed.status, written.status]).toEqual([200, 201])
    } else {
      expect([removed, written]).toEqual([refusal('delete', existing), refusal('write', fresh)])
      expect(await cloud.store.read.roleAssignments.findByName(fresh)).toBeUndefined()
    }
  })
})

describe('a delegate', () => {
  const { application, team } = principals

  it('whose condition speaks of writes only may take away everything', async () => {
    await delegateWith(`(!(ActionMatches{'${type}/write'})) OR (${onlyRoles([reader])('@Request')})`)
    expect(await write(contributor, application)).toEqual(refusal('write', fresh))
    expect((await remove(owner, application)).status).toBe(200)
  })

  it('may do everything else that the role grants', async () => {
    await delegateWith(delegation(onlyRoles([reader])))
    const groupRead = await cloud.call('GET', `${group}?api-version=2021-04-01`, { as: delegate })
    const listed = await cloud.call('GET', `${urlOf('').replace('/?', '?')}`, { as: delegate })
    expect([groupRead.status, listed.status]).toEqual([200, 200])
  })

  it('may change an existing assignment of an allowed role, and of no other', async () => {
    await delegateWith(delegation(onlyRoles([reader])))
    await cloud.call('PUT', urlOf(existing), { body: bodyOf(reader, application) })
    await cloud.call('PUT', urlOf(fresh), { body: bodyOf(contributor, application) })
    const text = { description: 'mine now' }
    expect((await write(reader, application, text, existing)).status).toBe(201)
    expect(await write(contributor, application, text, fresh)).toEqual(refusal('write', fresh))
  })

  it('gains nothing by a body that names an allowed role for an assignment of another', async () => {
    await delegateWith(delegation(onlyRoles([reader])))
    await cloud.call('PUT', urlOf(fresh), { body: bodyOf(owner, application) })
    expect(await write(reader, application)).toMatchObject({
      status: 400,
      body: { error: { code: 'RoleAssignmentUpdateNotPermitted' } },
    })
    expect((await cloud.store.read.roleAssignments.findByName(fresh))?.roleDefinitionId).toBe(owner)
  })

  it('cannot widen its own assignment', async () => {
    await delegateWith(delegation(onlyRoles([reader])))
    const mine = await cloud.call('PUT', urlOf(own), {
      body: bodyOf(guidOf('Role Based Access Control Administrator'), delegate),
      as: delegate,
    })
    expect(mine).toEqual(refusal('write', own))
  })

  it('is told no more of a body that cannot be read, or of an assignment that is not there', async () => {
    await delegateWith(delegation(onlyRoles([reader])))
    const as = delegate
    expect(await cloud.call('PUT', urlOf(fresh), { body: {}, as })).toEqual(refusal('write', fresh))
    expect(await cloud.call('PUT', urlOf(fresh), { body: bodyOf('wow', application), as })).toEqual(
      refusal('write', fresh),
    )
    expect(await cloud.call('DELETE', urlOf(fresh), { as })).toEqual(refusal('delete', fresh))
  })

  const onlyUsers = `@Request[${type}:PrincipalType] StringEqualsIgnoreCase 'User'`
  const nobody = '99999999-9999-4999-8999-999999999999'
  it.each<[string, string, JsonObject, number]>([
    ['of the directory, when the body says nothing', application, {}, 403],
    ['of the directory, whatever the body says', application, { principalType: 'User' }, 403],
    ['of the body, for a principal that is not known yet', nobody, { principalType: 'User' }, 201],
    ['of the body in any case', nobody, { principalType: 'user' }, 201],
    ['of the body, which may be another', nobody, { principalType: 'Group' }, 403],
    ['missing, when nobody knows it', nobody, {}, 403],
  ])('meets the principal’s kind %s', async (_, principalId, more, status) => {
    await delegateWith(`(!(ActionMatches{'${type}/write'})) OR (${onlyUsers})`)
    expect((await write(reader, principalId, more)).status).toBe(status)
  })

  it('is bound by the condition of a built-in role’s own permission', async () => {
    await delegateWith(undefined, 'Key Vault Data Access Administrator')
    expect((await write(guidOf('Key Vault Secrets User'), team)).status).toBe(201)
    expect((await remove(guidOf('Key Vault Secrets User'), application)).status).toBe(200)
    expect(await write(reader, application)).toEqual(refusal('write', fresh))
    expect(await remove(owner, application)).toEqual(refusal('delete', existing))
  })

  it('is told plainly when no role has the action at all', async () => {
    await delegateWith(undefined, 'Reader')
    const answer = await write(reader, application)
    expect(JSON.stringify(answer.body)).not.toContain('ABAC')
    expect(answer.status).toBe(403)
  })

  it('is bound in other subscription scopes, too, when the assignment stands above', async () => {
    const condition = delegation(onlyRoles([reader]))
    const body = bodyOf(guidOf('User Access Administrator'), delegate, { condition })
    await cloud.call('PUT', urlOf(own, subscription), { body })
    expect((await write(reader, application)).status).toBe(201)
    expect((await write(contributor, team, {}, existing)).status).toBe(403)
  })

  it('is refused a validation like the write itself', async () => {
    await delegateWith(delegation(onlyRoles([reader])))
    const url = urlOf(fresh).replace('?', '/validate?')
    const validate = (role: string) => cloud.call('POST', url, { body: bodyOf(role, application), as: delegate })
    expect([(await validate(reader)).status, (await validate(contributor)).status]).toEqual([501, 403])
  })
})
