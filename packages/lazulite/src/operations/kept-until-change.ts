/**
 * What is read once and kept until something in the cloud changes: the change number tells, never the time.
 *
 * The number is read before the rest, so that what a change overtakes is read again by whoever asks next.
 */
import type { ReadStores, Store } from '../ports/store.js'

/**
 * @param latest  the number that tells of changes to what `read` looks at
 * @returns what `read` finds in a store as of its last committed change; a failure is not kept
 */
export function keptUntilChange<T>(
  read: (stores: ReadStores) => Promise<T>,
  latest: (changes: ReadStores['changes']) => Promise<number> = (changes) => changes.latest(),
): (store: Store) => Promise<T> {
  const kept = new WeakMap<Store, { readonly change: number; readonly found: Promise<T> }>()
  return async (store) => {
    const change = await latest(store.read.changes)
    const known = kept.get(store)
    if (known?.change === change) return known.found
    const found = read(store.read)
    kept.set(store, { change, found })
    found.catch(() => kept.delete(store))
    return found
  }
}
