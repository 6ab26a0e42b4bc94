/** The forms in which stored things are compared, and the condition for "at or below a scope". */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { resourceKey } from '../../domain/resource-id/resource-id.js'

/** GUIDs, user principal names, role names, resource types: compared without case. */
export const caseless = (text: string): string => text.toLowerCase()

/** A service principal's name: without case and without slashes at the end (clients ask for both forms). */
export function servicePrincipalNameKey(name: string): string {
  let end = name.length
  while (name[end - 1] === '/') end--
  return caseless(name.slice(0, end))
}

/** The character after `/`: what is below a scope starts with `scope/`, and all of that sorts before `scope0`. */
const AFTER_SLASH = '0'

/**
 * At `scope` or below it, as an equality and a key range, so that an index answers it.
 * Whole segments: `…/dev` does not reach `…/dev2` or `…/dev-2`.
 */
export function withinScope(column: 'key' | 'scope_key', scope: string): RawBuilder<SqlBool> {
  const ref = sql.ref(column)
  const key = resourceKey(scope)
  if (key === '/') return sql<SqlBool>`${ref} >= '/'`
  return sql<SqlBool>`(${ref} = ${key} or (${ref} >= ${`${key}/`} and ${ref} < ${`${key}${AFTER_SLASH}`}))`
}
