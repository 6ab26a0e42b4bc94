/** What bodies call the kinds of principals (`principalType`, `type` of a denied principal). */
import type { PrincipalKind } from './directory-objects.js'

const kinds: ReadonlyMap<string, PrincipalKind> = new Map([
  ['user', 'User'],
  ['group', 'Group'],
  ['serviceprincipal', 'ServicePrincipal'],
])

/** In any case. */
export const principalKindNamed = (name: string): PrincipalKind | undefined => kinds.get(name.toLowerCase())
