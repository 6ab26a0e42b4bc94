/** The change number: one row, raised once in each transaction that changed directory, roles or resources. */
import type { ReadStores } from '../../ports/store.js'
import type { ReadSession } from './session.js'

export function changeReader({ db, ruleChanges }: ReadSession): ReadStores['changes'] {
  async function latest(): Promise<number> {
    const row = await db().selectFrom('change').select('number').executeTakeFirstOrThrow()
    return Number(row.number)
  }
  return {
    latest,

    /** The database is asked so that a transaction that runs comes first. The count is this process's own: nobody else writes. */
    async latestOfRules() {
      await latest()
      return ruleChanges()
    },
  }
}

export async function raiseChangeNumber({ db }: ReadSession): Promise<void> {
  await db()
    .updateTable('change')
    .set(({ eb }) => ({ number: eb('number', '+', 1) }))
    .execute()
}
