/** Predictable identifiers: each purpose counts on its own, `00000001-0000-4000-8000-<purpose as hex>`. */
import { createHash } from 'node:crypto'
import type { Ids } from '../ports/ids.js'

export function sequentialIds(): Ids {
  const counts = new Map<string, number>()
  const next = (purpose: string): number => {
    const count = (counts.get(purpose) ?? 0) + 1
    counts.set(purpose, count)
    return count
  }
  return {
    guid(purpose) {
      const tail = createHash('sha256').update(purpose).digest('hex').slice(0, 12)
      return `${next(purpose).toString(16).padStart(8, '0')}-0000-4000-8000-${tail}`
    },
    etag: () => `etag-${next('etag')}`,
    uti: () => `uti-${next('uti')}`,
    secret: (purpose) => `${purpose}-secret-${next(`secret ${purpose}`)}`,
  }
}
