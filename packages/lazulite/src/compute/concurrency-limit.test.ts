import { describe, expect, it } from 'vitest'
import { limitConcurrency } from './concurrency-limit.js'

describe('limitConcurrency', () => {
  it('lets so many work at once, the others in order, and goes on after a failure', async () => {
    const limited = limitConcurrency(2)
    const begun: number[] = []
    const finish: (() => void)[] = []
    const work = (index: number) =>
      limited(async () => {
        begun.push(index)
        await new Promise<void>((done) => {
          finish[index] = done
        })
        if (index === 0) throw new Error('failed')
        return index
      })
    const results = [work(0), work(1), work(2), work(3)]
    const settled = Promise.allSettled(results)
    await Promise.resolve()
    expect(begun).toEqual([0, 1])
    finish[0]?.()
    await expect(results[0]).rejects.toThrow('failed')
    expect(begun).toEqual([0, 1, 2])
    finish[2]?.()
    await results[2]
    expect(begun).toEqual([0, 1, 2, 3])
    finish[1]?.()
    finish[3]?.()
    expect((await settled).map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
      'failed',
      1,
      2,
      3,
    ])
  })
})
