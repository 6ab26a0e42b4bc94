/**
 * From what a client asks a token for to the resource that the token is meant for.
 *
 * `{resource}/.default`: exactly `/.default` is taken off, so `https://management.core.windows.net//.default` keeps its
 * slash and `https://management.azure.com/.default` has none (Microsoft identity platform, "Scopes and permissions",
 * the .default scope and its trailing slash).
 */

const defaultSuffix = '/.default'

/** Scopes of OpenID Connect itself; they name no resource. */
const openIdScopes: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access'])

export type ScopeReading =
  | { readonly valid: true; readonly resource: string }
  | {
      readonly valid: false
      /** No resource is named; some scope does not end in `/.default`; two resources are named. */
      readonly reason: 'noResource' | 'notDefault' | 'severalResources'
    }

/** Reads the `scope` of an app-only request: one `{resource}/.default`. */
export function resourceOfScope(scope: string): ScopeReading {
  const wanted = scope.split(' ').filter((part) => part !== '' && !openIdScopes.has(part))
  if (wanted.some((part) => !part.endsWith(defaultSuffix))) return { valid: false, reason: 'notDefault' }
  const resources = new Set(wanted.map((part) => part.slice(0, -defaultSuffix.length)))
  if (resources.size > 1) return { valid: false, reason: 'severalResources' }
  const [resource] = resources
  return resource ? { valid: true, resource } : { valid: false, reason: 'noResource' }
}

/** Do two names mean the same resource? Case and one slash at the end do not matter. */
export const isSameAudience = (a: string, b: string): boolean => audienceKey(a) === audienceKey(b)

const audienceKey = (name: string): string => name.replace(/\/$/, '').toLowerCase()
