import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseEndpoint } from './choose-endpoint.js'

const guid = '10000000-0000-4000-8000-000000000001'

describe('chooseEndpoint', () => {
  it.each([
    ['management.azure.com', 'arm'],
    ['login.microsoftonline.com', 'sts'],
    ['login.microsoft.com', 'sts'],
    ['login.windows.net', 'sts'],
    ['sts.windows.net', 'sts'],
    ['graph.microsoft.com', 'graph'],
    ['portal.azure.com', 'portal'],
  ])('leads %s to %s whatever the path', (host, expected) => {
    for (const path of ['/', '/subscriptions', '/v1.0/me', '/common/discovery/keys', '/_lazulite.js', '*']) {
      expect(chooseEndpoint({ host, path })).toBe(expected)
    }
    const operations = expected === 'portal' ? 'ops' : expected
    expect(chooseEndpoint({ host, path: '/_lazulite/health' })).toBe(operations)
  })

  it.each([
    ['Management.Azure.COM', 'arm', 'any case'],
    ['management.azure.com:443', 'arm', 'its port'],
    ['management.azure.com:4430', 'arm', 'another port'],
    ['management.azure.com:', 'arm', 'an empty port'],
    ['management.azure.com.', 'arm', 'a trailing dot'],
    ['management.azure.com.:443', 'arm', 'a trailing dot and a port'],
    ['localhost:4430', 'portal', 'this machine'],
    ['LOCALHOST.', 'portal', 'this machine'],
    ['127.0.0.1:1', 'portal', 'this machine'],
    ['[::1]', 'portal', 'this machine'],
    ['[::1]:4430', 'portal', 'this machine'],
    ['', 'misdirected', 'no name'],
    ['evil.example', 'misdirected', 'a stranger'],
    ['evil.example:4430', 'misdirected', 'a stranger'],
    ['management.azure.com.evil.example', 'misdirected', 'a name below a stranger'],
    ['evil.management.azure.com', 'misdirected', 'a name below ours'],
    ['localhost.evil.example', 'misdirected', 'a name below a stranger'],
    ['sub.localhost', 'misdirected', 'a name below ours'],
    ['azure.com', 'misdirected', 'a name above ours'],
    ['management.azure.com..', 'misdirected', 'two trailing dots'],
    ['user@management.azure.com', 'misdirected', 'a user'],
    ['management.azure.com/', 'misdirected', 'a path'],
    ['management.azure.com, localhost', 'misdirected', 'a list'],
    ['management.azure.com:x', 'misdirected', 'a port that is no number'],
    ['management.azure.com:443:443', 'misdirected', 'two ports'],
    [' management.azure.com', 'misdirected', 'white space'],
    ['::1', 'misdirected', 'an address without its brackets'],
    ['127.0.0.2', 'misdirected', 'another address'],
    ['127.1', 'misdirected', 'another spelling of an address'],
    ['0.0.0.0:4430', 'misdirected', 'the any-address'],
    ['169.254.169.254', 'misdirected', 'the metadata address'],
    ['constructor', 'misdirected', 'a word of the language'],
  ])('leads Host %j to %s: %s', (host, expected) => {
    expect(chooseEndpoint({ host, path: '/' })).toBe(expected)
  })

  it.each([
    ['/_lazulite/health', 'ops'],
    ['/_lazulite', 'ops'],
    ['/_lazulitefoo', 'portal'],
    ['/subscriptions', 'arm'],
    ['/subscriptions?api-version=2022-12-01', 'arm'],
    ['/Subscriptions/s/resourceGroups/g', 'arm'],
    ['/%2Fsubscriptions%2Fx/providers/y/s', 'arm'],
    ['//subscriptions/s', 'arm'],
    ['///SUBSCRIPTIONS', 'arm'],
    ['/subscriptionsx', 'portal'],
    ['/providers/Microsoft.Compute/operations', 'arm'],
    ['/tenants?api-version=2022-12-01', 'arm'],
    ['/resources?api-version=2016-09-01', 'arm'],
    ['/metadata/endpoints?api-version=2022-09-01', 'arm'],
    ['//metadata/endpoints', 'arm'],
    ['/Metadata//Endpoints', 'arm'],
    ['/metadata/identity/oauth2/token', 'portal'],
    ['/metadata', 'portal'],
    ['/v1.0/servicePrincipals', 'graph'],
    ['/beta/users', 'graph'],
    ['/v1.0', 'graph'],
    ['/v2.0/users', 'portal'],
    ['/common/discovery/instance', 'sts'],
    ['/organizations/oauth2/v2.0/token', 'sts'],
    ['/consumers/oauth2/v2.0/token', 'sts'],
    ['/adfs/.well-known/openid-configuration', 'sts'],
    [`/${guid}/oauth2/v2.0/token`, 'sts'],
    [`/${guid.toUpperCase()}/oauth2/token`, 'sts'],
    [`/${guid}`, 'sts'],
    [`/${guid}0/oauth2/token`, 'portal'],
    ['/lazulite.onmicrosoft.com/oauth2/token', 'sts'],
    ['/Contoso.COM/v2.0/.well-known/openid-configuration', 'sts'],
    ['/favicon.ico', 'portal'],
    ['/index.html?x=/y', 'portal'],
    ['/../secret', 'portal'],
    ['/.well-known/x', 'portal'],
    ['/assets/app.1a2b.js', 'portal'],
    ['/', 'portal'],
    ['', 'portal'],
    ['/?redirect=/subscriptions', 'portal'],
    ['/signin#/subscriptions', 'portal'],
    ['/constructor/x', 'portal'],
    ['/%73ubscriptions', 'portal'],
  ])('leads %s on this machine to %s', (path, expected) => {
    for (const host of ['localhost:4430', '127.0.0.1', '[::1]:4430']) {
      expect(chooseEndpoint({ host, path })).toBe(expected)
    }
  })

  it('leads no other name anywhere, whatever the path', () => {
    const hosts = fc.oneof(fc.domain(), fc.ipV4(), fc.string())
    const ours = /^(localhost|127\.0\.0\.1|\[::1\]|.*\.(azure|microsoft|microsoftonline)\.com|.*\.windows\.net)/i
    fc.assert(
      fc.property(hosts, fc.webPath(), (host, path) => {
        fc.pre(!ours.test(host))
        expect(chooseEndpoint({ host, path })).toBe('misdirected')
      }),
    )
  })
})
