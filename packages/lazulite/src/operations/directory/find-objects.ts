/**
 * Objects by id, or "does not exist" in Microsoft Graph's words. Microsoft's own public clients have no application
 * object in the tenant, so theirs are not found.
 */

import type { Application, Group, Principal, ServicePrincipal, User } from '../../domain/directory/directory-objects.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import { isGuid } from '../../domain/guid.js'
import type { ReadStores } from '../../ports/store.js'
import { publicClients, resourceApplications } from '../first-party-applications.js'

type Directory = Pick<ReadStores, 'principals' | 'applications'>

const firstParty: ReadonlySet<string> = new Set(
  [...publicClients, ...resourceApplications].map(({ clientId }) => clientId),
)

export const isFirstParty = (clientId: string): boolean => firstParty.has(clientId.toLowerCase())

/** How a path names an object: by its id, or by another key, `(appId='…')`. */
export interface ObjectKey {
  readonly value: string
  readonly property?: string
}

/** @throws GraphError `ResourceNotFound` */
export const notFound = (id: string): never => {
  throw new GraphError('ResourceNotFound', { id })
}

/** @throws GraphError `ResourceNotFound`, `InvalidIdentifier` */
export async function requireApplication({ applications }: Directory, key: ObjectKey): Promise<Application> {
  const found =
    key.property?.toLowerCase() === 'appid'
      ? await applications.findByClientId(key.value)
      : await applications.get(requireGuid(key))
  return found === undefined || isFirstParty(found.clientId) ? notFound(key.value) : found
}

/** @throws GraphError `ResourceNotFound`, `InvalidIdentifier` */
export async function requireServicePrincipal({ principals }: Directory, key: ObjectKey): Promise<ServicePrincipal> {
  const found =
    key.property?.toLowerCase() === 'appid'
      ? await principals.findByClientId(key.value)
      : await principals.get(requireGuid(key))
  return found?.kind === 'ServicePrincipal' ? found : notFound(key.value)
}

/** By object id or user principal name. @throws GraphError `ResourceNotFound` */
export async function requireUser({ principals }: Directory, key: ObjectKey): Promise<User> {
  const found = isGuid(key.value)
    ? await principals.get(key.value)
    : await principals.findByUserPrincipalName(key.value)
  return found?.kind === 'User' ? found : notFound(key.value)
}

/** @throws GraphError `ResourceNotFound`, `InvalidIdentifier` */
export async function requireGroup({ principals }: Directory, key: ObjectKey): Promise<Group> {
  const found = await principals.get(requireGuid(key))
  return found?.kind === 'Group' ? found : notFound(key.value)
}

/** @throws GraphError `ResourceNotFound`, `InvalidIdentifier` */
export async function requirePrincipal({ principals }: Directory, key: ObjectKey): Promise<Principal> {
  return (await principals.get(requireGuid(key))) ?? notFound(key.value)
}

function requireGuid({ value, property }: ObjectKey): string {
  if (property !== undefined) throw new GraphError('NotImplemented', { what: `the key ${property}` })
  if (!isGuid(value)) throw new GraphError('InvalidIdentifier', { id: value })
  return value
}
