import { describe, expect, it } from 'vitest'
import { requestAddress } from './request-address.js'

const of = (url: string, ...rawHeaders: string[]) => requestAddress({ url, rawHeaders })

describe('requestAddress', () => {
  it.each([
    ['/a?b=c', { ok: true, host: 'x.example:1', path: '/a?b=c' }],
    ['//subscriptions', { ok: true, host: 'x.example:1', path: '//subscriptions' }],
    ['https://management.azure.com/a?b=c', { ok: true, host: 'management.azure.com', path: '/a?b=c' }],
    ['HTTPS://management.azure.com:443', { ok: true, host: 'management.azure.com:443', path: '/' }],
    ['https://management.azure.com?b=c', { ok: true, host: 'management.azure.com', path: '/?b=c' }],
    ['http://management.azure.com/a', { ok: false, reason: 'badTarget' }],
    ['https://user@management.azure.com/a', { ok: false, reason: 'badTarget' }],
    ['https:///a', { ok: false, reason: 'badTarget' }],
    ['https://management.azure.com#a', { ok: false, reason: 'badTarget' }],
    ['ftp://management.azure.com/a', { ok: false, reason: 'badTarget' }],
    ['management.azure.com:443', { ok: false, reason: 'badTarget' }],
    ['*', { ok: false, reason: 'badTarget' }],
    ['', { ok: false, reason: 'badTarget' }],
  ])('reads the target %j as %j', (url, expected) => {
    expect(of(url, 'Host', 'x.example:1')).toEqual(expected)
  })

  it.each([
    ['none', []],
    ['an empty one', ['Host', '']],
    ['two', ['Host', 'localhost', 'Host', 'localhost']],
    ['two in different case', ['host', 'localhost', 'HOST', 'evil.example']],
    ['only a value that reads like one', ['X-Name', 'host', 'Accept', 'localhost']],
  ])('refuses a request whose Host headers are %s', (_case, headers) => {
    expect(of('/', ...headers)).toEqual({ ok: false, reason: 'badHost' })
    expect(of('https://localhost/', ...headers)).toEqual({ ok: false, reason: 'badHost' })
  })

  it('finds Host among other headers, in any case', () => {
    expect(of('/', 'Accept', '*/*', 'hOST', 'localhost')).toEqual({ ok: true, host: 'localhost', path: '/' })
  })
})
