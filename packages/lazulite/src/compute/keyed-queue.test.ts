import { describe, expect, it } from 'vitest'
import { KeyedQueue } from './keyed-queue.js'

describe('KeyedQueue', () => {
  it('works on one key in order, also after a failure, and on other keys meanwhile', async () => {
    const queue = new KeyedQueue()
    const done: string[] = []
    let release = () => {}
    const held = queue.run('a', async () => {
      await new Promise<void>((go) => {
        release = go
      })
      done.push('a1')
      throw new Error('failed')
    })
    const next = queue.run('a', async () => {
      done.push('a2')
      return 'second'
    })
    await queue.run('b', async () => done.push('b1'))
    expect(done).toEqual(['b1'])
    release()
    await expect(held).rejects.toThrow('failed')
    expect(await next).toBe('second')
    expect(done).toEqual(['b1', 'a1', 'a2'])
    await queue.idle()
  })
})
