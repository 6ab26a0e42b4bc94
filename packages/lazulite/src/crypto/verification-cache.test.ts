import { expect, it } from 'vitest'
import { VerificationCache } from './verification-cache.js'

it('remembers by the whole token', () => {
  const cache = new VerificationCache<number>(2)
  cache.set('a.b.c', 1)
  expect([cache.get('a.b.c'), cache.get('a.b.d'), cache.get('')]).toEqual([1, undefined, undefined])
})

it('forgets what was used least recently when it is full', () => {
  const cache = new VerificationCache<number>(2)
  cache.set('a', 1)
  cache.set('b', 2)
  cache.get('a')
  cache.set('c', 3)
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3])
})

it('holds a token set twice once', () => {
  const cache = new VerificationCache<number>(2)
  cache.set('a', 1)
  cache.set('b', 2)
  cache.set('b', 3)
  expect([cache.get('a'), cache.get('b')]).toEqual([1, 3])
})
