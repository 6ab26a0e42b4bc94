import { describe, expect, it } from 'vitest'
import { StatementCache } from './statement-cache.js'

describe('StatementCache', () => {
  function arrange(options: ConstructorParameters<typeof StatementCache>[1]) {
    const prepared: string[] = []
    const cache = new StatementCache((sql) => {
      prepared.push(sql)
      return { sql }
    }, options)
    return { cache, prepared }
  }

  it('prepares a text once', () => {
    const { cache, prepared } = arrange({})
    expect(cache.get('a')).toBe(cache.get('a'))
    expect(prepared).toEqual(['a'])
  })

  it('drops what was not used for longest when it is full', () => {
    const { cache, prepared } = arrange({ capacity: 2 })
    for (const sql of ['a', 'b', 'a', 'c', 'a', 'b']) cache.get(sql)
    expect(prepared).toEqual(['a', 'b', 'c', 'b'])
    expect(cache.size).toBe(2)
  })

  it('does not keep very long texts', () => {
    const { cache, prepared } = arrange({ longestKept: 3 })
    for (const sql of ['long', 'long', 'fit', 'fit']) cache.get(sql)
    expect(prepared).toEqual(['long', 'long', 'fit'])
  })
})
