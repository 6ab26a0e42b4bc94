/** The cloud's time: another clock's, and as far ahead of it as somebody moved it. It never goes back. */
import type { EpochMillis, Seconds } from './domain/time.js'
import type { Clock, MovableClock } from './ports/clock.js'

interface Timer {
  readonly due: EpochMillis
  readonly run: () => void
  /** Ends the wait on the clock underneath. */
  cancel: () => void
}

export function movableClock(base: Clock): MovableClock {
  let lead = 0
  const timers = new Set<Timer>()
  const nowMillis = (): EpochMillis => base.nowMillis() + lead

  function fire(timer: Timer): void {
    if (!timers.delete(timer)) return
    timer.cancel()
    timer.run()
  }
  const wait = (timer: Timer): void => {
    timer.cancel = base.after(Math.max(0, timer.due - nowMillis()) / 1000, () => fire(timer))
  }

  return {
    now: () => Math.floor(nowMillis() / 1000),
    nowMillis,
    after(delay, run) {
      const timer: Timer = { due: nowMillis() + delay * 1000, run, cancel: () => {} }
      timers.add(timer)
      wait(timer)
      return () => {
        if (timers.delete(timer)) timer.cancel()
      }
    },
    lead: () => lead,
    advance(seconds: Seconds) {
      lead += Math.round(seconds * 1000)
      for (;;) {
        const next = [...timers].filter(({ due }) => due <= nowMillis()).sort((a, b) => a.due - b.due)[0]
        if (next === undefined) break
        fire(next)
      }
      for (const timer of timers) {
        timer.cancel()
        wait(timer)
      }
    },
  }
}
