/** Identifiers nobody can guess. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Ids } from './ports/ids.js'

export const randomIds: Ids = {
  guid: () => randomUUID(),
  etag: () => randomUUID(),
  uti: () => randomBytes(16).toString('base64url'),
  secret: () => randomBytes(32).toString('base64url'),
}
