import { describe, expect, it } from 'vitest'
import { audiencesOf, isTokenEndpoint, preciseTime, timeRefusal } from './assertion-claims.js'

const tenant = {
  tenantId: '10000000-0000-4000-8000-000000000001',
  displayName: 'Lazulite',
  defaultDomain: 'lazulite.onmicrosoft.com',
  createdAt: 0,
}
const ours = { tenant, ownHosts: ['localhost:4430'] }
const host = 'https://login.microsoftonline.com'

describe('isTokenEndpoint', () => {
  it.each([
    [`${host}/${tenant.tenantId}/oauth2/v2.0/token`, true],
    [`${host}/${tenant.tenantId.toUpperCase()}/OAuth2/Token/`, true],
    [`${host}/LAZULITE.onmicrosoft.com/v2.0`, true],
    [`${host}/common/oauth2/token`, true],
    [`${host}/organizations/oauth2/v2.0/token`, true],
    [`https://localhost:4430/adfs/oauth2/token`, true],
    [`https://sts.windows.net/${tenant.tenantId}/`, true],
    [`${host}/20000000-0000-4000-8000-000000000001/oauth2/token`, false],
    [`${host}/${tenant.tenantId}/oauth2/v2.0/authorize`, false],
    [`${host}/`, false],
    [`http://login.microsoftonline.com/${tenant.tenantId}/oauth2/token`, false],
    [`https://localhost:4431/${tenant.tenantId}/oauth2/token`, false],
    [`https://login.microsoftonline.com.evil.example/${tenant.tenantId}/oauth2/token`, false],
    ['nonsense', false],
  ])('%s: %s', (audience, expected) => expect(isTokenEndpoint(audience, ours)).toBe(expected))
})

describe('audiencesOf', () => {
  it.each([
    [{ aud: 'a' }, ['a']],
    [{ aud: ['a', 1, 'b'] }, ['a', 'b']],
    [{ aud: 1 }, []],
    [{}, []],
  ])('%j are %j', (claims, expected) => expect(audiencesOf(claims)).toEqual(expected))
})

describe('timeRefusal', () => {
  const now = 1_000_000
  it.each([
    [{ nbf: now, exp: now + 600 }, true],
    [{ exp: now + 1 }, true],
    [{ exp: now - 299 }, true],
    [{ exp: now - 300 }, false],
    [{ nbf: now + 300, exp: now + 600 }, true],
    [{ nbf: now + 301, exp: now + 600 }, false],
    [{ nbf: now }, false],
    [{ exp: '9999999999' }, false],
  ])('%j is good: %s', (claims, isGood) => expect(timeRefusal(claims, now) === undefined).toBe(isGood))
})

it('prints instants with seven digits of a second', () => {
  expect(preciseTime(Date.parse('2024-10-02T22:05:03.675Z'))).toBe('2024-10-02T22:05:03.6750000Z')
  expect(preciseTime(1e300)).toBe('1970-01-01T00:00:00.0000000Z')
})
