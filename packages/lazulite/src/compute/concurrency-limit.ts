/** At most so many at once; the others wait in order. Starting a hundred machines must not start a hundred processes. */
export function limitConcurrency(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let active = 0
  return async (work) => {
    if (active < limit) active++
    else await new Promise<void>((go) => waiting.push(go)) // whoever leaves hands its place over
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) active--
      else next()
    }
  }
}
