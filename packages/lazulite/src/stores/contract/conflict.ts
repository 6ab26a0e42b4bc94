/** Runs a write that must be refused, and tells why it was. */
import { type Store, StoreConflict, type Tx } from '../../ports/store.js'

/** The conflict's reason; `undefined` when the write went through. Any other error passes on. */
export async function conflictOf(store: Store, work: (tx: Tx) => Promise<unknown>): Promise<string | undefined> {
  try {
    await store.transaction(work)
    return undefined
  } catch (error) {
    if (error instanceof StoreConflict) return error.reason
    throw error
  }
}
