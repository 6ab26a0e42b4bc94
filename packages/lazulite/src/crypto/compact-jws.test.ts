import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodePart, longestToken, parseCompactJws } from './compact-jws.js'

const part = (text: string | Buffer) => Buffer.from(text).toString('base64url')
const header = part('{"alg":"RS256"}')
const claims = part('{"sub":"x"}')

describe('parseCompactJws', () => {
  it('reads header, claims, signature and the text that was signed', () => {
    expect(parseCompactJws(`${header}.${claims}.AQID`)).toEqual({
      header: { alg: 'RS256' },
      claims: { sub: 'x' },
      signedText: `${header}.${claims}`,
      signature: Buffer.from([1, 2, 3]),
    })
  })

  it('reads an unsecured token, so that its algorithm can be named as the reason', () => {
    expect(parseCompactJws(`${header}.${claims}.`)?.signature).toEqual(Buffer.alloc(0))
  })

  it.each([
    ['nothing', ''],
    ['two parts', `${header}.${claims}`],
    ['four parts', `${header}.${claims}.AQID.`],
    ['an empty header', `.${claims}.AQID`],
    ['empty claims', `${header}..AQID`],
    ['padding', `${header}.${claims}.AQ==`],
    ['base64 instead of base64url', `${header}.${claims}.+/+/`],
    ['a second spelling of the same bytes', `${header}.${claims}.AR`],
    ['white space around', ` ${header}.${claims}.AQID`],
    ['a line end', `${header}.${claims}.AQID\n`],
    ['a header that is no JSON', `${part('alg')}.${claims}.AQID`],
    ['a header that is no object', `${part('["alg"]')}.${claims}.AQID`],
    ['claims that are no object', `${header}.${part('null')}.AQID`],
    ['a header with a key twice', `${part('{"alg":"RS256","alg":"none"}')}.${claims}.AQID`],
    ['a key twice, once escaped', `${part('{"alg":"RS256","\\u0061lg":"none"}')}.${claims}.AQID`],
    ['a key twice, with white space', `${part('{"alg" :"RS256","alg"\n:"none"}')}.${claims}.AQID`],
    ['a key twice further down', `${part('{"alg":"RS256","jwk":{"n":"1","n":"2"}}')}.${claims}.AQID`],
    ['claims with a key twice', `${header}.${part('{"sub":"x","sub":"y"}')}.AQID`],
    ['a byte order mark', `${part('\ufeff{"alg":"RS256"}')}.${claims}.AQID`],
    ['bytes that are not UTF-8', `${header}.${part(Buffer.from('7b2261223a22ff227d', 'hex'))}.AQID`],
    ['deep nesting', `${header}.${part(`{"a":${'['.repeat(5900)}${']'.repeat(5900)}}`)}.AQ`.slice(0, longestToken + 1)],
    ['more than 16 KiB', `${header}.${part(JSON.stringify({ sub: 'x'.repeat(longestToken) }))}.AQID`],
  ])('refuses %s', (_case, token) => {
    expect(parseCompactJws(token)).toBeUndefined()
  })

  it('does not take quotes and colons inside values for keys', () => {
    const value = { a: '"b":', c: ['"a":', '\\"a":'], 'd"': { a: 'a":' } }
    expect(parseCompactJws(`${part(JSON.stringify(value))}.${claims}.AQID`)?.header).toEqual(value)
  })

  it('freezes what it read, all the way down', () => {
    const groups = parseCompactJws(`${header}.${part('{"groups":["a"]}')}.AQID`)?.claims.groups
    expect(() => (groups as string[]).push('b')).toThrow(TypeError)
  })

  it('gives back any object that was encoded', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))
    fc.assert(
      fc.property(objects, (value) => {
        const plain = JSON.parse(JSON.stringify(value))
        expect(parseCompactJws(`${encodePart(plain)}.${claims}.AQID`)?.header).toEqual(plain)
      }),
    )
  })
})
