/**
 * What is read once and kept until something that matters to it changes: the change number tells, never the time.
 *
 * The number is read before the rest, so that what a change overtakes is read again by whoever asks next.
 */
import type { ReadStores, Store } from '../../ports/store.js'

/**
 * @param number  grows with every change that matters to `read`
 * @returns what `read` finds in a store as of its last such change; a failure is not kept
 */
export function keptUntilChange<T>(
  number: (stores: ReadStores) => Promise<number>,
  read: (stores: ReadStores) => Promise<T>,
): (store: Store) => Promise<T> {
  const kept = new WeakMap<ReadStores, { readonly change: number; readonly found: Promise<T> }>()
  return async (store) => {
    const change = await number(store.read)
    const known = kept.get(store.read)
    if (known?.change === change) return known.found
    const found = read(store.read)
    kept.set(store.read, { change, found })
    found.catch(() => kept.delete(store.read))
    return found
  }
}
