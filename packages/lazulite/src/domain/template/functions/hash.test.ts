import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueOfExpression } from '../template-fixture.js'
import { nameBasedGuid, sha1, uniqueString } from './hash.js'

describe('uniqueString', () => {
  it.each([
    // Microsoft's azapi provider and Bicep's own tests
    ["uniqueString('/subscriptions/00000000-0000-0000-0000-000000000000', 'resource-id')", 'cwvxuqg24sifi'],
    ["uniqueString('asd', 'asdf', 'asdf')", 'iizpqit7ih3cc'],
    ["uniqueString('a')", 'eveiun73364hy'],
    ["uniqueString('a', 'b')", 'i3z4v3sp6aooa'],
  ])('%s is %s', (text, expected) => expect(valueOfExpression(text)).toBe(expected))

  it('is 13 characters of its alphabet for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(uniqueString(text)).toMatch(/^[a-z2-7]{13}$/)
      }),
    )
  })
})

describe('guid', () => {
  it.each([
    ["guid('a')", '3703365d-5a9f-59b4-bca7-b9681389e4c1'],
    ["guid('a', 'b', 'c')", 'a98fa280-e03f-5afa-8d8e-92d0a9c201e8'],
  ])('%s is %s', (text, expected) => expect(valueOfExpression(text)).toBe(expected))

  it('is a version 5 UUID for every text', () => {
    const version5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(nameBasedGuid(text)).toMatch(version5)
      }),
    )
  })
})

it('sha1 agrees with an independent implementation for every message', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
      expect(Buffer.from(sha1(message)).toString('hex')).toBe(createHash('sha1').update(message).digest('hex'))
    }),
  )
})
