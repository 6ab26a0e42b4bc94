import { describe, expect, it } from 'vitest'
import { isAllowedOrigin, readControl, socketPath, ticketOf } from './upgrade-rules.js'

describe('isAllowedOrigin', () => {
  it.each<[string | undefined, boolean, string]>([
    [undefined, true, 'a program'],
    ['https://localhost:4430', true, 'our own origin'],
    ['https://portal.azure.com', true, 'the portal by its public name'],
    ['https://management.azure.com', true, 'the address that it connects to'],
    ['HTTPS://LOCALHOST:4430', true, 'any case'],
    ['https://localhost:4431', false, 'another port of this machine'],
    ['http://localhost:4430', false, 'without TLS'],
    ['https://localhost', false, 'without the port'],
    ['https://portal.azure.com.evil.example', false, 'a name below a stranger'],
    ['https://evil.example', false, 'a stranger'],
    ['null', false, 'a page without an origin'],
    ['', false, 'nothing'],
  ])('%s: %s (%s)', (origin, expected, _what) => expect(isAllowedOrigin(origin, ['localhost:4430'])).toBe(expected))
})

describe('ticketOf', () => {
  it('reads what socketPath wrote', () => expect(ticketOf(socketPath('aB-_9'))).toBe('aB-_9'))
  it.each([
    '/_terminals/sockets//client',
    '/_terminals/sockets/a',
    '/_terminals/sockets/a/adminCommand/nmi',
    '/_terminals/sockets/a/b/client',
    `/_terminals/sockets/${'a'.repeat(129)}/client`,
    '/x/_terminals/sockets/a/client',
  ])('finds none in %s', (path) => expect(ticketOf(path)).toBeUndefined())
})

describe('readControl', () => {
  it.each([
    ['{"resize":{"columns":80,"rows":24}}', { columns: 80, rows: 24 }],
    ['{"resize":{"columns":0,"rows":24}}', undefined],
    ['{"resize":{"columns":80.5,"rows":24}}', undefined],
    ['{"resize":{"columns":1001,"rows":24}}', undefined],
    ['{"resize":null}', undefined],
    ['{}', undefined],
    ['null', undefined],
    ['resize', undefined],
  ])('reads %s as %j', (text, expected) => expect(readControl(text)).toEqual(expected))
})
