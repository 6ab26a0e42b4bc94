/** A process that takes the data folder given to it, says `held` and stays; or says why not, and ends. */
import { StoreError } from '../../ports/store.js'
import { acquireDataFolderLock } from '../data-folder-lock.js'

const [folder = ''] = process.argv.slice(2)
try {
  acquireDataFolderLock(folder)
  process.stdout.write('held\n')
  setInterval(() => {}, 60_000)
} catch (error) {
  process.stdout.write(`${error instanceof StoreError ? error.code : String(error)}\n`)
}
