/**
 * What a user's sign-in is for: OpenID Connect scopes, and permissions on one resource.
 *
 * Source: "Scopes and permissions in the Microsoft identity platform": `{resource}/{permission}`, `{resource}/.default`
 * for whatever the client may have; a bare permission belongs to Microsoft Graph.
 */

/** Scopes of OpenID Connect itself; they name no resource. */
export const openIdScopes = ['openid', 'profile', 'email', 'offline_access'] as const
export type OpenIdScope = (typeof openIdScopes)[number]

export interface UserScopes {
  readonly openId: ReadonlySet<OpenIdScope>
  /** As asked, its slash at the end included; absent: only OpenID Connect scopes (and so Microsoft Graph), or bare permissions. */
  readonly resource?: string
  /** Without the resource; empty for `.default` and when only OpenID Connect scopes were asked for. */
  readonly permissions: readonly string[]
  readonly isDefault: boolean
  /** The parts that are no OpenID Connect scopes, as asked. */
  readonly asked: readonly string[]
}

export type UserScopeReading =
  | { readonly valid: true; readonly scopes: UserScopes }
  | { readonly valid: false; readonly reason: 'severalResources' | 'defaultMixed' | 'malformed' }

export function readUserScopes(scope: string): UserScopeReading {
  const parts = [...new Set(scope.split(' ').filter(Boolean))]
  const openId = new Set(openIdScopes.filter((known) => parts.some((part) => part.toLowerCase() === known)))
  const asked = parts.filter((part) => !openIdScopes.some((known) => part.toLowerCase() === known))
  const split = asked.map(splitScope)
  if (split.some(({ permission }) => permission === '')) return { valid: false, reason: 'malformed' }
  const resources = new Set(split.map(({ resource }) => resource))
  if (resources.size > 1) return { valid: false, reason: 'severalResources' }
  const isDefault = split.some(({ permission }) => permission === '.default')
  if (isDefault && split.length > 1) return { valid: false, reason: 'defaultMixed' }
  const [resource] = resources
  const permissions = isDefault ? [] : split.map(({ permission }) => permission)
  return {
    valid: true,
    scopes: { openId, ...(resource === undefined ? {} : { resource }), permissions, isDefault, asked },
  }
}

/** The permission is what follows the last slash. */
function splitScope(part: string): { readonly resource: string | undefined; readonly permission: string } {
  const slash = part.lastIndexOf('/')
  return slash === -1
    ? { resource: undefined, permission: part }
    : { resource: part.slice(0, slash), permission: part.slice(slash + 1) }
}
