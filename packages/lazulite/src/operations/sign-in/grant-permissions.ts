/**
 * Which permissions a user's token carries (`scp`), and how the answer spells them (`scope`).
 *
 * Decision: there is no consent to administer here: what a client asks for and the resource has, it gets. Names that the
 * resource does not know are refused as Entra does; Microsoft Graph's names are not checked against its catalogue.
 */
import type { Application, ServicePrincipal } from '../../domain/directory/directory-objects.js'
import { graphClientId } from '../../domain/directory/first-party-permissions.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { isJsonObject, objectAt } from '../../domain/json.js'
import type { UserScopes } from '../../domain/sign-in/user-scopes.js'
import { defaultGraphPermissions } from './first-party-clients.js'

export interface GrantedPermissions {
  readonly permissions: readonly string[]
  /** The `scope` of the answer. */
  readonly scope: string
}

export interface PermissionQuestion {
  readonly scopes: UserScopes
  readonly client: Pick<Application, 'clientId' | 'displayName'>
  readonly resource: ServicePrincipal
  /** The resource's registration, when it is the tenant's own. */
  readonly registration: Application | undefined
}

/** @throws OAuthError `PermissionUnknown` */
export function grantPermissions({ scopes, client, resource, registration }: PermissionQuestion): GrantedPermissions {
  const isGraph = resource.clientId === graphClientId
  const openId = (['email', 'openid', 'profile'] as const).filter((name) => scopes.openId.has(name))
  const known = isGraph ? undefined : (publishedPermissions(registration) ?? ['user_impersonation'])
  const isUnnamed = scopes.resource === undefined
  const prefix = isUnnamed ? '' : `${scopes.resource}/`
  if (scopes.permissions.length > 0) {
    const unknown = scopes.permissions.find((permission) => known !== undefined && !known.includes(permission))
    if (unknown !== undefined) {
      const { displayName } = client
      throw new OAuthError('PermissionUnknown', {
        client: displayName,
        permission: unknown,
        resource: resource.clientId,
      })
    }
    const extra = isGraph ? openId : []
    return { permissions: [...scopes.permissions, ...extra].sort(byName), scope: [...extra, ...scopes.asked].join(' ') }
  }
  if (isUnnamed) return { permissions: openId, scope: openId.join(' ') }
  const permissions = [...(known ?? defaultGraphPermissions(client.clientId))]
  const isOpenId = (name: string) => ['email', 'openid', 'profile'].includes(name)
  const printed = [
    ...permissions.filter(isOpenId),
    ...permissions.filter((name) => !isOpenId(name)).map((name) => `${prefix}${name}`),
  ]
  return { permissions, scope: [...printed, ...scopes.asked].join(' ') }
}

const byName = (a: string, b: string): number => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)

/** The delegated permissions that an application of the tenant publishes; `undefined`: none. */
function publishedPermissions(registration: Application | undefined): readonly string[] | undefined {
  const published = objectAt(registration?.graphProperties, 'api')?.oauth2PermissionScopes
  if (!Array.isArray(published)) return undefined
  const names = published.flatMap((one) =>
    isJsonObject(one) && typeof one.value === 'string' && one.isEnabled !== false ? [one.value] : [],
  )
  return names.length === 0 ? undefined : names
}
