import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from '../../../domain/json.js'
import { builtInRoleIds } from '../../../domain/rbac/built-in-roles.js'
import {
  type Answer,
  type AuthorizationCloud,
  group,
  principals,
  startAuthorizationCloud,
  subscription,
} from '../../../testing/authorization-cloud.js'
import { startTestCloud } from '../../../testing/start-test-cloud.js'

const url = (apiVersion = '2016-07-01'): string =>
  `/providers/Microsoft.Authorization/elevateAccess?api-version=${apiVersion}`
const listUrl = (scope: string, filter = ''): string =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01${filter}`
const administrator = { as: principals.administrator }

let cloud: AuthorizationCloud
beforeEach(async () => {
  cloud = await startAuthorizationCloud()
})
afterEach(() => cloud.close())

const elevate = (as: string, apiVersion?: string): Promise<Answer> => cloud.call('POST', url(apiVersion), { as })

/** The one assignment at the root. */
async function elevation(): Promise<{ name: string }> {
  const found = await cloud.store.read.roleAssignments.listAtScope('/', { covering: false, below: false })
  expect(found).toHaveLength(1)
  return { name: found[0]?.name ?? '' }
}

describe('elevateAccess', () => {
  it.each(['2015-06-01', '2015-07-01', '2016-07-01', '2017-05-01'])(
    'makes a Global Administrator User Access Administrator of everything, in %s',
    async (apiVersion) => {
      expect((await cloud.call('GET', listUrl(''), administrator)).status).toBe(403)
      expect(await elevate(principals.administrator, apiVersion)).toEqual({ status: 200, body: undefined })
      const { name } = await elevation()
      const shown: Json = {
        properties: {
          roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.userAccessAdministrator}`,
          principalId: principals.administrator,
          principalType: 'User',
          scope: '/',
          condition: null,
          conditionVersion: null,
          createdOn: '2030-01-01T00:00:00.0000000Z',
          updatedOn: '2030-01-01T00:00:00.0000000Z',
          createdBy: principals.administrator,
          updatedBy: principals.administrator,
          delegatedManagedIdentityResourceId: null,
          description: null,
        },
        id: `/providers/Microsoft.Authorization/roleAssignments/${name}`,
        type: 'Microsoft.Authorization/roleAssignments',
        name,
      }
      expect(await cloud.call('GET', listUrl('', '&$filter=atScope()'), administrator)).toEqual({
        status: 200,
        body: { value: [shown] },
      })
    },
  )

  it('changes nothing when asked again', async () => {
    await elevate(principals.administrator)
    const before = await elevation()
    expect(await elevate(principals.administrator)).toEqual({ status: 200, body: undefined })
    expect(await elevation()).toEqual(before)
  })

  it('is seen from below, with the role named under the subscription, and undone by its id', async () => {
    await elevate(principals.administrator)
    const { name } = await elevation()
    for (const scope of [subscription, group]) {
      const { body } = await cloud.call('GET', listUrl(scope, '&$filter=atScope()'), administrator)
      expect(body).toMatchObject({
        value: [
          {
            id: `/providers/Microsoft.Authorization/roleAssignments/${name}`,
            properties: {
              scope: '/',
              roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.userAccessAdministrator}`,
            },
          },
          {},
        ],
      })
    }
    const id = `/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`
    expect((await cloud.call('DELETE', id)).status).toBe(403)
    expect((await cloud.call('DELETE', id, administrator)).status).toBe(200)
    expect((await cloud.call('GET', listUrl(''), administrator)).status).toBe(403)
  })

  it('says of the root what a refused list asks for as Azure does', async () => {
    const { principalId } = { principalId: principals.administrator }
    expect(await cloud.call('GET', listUrl(''), administrator)).toEqual({
      status: 403,
      body: {
        error: {
          code: 'AuthorizationFailed',
          message: `The client '${principalId}' with object id '${principalId}' does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/read' over scope '/providers/Microsoft.Authorization' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        },
      },
    })
  })

  const refused = (client: string, principalId: string) => ({
    error: {
      code: 'AuthorizationFailed',
      message: `The client '${client}' with object id '${principalId}' does not have authorization to perform action 'Microsoft.Authorization/elevateAccess/action' over scope '/providers/Microsoft.Authorization' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    },
  })

  it.each([
    ['a user without the directory role', principals.reader],
    ['the Owner of a subscription', principals.owner],
    ['somebody whom the directory does not know', '99999999-9999-4999-8999-999999999999'],
  ])('refuses %s', async (_, as) => {
    expect(await elevate(as)).toEqual({ status: 403, body: refused(as, as) })
    expect(await cloud.store.read.roleAssignments.listAtScope('/', { covering: false, below: false })).toEqual([])
  })

  it('refuses an application, even with the id of an administrator', async () => {
    const test = await startTestCloud()
    const admin = await test.cloud.ports.store.read.principals.findByUserPrincipalName('admin@lazulite.onmicrosoft.com')
    const principalId = admin?.principalId ?? ''
    const as = await test.tokenFor({ principalId, clientId: 'c' })
    const answer = await test.arm('POST', url(), { as })
    expect([answer.status, answer.body]).toEqual([403, refused('c', principalId)])
    await test.close()
  })

  it('is audited, whatever comes of it', async () => {
    const test = await startTestCloud()
    const admin = await test.cloud.ports.store.read.principals.findByUserPrincipalName('admin@lazulite.onmicrosoft.com')
    const principalId = admin?.principalId ?? ''
    const user = { idtyp: 'user', scp: 'user_impersonation', upn: 'admin@lazulite.onmicrosoft.com' }
    await test.arm('POST', url(), { as: await test.tokenFor({ principalId, claims: user }) })
    await test.arm('POST', url(), { as: await test.tokenFor({ principalId }) })
    await test.cloud.audit.flush()
    const events = await test.cloud.ports.store.read.events.list({ limit: 2, principalId })
    expect(events.map(({ kind, subject, facts }) => ({ kind, subject, facts }))).toEqual([
      {
        ...{ kind: 'access.denied', subject: '/' },
        facts: {
          ...{ action: 'Microsoft.Authorization/elevateAccess/action', reason: 'noGlobalAdministrator' },
          request: { clientId: principalId, method: 'POST', status: 403 },
        },
      },
      {
        ...{ kind: 'access.allowed', subject: '/' },
        facts: {
          ...{ action: 'Microsoft.Authorization/elevateAccess/action', reason: 'globalAdministrator' },
          request: {
            ...{ caller: 'admin@lazulite.onmicrosoft.com', clientId: principalId },
            ...{ method: 'POST', status: 200 },
          },
        },
      },
    ])
    await test.close()
  })
})
