/** Chance that comes out the same for the same seed, for tests that try very many cases. */

export interface Chance {
  /** A whole number from 0 to `below - 1`. */
  under(below: number): number
  /** True in `share` of all cases, 0 to 1. */
  is(share: number): boolean
  /** @throws Error for an empty list */
  of<T>(values: readonly T[]): T
  /** One of the alternatives, each as often as its weight says. */
  weighed<T>(...alternatives: readonly (readonly [weight: number, make: () => T])[]): T
  /** `least` to `most` values. */
  several<T>(least: number, most: number, make: () => T): T[]
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough to shuffle a test. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
  const under = (below: number): number => Math.floor(next() * below)
  return {
    under,
    is: (share) => next() < share,
    of(values) {
      const index = under(values.length)
      if (index >= values.length) throw new Error('nothing to choose from')
      return values[index] as (typeof values)[number] // inside the list, see above
    },
    weighed(...alternatives) {
      let left = next() * alternatives.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, make] of alternatives) {
        left -= weight
        if (left < 0) return make()
      }
      throw new Error('no alternatives')
    },
    several: (least, most, make) => Array.from({ length: least + under(most - least + 1) }, make),
  }
}
