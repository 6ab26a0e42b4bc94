import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterWrongPassword, type FailedAttempts, isLocked, lockoutDuration, lockoutThreshold } from './lockout.js'

const afterWrong = (times: number, now = 0): FailedAttempts | undefined => {
  let attempts: FailedAttempts | undefined
  for (let i = 0; i < times; i++) attempts = afterWrongPassword(attempts, now)
  return attempts
}

describe('the lock', () => {
  it('comes with the tenth wrong password, not before', () => {
    expect(isLocked(afterWrong(lockoutThreshold - 1), 0)).toBe(false)
    expect(isLocked(afterWrong(lockoutThreshold), 0)).toBe(true)
    expect(isLocked(undefined, 0)).toBe(false)
  })

  it('lasts a minute, to the millisecond', () => {
    const attempts = afterWrong(lockoutThreshold, 1000)
    expect(isLocked(attempts, 1000 + lockoutDuration * 1000 - 1)).toBe(true)
    expect(isLocked(attempts, 1000 + lockoutDuration * 1000)).toBe(false)
  })

  it('begins to count anew after it has passed', () => {
    const again = afterWrongPassword(afterWrong(lockoutThreshold), 60_000)
    expect(again).toEqual({ count: 1 })
  })

  it('never comes from fewer than ten, whenever they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { maxLength: lockoutThreshold - 1 }), fc.nat(), (times, now) => {
        let attempts: FailedAttempts | undefined
        for (const time of times) attempts = afterWrongPassword(attempts, time)
        expect(isLocked(attempts, now)).toBe(false)
      }),
    )
  })
})
