import { describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.js'
import { renewalMargin, TokenCache } from './token-cache.js'

const kept = { isFresh: false }

function cacheOf(capacity: number, lifetime = 86_400) {
  const clock = fakeClock()
  const cache = new TokenCache(clock, capacity)
  let issued = 0
  const issue = async () => {
    issued++
    const now = clock.now()
    return { name: `token-${issued}`, issuedAt: now, notBefore: now - 300, expiresOn: now + lifetime }
  }
  const get = async (key: string, options = kept) => Reflect.get(await cache.get(key, issue, options), 'name')
  return { clock, cache, get, issue }
}

describe('TokenCache', () => {
  it('gives the same token until the margin before expiry', async () => {
    const { clock, get } = cacheOf(10)
    expect(await get('a')).toBe('token-1')
    clock.advance(86_400 - renewalMargin - 1)
    expect(await get('a')).toBe('token-1')
    clock.advance(1)
    expect(await get('a')).toBe('token-2')
  })

  it('keeps a short token for half its life', async () => {
    const { clock, get } = cacheOf(10, 60)
    await get('a')
    clock.advance(29)
    expect(await get('a')).toBe('token-1')
    clock.advance(1)
    expect(await get('a')).toBe('token-2')
  })

  it('does not hand out tokens of the future after the clock was set back', async () => {
    const { clock, get } = cacheOf(10)
    await get('a')
    clock.advance(-301)
    expect(await get('a')).toBe('token-2')
  })

  it('issues anew when asked to, and keeps what was issued', async () => {
    const { get } = cacheOf(10)
    await get('a')
    expect(await get('a', { isFresh: true })).toBe('token-2')
    expect(await get('a')).toBe('token-2')
  })

  it('lets callers that come at the same time share one issue', async () => {
    const { get } = cacheOf(10)
    expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual(['token-1', 'token-1', 'token-2'])
  })

  it('keeps nothing of an issue that failed', async () => {
    const { cache, get } = cacheOf(10)
    await expect(cache.get('a', () => Promise.reject(new Error('no')), kept)).rejects.toThrow('no')
    expect(await get('a')).toBe('token-1')
  })

  it('drops the token that was not used for longest when it is full', async () => {
    const { get } = cacheOf(2)
    await get('a')
    await get('b')
    await get('a')
    await get('c')
    expect(await get('a')).toBe('token-1')
    expect(await get('b')).toBe('token-4')
  })

  it('forgets by the beginning of the key', async () => {
    const { cache, get } = cacheOf(10)
    await get('a\n1')
    await get('ab\n1')
    cache.forget('a\n')
    expect(await get('a\n1')).toBe('token-3')
    expect(await get('ab\n1')).toBe('token-2')
  })
})
