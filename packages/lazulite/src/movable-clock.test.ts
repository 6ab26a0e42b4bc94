import { describe, expect, it } from 'vitest'
import { movableClock } from './movable-clock.js'
import { fakeClock } from './testing/fake-clock.js'

const start = Date.parse('2030-01-01T00:00:00Z')

describe('movableClock', () => {
  it('is the clock underneath until it is moved, and goes on from there', () => {
    const base = fakeClock()
    const clock = movableClock(base)
    expect([clock.nowMillis(), clock.now(), clock.lead()]).toEqual([start, start / 1000, 0])
    clock.advance(90.5)
    base.advance(1)
    expect([clock.nowMillis(), clock.now(), clock.lead()]).toEqual([start + 91_500, start / 1000 + 91, 90_500])
    expect(base.nowMillis()).toBe(start + 1_000)
  })

  it('runs what becomes due in its order, once, and what that starts too', () => {
    const base = fakeClock()
    const clock = movableClock(base)
    const ran: string[] = []
    clock.after(20, () => ran.push('20'))
    clock.after(10, () => {
      ran.push('10')
      clock.after(0, () => ran.push('of 10'))
    })
    clock.after(31, () => ran.push('31'))
    clock.after(5, () => ran.push('cancelled'))()
    clock.advance(30)
    expect(ran).toEqual(['10', '20', 'of 10'])
    base.advance(100)
    expect(ran).toEqual(['10', '20', 'of 10', '31'])
  })

  it('waits only for what is left of a delay', () => {
    const base = fakeClock()
    const clock = movableClock(base)
    let ran = 0
    clock.after(100, () => ran++)
    clock.advance(60)
    base.advance(39)
    expect(ran).toBe(0)
    base.advance(1)
    expect(ran).toBe(1)
  })

  it('a timer that was cancelled after a move never runs', () => {
    const base = fakeClock()
    const clock = movableClock(base)
    let ran = 0
    const cancel = clock.after(100, () => ran++)
    clock.advance(60)
    cancel()
    base.advance(1000)
    clock.advance(1000)
    expect(ran).toBe(0)
  })
})
