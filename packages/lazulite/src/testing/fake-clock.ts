/** A clock that moves only when told. */
import type { EpochMillis } from '../domain/time.js'
import type { MovableClock } from '../ports/clock.js'

export interface FakeClock extends MovableClock {
  /** How many timers wait. */
  timers(): number
}

export function fakeClock(start = '2030-01-01T00:00:00Z'): FakeClock {
  const begin: EpochMillis = Date.parse(start)
  let millis = begin
  let timers: { readonly due: EpochMillis; readonly run: () => void }[] = []
  return {
    now: () => Math.floor(millis / 1000),
    nowMillis: () => millis,
    after(delay, run) {
      const timer = { due: millis + delay * 1000, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    lead: () => millis - begin,
    timers: () => timers.length,
    advance(seconds) {
      millis += seconds * 1000
      for (;;) {
        const due = timers.filter((timer) => timer.due <= millis).sort((a, b) => a.due - b.due)[0]
        if (due === undefined) return
        timers = timers.filter((other) => other !== due)
        due.run()
      }
    },
  }
}
