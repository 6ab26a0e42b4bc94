import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.js'
import { armAudiences, judgeAccessToken, usDateTime } from './judge-access-token.js'

const tenantId = '10000000-0000-4000-8000-000000000001'
const now = 2_000_000_000
const claims = {
  aud: 'https://management.azure.com/',
  iss: `https://sts.windows.net/${tenantId}/`,
  tid: tenantId,
  nbf: now - 300,
  exp: now + 3600,
  oid: 'principal',
  appid: 'client',
  idtyp: 'app',
}
const judge = (changed: JsonObject) =>
  judgeAccessToken({ claims: { ...claims, ...changed }, tenantId, audiences: armAudiences, now })

describe('judgeAccessToken', () => {
  it('names an application by its client id', () => {
    expect(judge({})).toEqual({
      accepted: true,
      caller: {
        ...{ principalId: 'principal', tenantId, kind: 'app', clientName: 'client', clientId: 'client' },
        expiresOn: now + 3600,
      },
    })
  })

  it('knows a managed identity by its resource', () => {
    expect(judge({ xms_mirid: '/subscriptions/s' })).toMatchObject({
      accepted: true,
      caller: { managedIdentityResourceId: '/subscriptions/s' },
    })
  })

  it('tells when the token was made: `iat` lies 300 s before that', () => {
    expect(judge({ iat: now - 300 })).toMatchObject({ accepted: true, caller: { issuedAt: now } })
    expect(judge({ iat: 'now' })).toMatchObject({
      caller: expect.not.objectContaining({ issuedAt: expect.anything() }),
    })
  })

  it.each([
    [{ idtyp: 'user', upn: 'a@x' }, 'a@x'],
    [{ idtyp: undefined, scp: 'user_impersonation', unique_name: 'b@x' }, 'b@x'],
  ])('names a user by its user principal name: %o', (changed, clientName) => {
    expect(judge(changed)).toEqual({
      accepted: true,
      caller: {
        ...{ principalId: 'principal', tenantId, kind: 'user', clientName, clientId: 'client' },
        expiresOn: now + 3600,
      },
    })
  })

  it.each(armAudiences)('accepts the audience %s', (aud) => expect(judge({ aud }).accepted).toBe(true))

  it.each([
    ['no audience', { aud: undefined }, 'malformed', {}],
    ['a list of audiences', { aud: ['https://management.azure.com/'] }, 'malformed', {}],
    ['no expiry', { exp: undefined }, 'malformed', {}],
    ['an expiry that is text', { exp: '2000003600' }, 'malformed', {}],
    ['no not-before', { nbf: undefined }, 'malformed', {}],
    ['an application without client id', { appid: undefined }, 'malformed', {}],
    ['a user without a name', { idtyp: 'user' }, 'malformed', {}],
    [
      'another tenant',
      { tid: 'other', iss: 'https://sts.windows.net/other/' },
      'wrongTenant',
      { issuer: 'https://sts.windows.net/other/', tenantId },
    ],
    ['no tenant', { tid: undefined }, 'wrongTenant', { issuer: claims.iss, tenantId }],
    ['another issuer', { iss: 'https://evil/' }, 'wrongTenant', { issuer: 'https://evil/', tenantId }],
    ['another audience', { aud: 'https://vault.azure.net' }, 'wrongAudience', { audience: 'https://vault.azure.net' }],
    [
      'the right audience in the wrong case',
      { aud: 'https://Management.azure.com/' },
      'wrongAudience',
      { audience: 'https://Management.azure.com/' },
    ],
    [
      'a token of the future',
      { nbf: now + 1 },
      'notYetValid',
      { notBefore: '5/18/2033 3:33:21 AM', now: '5/18/2033 3:33:20 AM' },
    ],
    [
      'a token that expired a second ago',
      { exp: now - 1 },
      'expired',
      { expiry: '5/18/2033 3:33:19 AM', now: '5/18/2033 3:33:20 AM' },
    ],
    [
      'a token that expires now',
      { exp: now },
      'expired',
      { expiry: '5/18/2033 3:33:20 AM', now: '5/18/2033 3:33:20 AM' },
    ],
    ['no object id', { oid: undefined }, 'noObjectId', {}],
    ['an empty object id', { oid: '' }, 'noObjectId', {}],
  ])('refuses %s', (_, changed, reason, facts) => {
    expect(judge(changed)).toEqual({ accepted: false, reason, facts })
  })

  it.each([{ exp: now + 1 }, { nbf: now }])('accepts a token at the very edge: %o', (changed) =>
    expect(judge(changed).accepted).toBe(true),
  )

  it.each([
    ['tenant before audience', { tid: 'x', aud: 'x', exp: 0, oid: '' }, 'wrongTenant'],
    ['audience before time', { aud: 'x', nbf: now + 9, exp: 0, oid: '' }, 'wrongAudience'],
    ['not-before before expiry', { nbf: now + 9, exp: 0, oid: '' }, 'notYetValid'],
    ['expiry before object id', { exp: 0, oid: '' }, 'expired'],
  ])('checks %s', (_, changed, reason) => expect(judge(changed)).toMatchObject({ accepted: false, reason }))
})

describe('usDateTime', () => {
  it.each([
    ['2025-11-24T23:31:00Z', '11/24/2025 11:31:00 PM'],
    ['2025-11-28T05:28:45Z', '11/28/2025 5:28:45 AM'],
    ['2025-01-02T00:00:00Z', '1/2/2025 12:00:00 AM'],
    ['2025-01-02T12:05:09Z', '1/2/2025 12:05:09 PM'],
  ])('%s is %s', (iso, text) => expect(usDateTime(Date.parse(iso) / 1000)).toBe(text))
})
