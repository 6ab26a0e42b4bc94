import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtInRoleByName, builtInRoleIds } from '../../../domain/rbac/built-in-roles.js'
import {
  type AuthorizationCloud,
  group,
  otherGroup,
  principals,
  startAuthorizationCloud,
  subscription,
} from '../../../testing/authorization-cloud.js'

const urlOf = (scope: string, apiVersion = '2022-04-01'): string =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/permissions?api-version=${apiVersion}`
const managementGroup = '/providers/Microsoft.Management/managementGroups/field'
const reader = { actions: ['*/read'], notActions: [] }
const noData = { dataActions: [], notDataActions: [] }

let cloud: AuthorizationCloud
let granted: number
beforeEach(async () => {
  cloud = await startAuthorizationCloud()
  granted = 0
})
afterEach(() => cloud.close())

const grant = (scope: string, roleDefinitionId: string, principalId: string = principals.application) =>
  cloud.assign({ name: `e0000000-0000-4000-8000-00000000000${++granted}`, scope, principalId, roleDefinitionId })
const ask = (scope: string, apiVersion?: string, as: string = principals.application) =>
  cloud.call('GET', urlOf(scope, apiVersion), { as })

describe('permissions', () => {
  it.each([
    ['the root', '/', '/'],
    ['a management group', managementGroup, managementGroup],
    ['a subscription', subscription, subscription],
    ['a group', group, group],
    ['a group, inherited', group, subscription],
    ['a resource', `${group}/providers/Microsoft.Compute/virtualMachines/vm1`, group],
    ['a child resource', `${group}/providers/Microsoft.Network/virtualNetworks/n/subnets/s`, group],
    ['a group in another case', group.toUpperCase(), group],
  ])('are those of the caller at %s', async (_, scope, at) => {
    await grant(at, builtInRoleIds.reader)
    expect(await ask(scope)).toEqual({ status: 200, body: { value: [{ ...reader, ...noData }] } })
  })

  it.each([
    ['2014-07-01-preview', { value: [reader] }],
    ['2015-07-01', { value: [reader], nextLink: null }],
    ['2018-07-01', { value: [{ ...reader, ...noData }] }],
    ['2022-04-01', { value: [{ ...reader, ...noData }] }],
    ['2022-05-01-preview', { value: [{ ...reader, ...noData }] }],
  ])('are shown in %s as there', async (apiVersion, body) => {
    await grant(group, builtInRoleIds.reader)
    expect(await ask(group, apiVersion)).toEqual({ status: 200, body })
  })

  it('are a block for each of its roles, broadest scope first, those of its groups among them', async () => {
    const contributor = builtInRoleByName('Contributor')?.permissions ?? []
    await grant(group, builtInRoleIds.contributor, principals.division)
    await grant(subscription, builtInRoleIds.reader, principals.reader)
    await grant(otherGroup, builtInRoleIds.owner, principals.reader)
    expect(await ask(group, undefined, principals.reader)).toEqual({
      status: 200,
      body: { value: [{ ...reader, ...noData }, ...contributor] },
    })
  })

  it('are hidden from whoever has none, with the scope as Azure names it', async () => {
    const id = principals.application
    expect(await ask(group)).toEqual({
      status: 403,
      body: {
        error: {
          code: 'AuthorizationFailed',
          message: `The client '${id}' with object id '${id}' does not have authorization to perform action 'Microsoft.Authorization/permissions/read' over scope '${group}/providers/Microsoft.Authorization' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        },
      },
    })
  })
})
