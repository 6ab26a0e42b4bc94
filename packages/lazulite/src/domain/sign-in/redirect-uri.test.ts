import { describe, expect, it } from 'vitest'
import type { RedirectUris } from '../directory/directory-objects.js'
import { findRedirectPlatform, formActionSource, noRedirectUris } from './redirect-uri.js'

const registered: RedirectUris = {
  web: ['https://app.example/in', 'http://localhost:3000/web?a=1'],
  spa: ['https://spa.example/'],
  publicClient: ['http://localhost', 'myapp://auth', 'urn:ietf:wg:oauth:2.0:oob', 'https://app.example/in'],
}

describe('findRedirectPlatform', () => {
  it.each<[string, string | undefined, string]>([
    ['https://app.example/in', 'web', 'the first kind that it is registered for'],
    ['https://spa.example/', 'spa', 'letter by letter'],
    ['https://spa.example', undefined, 'a slash matters'],
    ['https://App.example/in', undefined, 'case matters'],
    ['https://app.example/in/', undefined, 'paths are whole'],
    ['https://app.example/in?x=1', undefined, 'queries matter'],
    ['https://app.example:8443/in', undefined, 'ports matter away from loopback'],
    ['http://app.example/in', undefined, 'schemes matter'],
    ['http://localhost:4000/web?a=1', 'web', 'the port of localhost does not'],
    ['http://localhost:4000/web?a=2', undefined, 'but its query does'],
    ['http://127.0.0.1:3000/web?a=1', undefined, 'and its name, for web clients'],
    ['http://localhost:65535/', 'publicClient', 'any port'],
    ['http://127.0.0.1:1', 'publicClient', 'any name of loopback for public clients'],
    ['http://[::1]:1', 'publicClient', 'in version 6 too'],
    ['https://localhost:1', undefined, 'over http only'],
    ['http://localhost.evil.example', undefined, 'no longer name'],
    ['http://user@localhost:1', undefined, 'nobody named'],
    ['http://localhost:1/#x', undefined, 'no fragment'],
    ['myapp://auth', 'publicClient', 'schemes of programs'],
    ['urn:ietf:wg:oauth:2.0:oob', 'publicClient', 'no place at all'],
    ['javascript:alert(1)', undefined, 'nothing that runs'],
    ['http://localhost:1\r\n/', undefined, 'no line breaks'],
    ['http://local\thost:1/', undefined, 'no tabs'],
    [' http://localhost:1/', undefined, 'no blanks'],
    ['nonsense', undefined, 'nothing relative'],
    ['', undefined, 'nothing'],
  ])('%s is %s: %s', (uri, platform, _) => expect(findRedirectPlatform(uri, registered)).toBe(platform))

  it('refuses what would run even when somebody registered it', () => {
    const careless = { ...noRedirectUris, web: ['javascript:alert(1)', 'data:text/html,x'] }
    for (const uri of careless.web) expect(findRedirectPlatform(uri, careless)).toBeUndefined()
  })
})

describe('formActionSource', () => {
  it.each([
    ['https://app.example/in?x=1', 'https://app.example'],
    ['http://localhost:51234', 'http://localhost:51234'],
    ['myapp://auth', 'myapp:'],
  ])('%s is %s', (uri, source) => expect(formActionSource(uri)).toBe(source))
})
