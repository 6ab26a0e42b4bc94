/** The host's time. */
import type { Clock } from './ports/clock.js'

/** The longest that a timer of the runtime can wait; longer delays are taken in steps. */
const longestStep = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Math.floor(Date.now() / 1000),
  nowMillis: () => Date.now(),
  after(delay, run) {
    const due = Date.now() + delay * 1000
    let timer: NodeJS.Timeout
    const step = (): void => {
      const left = due - Date.now()
      timer = left > longestStep ? setTimeout(step, longestStep) : setTimeout(run, Math.max(0, left))
      timer.unref()
    }
    step()
    return () => clearTimeout(timer)
  },
}
