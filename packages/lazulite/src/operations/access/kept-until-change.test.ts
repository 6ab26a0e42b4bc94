import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ReadStores } from '../../ports/store.js'
import { openTestPorts, type TestPorts } from '../../testing/test-ports.js'
import { keptUntilChange } from './kept-until-change.js'

let [ports, other]: TestPorts[] = []
beforeEach(async () => {
  ;[ports, other] = [await openTestPorts(), await openTestPorts()]
})
afterEach(async () => {
  await ports?.store.close()
  await other?.store.close()
})
const stores = () => {
  if (ports === undefined || other === undefined) throw new Error('opened before each')
  return [ports.store, other.store] as const
}

const latest = ({ changes }: ReadStores): Promise<number> => changes.latest()

it('reads once for each store, and once more after a change', async () => {
  const [store, second] = stores()
  let reads = 0
  const readOnce = keptUntilChange(latest, async () => ++reads)
  expect([await readOnce(store), await readOnce(store), await readOnce(second)]).toEqual([1, 1, 2])
  await store.transaction(async (tx) => tx.changes.touch())
  expect([await readOnce(store), await readOnce(store), await readOnce(second)]).toEqual([3, 3, 2])
})

it('keeps no failure', async () => {
  const [store] = stores()
  let reads = 0
  const readOnce = keptUntilChange(latest, async () => {
    if (++reads === 1) throw new Error('gone')
    return reads
  })
  await expect(readOnce(store)).rejects.toThrow('gone')
  expect(await readOnce(store)).toBe(2)
})
