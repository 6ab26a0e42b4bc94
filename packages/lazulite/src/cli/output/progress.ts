/** One line that says what is being waited for: only on a terminal, only after a second, gone when it is over. */
import type { Output } from '../context.js'

export interface Progress extends Disposable {
  /** Says something else from now on. */
  update(text: string): void
}

const patience = 1000
const pace = 500
const eraseLine = '\r\u001b[K'

/** Dispose it (`using`) when the wait is over, also when it failed. */
export function showProgress(output: Output, text: string): Progress {
  let current = text
  let isShown = false
  const started = performance.now()
  const draw = (): void => {
    const seconds = Math.floor((performance.now() - started) / 1000)
    if (seconds < patience / 1000) return
    isShown = true
    const line = `${current} (${seconds} s)`
    // Terminals without a size say 0.
    output.write(`${eraseLine}${line.slice(0, (output.columns || 80) - 1)}`)
  }
  const timer = output.isTTY === true ? setInterval(draw, pace) : undefined
  timer?.unref()
  return {
    update(next) {
      current = next
    },
    [Symbol.dispose]() {
      clearInterval(timer)
      if (isShown) output.write(eraseLine)
    },
  }
}
