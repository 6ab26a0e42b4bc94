import { describe, expect, it } from 'vitest'
import { readUserScopes } from './user-scopes.js'

describe('readUserScopes', () => {
  it.each([
    ['https://management.core.windows.net//.default openid', 'https://management.core.windows.net/', [], true],
    ['https://management.azure.com/.default', 'https://management.azure.com', [], true],
    ['https://management.azure.com/user_impersonation', 'https://management.azure.com', ['user_impersonation'], false],
    [
      'api://40000000-0000-4000-8000-000000000001/a api://40000000-0000-4000-8000-000000000001/b',
      'api://40000000-0000-4000-8000-000000000001',
      ['a', 'b'],
      false,
    ],
    ['User.Read Mail.Read profile', undefined, ['User.Read', 'Mail.Read'], false],
    ['openid profile', undefined, [], false],
    ['', undefined, [], false],
    ['  User.Read   User.Read ', undefined, ['User.Read'], false],
    ['.default', undefined, [], true],
  ])('%s', (scope, resource, permissions, isDefault) => {
    const reading = readUserScopes(scope)
    if (!reading.valid) throw new Error(reading.reason)
    const { scopes } = reading
    expect([scopes.resource, scopes.permissions, scopes.isDefault]).toEqual([resource, permissions, isDefault])
  })

  it('tells the scopes of OpenID Connect apart, in any case', () => {
    const reading = readUserScopes('OpenId OFFLINE_ACCESS https://a/b')
    expect(reading).toMatchObject({
      valid: true,
      scopes: { openId: new Set(['openid', 'offline_access']), asked: ['https://a/b'] },
    })
  })

  it.each([
    ['https://a/x https://b/x', 'severalResources'],
    ['https://a/x User.Read', 'severalResources'],
    ['https://a/x https://a//x', 'severalResources'],
    ['https://a/.default https://a/x', 'defaultMixed'],
    ['https://a/', 'malformed'],
  ])('refuses %s: %s', (scope, reason) => expect(readUserScopes(scope)).toEqual({ valid: false, reason }))
})
