import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seededGuids } from './seeded-guids.js'

const first = (seed: string, count: number): string[] => {
  const next = seededGuids(seed)
  return Array.from({ length: count }, () => next())
}

it('gives the same GUIDs again for the same seed, and others for another', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (seed, other) => {
      const guids = first(seed, 20)
      expect(first(seed, 20)).toEqual(guids)
      expect(new Set(guids).size).toBe(20)
      if (other !== seed) expect(first(other, 1)).not.toEqual(first(seed, 1))
    }),
  )
})

it('gives version 4 GUIDs in lower case', () => {
  for (const guid of first('seed', 50)) {
    expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
})
