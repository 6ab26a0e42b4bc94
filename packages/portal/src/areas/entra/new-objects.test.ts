import { describe, expect, it } from 'vitest'
import {
  bodyOfApplication,
  bodyOfGroup,
  bodyOfSecret,
  bodyOfUser,
  generatePassword,
  type NewUser,
  nicknameOf,
  problemsOfApplication,
  problemsOfUser,
  secureRandom,
} from './new-objects.js'

const user: NewUser = {
  ...{ name: 'ada', domain: 'lazulite.onmicrosoft.com', displayName: 'Ada', password: 'Aa1!aaaa', isEnabled: true },
}

describe('a new user', () => {
  it('is sent as Microsoft Graph wants it', () => {
    expect(problemsOfUser(user)).toEqual({})
    expect(bodyOfUser(user)).toEqual({
      accountEnabled: true,
      displayName: 'Ada',
      mailNickname: 'ada',
      userPrincipalName: 'ada@lazulite.onmicrosoft.com',
      passwordProfile: { password: 'Aa1!aaaa', forceChangePasswordNextSignIn: false },
    })
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'a b' }, 'name'],
    [{ name: 'ada@other' }, 'name'],
    [{ displayName: ' ' }, 'displayName'],
    [{ password: 'Aa1!aaa' }, 'password'],
    [{ password: 'aaaaaaaa1' }, 'password'],
  ])('with %o has a problem with its %s', (change, field) => {
    expect(Object.keys(problemsOfUser({ ...user, ...change }))).toEqual([field])
  })
})

describe('a generated password', () => {
  it('has every kind of character, whatever is drawn', () => {
    for (const draw of [() => 0, (below: number) => below - 1, secureRandom]) {
      const password = generatePassword(draw)
      expect(password).toHaveLength(16)
      expect(problemsOfUser({ ...user, password })).toEqual({})
    }
  })

  it('differs from one to the next', () => {
    expect(new Set(Array.from({ length: 50 }, () => generatePassword(secureRandom))).size).toBe(50)
  })
})

describe('a new group', () => {
  it('is a security group with its owners and members', () => {
    const id = '10000000-0000-4000-8000-000000000009'
    expect(bodyOfGroup({ displayName: 'My team ', description: '', ownerIds: [], memberIds: [id] })).toEqual({
      displayName: 'My team',
      mailEnabled: false,
      mailNickname: 'Myteam',
      securityEnabled: true,
      groupTypes: [],
      'members@odata.bind': [`https://graph.microsoft.com/v1.0/directoryObjects/${id}`],
    })
  })

  it('has a nickname even when no character of its name can be in one', () =>
    expect(nicknameOf('группа')).toBe('group'))
})

describe('a new application', () => {
  const application = { displayName: 'shop', platform: 'web', redirectUri: '' } as const
  it.each([
    [{}, []],
    [{ redirectUri: 'https://shop.example/auth' }, []],
    [{ redirectUri: 'http://localhost:3000' }, []],
    [{ redirectUri: 'http://shop.example' }, ['redirectUri']],
    [{ redirectUri: 'shop://auth' }, ['redirectUri']],
    [{ redirectUri: 'shop://auth', platform: 'publicClient' as const }, []],
    [{ displayName: '' }, ['displayName']],
  ])('with %o has problems with %o', (change, fields) => {
    expect(Object.keys(problemsOfApplication({ ...application, ...change }))).toEqual(fields)
  })

  it('is of this tenant alone, with its redirect URI under its platform', () => {
    expect(bodyOfApplication({ ...application, platform: 'spa', redirectUri: 'https://shop.example' })).toEqual({
      displayName: 'shop',
      signInAudience: 'AzureADMyOrg',
      spa: { redirectUris: ['https://shop.example'] },
    })
  })

  it('gets a secret that ends after so many days', () => {
    expect(bodyOfSecret({ displayName: 'ci', days: 180, now: Date.UTC(2030, 0, 1) })).toEqual({
      passwordCredential: { displayName: 'ci', endDateTime: '2030-06-30T00:00:00.000Z' },
    })
  })
})
