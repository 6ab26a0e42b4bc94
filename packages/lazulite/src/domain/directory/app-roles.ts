/** The application permissions that a service principal offers to others. */
import { isJsonObject, type JsonObject } from '../json.js'
import type { ServicePrincipal } from './directory-objects.js'
import { permissionsOfferedBy, renderAppRole, renderScope } from './first-party-permissions.js'

/** Stands for "no role in particular", which every service principal may be assigned. */
export const defaultAppRoleId = '00000000-0000-0000-0000-000000000000'

type Resource = Pick<ServicePrincipal, 'clientId' | 'graphProperties'>

/** In Microsoft Graph's form; those of a tenant's own application are copied to its service principal when they change. */
export function appRolesOf({ clientId, graphProperties }: Resource): readonly JsonObject[] {
  const firstParty = permissionsOfferedBy(clientId).appRoles
  if (firstParty.length > 0) return firstParty.map(renderAppRole)
  return objectsIn(graphProperties?.appRoles)
}

/** As above, for delegated permissions. */
export function scopesOf({ clientId, graphProperties }: Resource): readonly JsonObject[] {
  const firstParty = permissionsOfferedBy(clientId).scopes
  if (firstParty.length > 0) return firstParty.map(renderScope)
  return objectsIn(graphProperties?.oauth2PermissionScopes)
}

export const findAppRole = (resource: Resource, appRoleId: string): JsonObject | undefined =>
  appRolesOf(resource).find(({ id }) => typeof id === 'string' && id.toLowerCase() === appRoleId.toLowerCase())

const objectsIn = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : [])
