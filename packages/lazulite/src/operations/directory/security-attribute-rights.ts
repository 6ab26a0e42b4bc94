/**
 * Who may assign custom security attributes: whoever has the right to do just that, on whatever it may read. Being allowed
 * to change the object, or owning it, is not enough (Microsoft Graph, "Manage custom security attribute assignments").
 */
import type { DirectoryVerb } from '../../domain/directory/rights.js'
import type { JsonObject } from '../../domain/json.js'
import { type DirectoryCall, requireRight } from './directory-call.js'

/** @throws GraphError `RequestDenied` */
export function requireSecurityAttributeRight(call: DirectoryCall, body: JsonObject): void {
  if (body.customSecurityAttributes === undefined) return
  requireRight(call, { area: 'securityAttribute', verb: 'write' })
}

/** What the caller must be allowed to do to the object as such. @throws GraphError `RequestDenied` */
export function verbOfUpdate(call: DirectoryCall, body: JsonObject): DirectoryVerb {
  requireSecurityAttributeRight(call, body)
  const others = Object.keys(body).filter((name) => name !== 'customSecurityAttributes')
  return body.customSecurityAttributes !== undefined && others.length === 0 ? 'read' : 'write'
}
