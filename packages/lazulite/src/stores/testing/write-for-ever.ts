/** A process that writes a resource after the other to the database given to it, and prints each name once it is written. */
import { aResource, DEV } from '../contract/records.js'
import { openSqliteStore } from '../sqlite-handle/open-sqlite-store.js'

const [file = ''] = process.argv.slice(2)
const store = await openSqliteStore({ file })
for (let n = 0; ; n++) {
  await store.transaction(async (tx) => {
    await tx.resources.insert(aResource(`${DEV}/providers/Microsoft.Compute/virtualMachines/vm${n}`))
    await tx.settings.put('last', { n })
  })
  process.stdout.write(`vm${n}\n`)
}
