/** The change number: one row, raised once in each transaction that changed directory, roles or resources. */
import type { ReadStores } from '../../ports/store.js'
import type { ReadSession } from './session.js'

export function changeReader({ db }: ReadSession): ReadStores['changes'] {
  return {
    async latest() {
      const row = await db().selectFrom('change').select('number').executeTakeFirstOrThrow()
      return Number(row.number)
    },
  }
}

export async function raiseChangeNumber({ db }: ReadSession): Promise<void> {
  await db()
    .updateTable('change')
    .set(({ eb }) => ({ number: eb('number', '+', 1) }))
    .execute()
}
