import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameAudience, resourceOfScope } from './audience.js'

describe('resourceOfScope', () => {
  it.each([
    ['https://management.azure.com/.default', 'https://management.azure.com', 'exactly /.default is taken off'],
    [
      'https://management.core.windows.net//.default',
      'https://management.core.windows.net/',
      'a double slash keeps one',
    ],
    ['api://app/.default', 'api://app', 'any URI'],
    ['797f4846-ba00-4fd7-ba43-dac1f8f63013/.default', '797f4846-ba00-4fd7-ba43-dac1f8f63013', 'a client id'],
    ['https://a/.default offline_access openid profile', 'https://a', 'scopes of OpenID Connect name no resource'],
    ['https://a/.default  https://a/.default', 'https://a', 'the same resource twice is one'],
  ])('%s asks for %s: %s', (scope, resource) => expect(resourceOfScope(scope)).toEqual({ valid: true, resource }))

  it.each([
    ['https://management.azure.com', 'notDefault'],
    ['https://management.azure.com/user_impersonation', 'notDefault'],
    ['https://management.azure.com/.Default', 'notDefault'],
    ['https://a/.default https://b/user_impersonation', 'notDefault'],
    ['.default', 'notDefault'],
    ['/.default', 'noResource'],
    ['openid', 'noResource'],
    ['  ', 'noResource'],
    ['https://a/.default https://b/.default', 'severalResources'],
    ['https://a/.default https://a//.default', 'severalResources'],
  ])('%s is refused: %s', (scope, reason) => expect(resourceOfScope(scope)).toEqual({ valid: false, reason }))

  it('gives back whatever resource /.default was put behind', () => {
    fc.assert(
      fc.property(fc.webUrl(), (resource) => {
        expect(resourceOfScope(`${resource}/.default`)).toEqual({ valid: true, resource })
      }),
    )
  })
})

describe('isSameAudience', () => {
  it.each([
    ['https://vault.azure.net', 'https://vault.azure.net/', true],
    ['https://VAULT.azure.net', 'https://vault.azure.net', true],
    ['https://vault.azure.net//', 'https://vault.azure.net', false],
    ['https://vault.azure.net.evil', 'https://vault.azure.net', false],
  ])('%s and %s: %s', (a, b, expected) => expect(isSameAudience(a, b)).toBe(expected))
})
