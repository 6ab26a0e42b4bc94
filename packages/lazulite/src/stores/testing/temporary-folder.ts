/** A folder for one test, removed when the test has ended. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lazulite-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
