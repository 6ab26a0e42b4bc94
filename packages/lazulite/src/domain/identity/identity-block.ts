/**
 * The `identity` member of a resource's PUT or PATCH body, and what it asks for.
 *
 * Sources: Microsoft's managed identity REST quickstarts for VMs (PATCH of one type drops the other; 2017-12-01 lists
 * ids in `identityIds`); observed with Azure CLI 2.45, 2.74 and 2.91 (2023 to 2026), which name only what changes,
 * remove with `null` under an entirely lower-case key, and spell the combined type with and without a blank.
 * Decisions are marked where they are taken.
 */
import { ArmError } from '../errors/arm-error.js'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import { isSameResource, parseResourceId, resourceKey, resourceTypeOf } from '../resource-id/resource-id.js'
import { noIdentity, type ResourceIdentity } from './resource-identity.js'
import { userAssignedIdentityType } from './user-assigned-identity.js'

/** How an api-version writes user-assigned identities: a map from id to ids (since 2018), or the list `identityIds`. */
export type UserAssignedForm = 'map' | 'list'

/** The identities a resource shall have once the request is done. */
export interface RequestedIdentity {
  readonly systemAssigned: boolean
  /** Ids of all user-assigned identities; those that stay keep their order and case. */
  readonly userAssigned: readonly string[]
  /** Those of them that the resource does not have yet, as the client wrote them. */
  readonly attached: readonly string[]
  /** Those of them that the request names, attached already or not, as the client wrote them. */
  readonly named: readonly string[]
}

export interface IdentityBlockContext {
  readonly method: 'PUT' | 'PATCH'
  /** The resource whose body this is, for messages. */
  readonly resourceId: string
  readonly form: UserAssignedForm
}

/**
 * What a request's `identity` member asks for, given the identities that the resource has.
 * A request without the member (or with `null`) changes nothing, whatever its method (Decision).
 *
 * @throws ArmError (400) `InvalidParameter`, `LinkedInvalidPropertyId`, `InvalidIdentityId`, `MissingIdentityIds`,
 * `FailedIdentityOperation` or `InvalidRequestContent`
 */
export function parseIdentityBlock(
  block: Json | undefined,
  existing: ResourceIdentity | undefined,
  context: IdentityBlockContext,
): RequestedIdentity {
  const current = existing ?? noIdentity
  const attachedIds = current.userAssigned.map(({ resourceId }) => resourceId)
  if (block === undefined || block === null) {
    return { systemAssigned: current.systemAssigned !== undefined, userAssigned: attachedIds, attached: [], named: [] }
  }
  if (!isJsonObject(block)) throw wrongShape("The 'identity' property must be an object")
  const members = lowerCaseMembers(block)
  const type = parseType(members.get('type'))
  const named =
    context.form === 'list' ? parseList(members.get('identityids')) : parseMap(members.get('userassignedidentities'))
  if (!type.userAssigned) {
    if (named?.some(({ remove }) => !remove)) {
      throw new ArmError('UnexpectedIdentityFormat', { resourceId: context.resourceId })
    }
    return { systemAssigned: type.systemAssigned, userAssigned: [], attached: [], named: [] }
  }
  // A list always says everything; a map says everything in a PUT and only what changes in a PATCH.
  const merges = context.method === 'PATCH' && (context.form === 'map' || named === undefined)
  const kept = merges ? keptByMerge(attachedIds, named ?? []) : []
  const wanted = (named ?? []).filter(({ remove }) => !remove).map(({ id }) => knownSpelling(id, attachedIds))
  const userAssigned = withoutDuplicates([...kept, ...wanted])
  if (userAssigned.length === 0 && !named?.some(({ remove }) => remove)) throw new ArmError('MissingIdentityIds')
  return {
    systemAssigned: type.systemAssigned,
    userAssigned,
    attached: userAssigned.filter((id) => !attachedIds.includes(id)),
    named: withoutDuplicates((named ?? []).filter(({ remove }) => !remove).map(({ id }) => id)),
  }
}

interface NamedIdentity {
  readonly id: string
  readonly remove: boolean
}

const keptByMerge = (attachedIds: readonly string[], named: readonly NamedIdentity[]): string[] =>
  attachedIds.filter((id) => !named.some((entry) => entry.remove && isSameResource(entry.id, id)))

/** Decision: an identity that is attached keeps the spelling with which it was attached. */
const knownSpelling = (id: string, attachedIds: readonly string[]): string =>
  attachedIds.find((attached) => isSameResource(attached, id)) ?? id

const withoutDuplicates = (ids: readonly string[]): string[] =>
  ids.filter((id, index) => ids.findIndex((other) => isSameResource(other, id)) === index)

function parseType(type: Json | undefined): { readonly systemAssigned: boolean; readonly userAssigned: boolean } {
  if (type === undefined || type === null) {
    throw invalidParameter('identity.type', "Required parameter 'identity.type' is missing (null).") // Decision: as other required parameters
  }
  if (typeof type !== 'string') throw wrongShape("The 'identity.type' property must be a string")
  const parts = type.split(',').map((part) => part.trim().toLowerCase())
  const known = parts.every((part) => part === 'systemassigned' || part === 'userassigned' || part === 'none')
  if (!known || (parts.includes('none') && parts.length > 1)) {
    throw invalidParameter(
      'identity.type',
      `The value '${type}' of parameter 'identity.type' is invalid. The allowed values are 'SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned' and 'None'.`, // Decision
    )
  }
  return { systemAssigned: parts.includes('systemassigned'), userAssigned: parts.includes('userassigned') }
}

/** Entries `{}` (or any object: clients send back what they read) attach; `null` removes. Of two keys for one identity the later counts. */
function parseMap(map: Json | undefined): NamedIdentity[] | undefined {
  if (map === undefined || map === null) return undefined
  if (!isJsonObject(map)) throw wrongShape("The 'identity.userAssignedIdentities' property must be an object")
  const named = new Map<string, NamedIdentity>()
  for (const [id, entry] of Object.entries(map)) {
    requireIdentityId(id)
    if (entry !== null && !isJsonObject(entry)) {
      throw wrongShape(`The entry '${id}' of 'identity.userAssignedIdentities' must be an object or null`)
    }
    named.set(resourceKey(id), { id, remove: entry === null })
  }
  return [...named.values()]
}

function parseList(list: Json | undefined): NamedIdentity[] | undefined {
  if (list === undefined || list === null) return undefined
  if (!Array.isArray(list)) throw wrongShape("The 'identity.identityIds' property must be an array")
  return list.map((id: Json) => {
    if (typeof id !== 'string') throw wrongShape("The 'identity.identityIds' property must be an array of strings")
    requireIdentityId(id, 'list')
    return { id, remove: false }
  })
}

/** @throws ArmError `LinkedInvalidPropertyId` when it is no resource id, `InvalidIdentityId` when it is one of another type. */
function requireIdentityId(id: string, form: UserAssignedForm = 'map'): void {
  const type = typeOfId(id)
  if (type === undefined) throw new ArmError('LinkedInvalidPropertyId', { id, path: '' })
  if (type.toLowerCase() === userAssignedIdentityType.toLowerCase()) return
  if (form === 'map') throw new ArmError('InvalidIdentityId', { id })
  throw invalidParameter(
    'resourceIdentity.identityIds', // Azure/aad-pod-identity#69
    `ResourceIdentity identityId '${id}' is not a valid reference to a Microsoft.ManagedIdentity identity.`,
  )
}

/** Undefined for what is no fully qualified id. */
function typeOfId(id: string): string | undefined {
  if (!/^\/(subscriptions|providers)\/./i.test(id)) return undefined
  try {
    const parsed = parseResourceId(id)
    const isQualified = parsed.subscriptionId === undefined || parsed.resourceGroup !== undefined
    return isQualified && parsed.parent === undefined ? resourceTypeOf(parsed) : ''
  } catch {
    return undefined
  }
}

const lowerCaseMembers = (object: JsonObject): ReadonlyMap<string, Json | undefined> =>
  new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]))

const invalidParameter = (target: string, detail: string): ArmError =>
  new ArmError('InvalidParameter', { detail }, { target })

const wrongShape = (detail: string): ArmError => new ArmError('InvalidRequestContent', { detail }) // Decision
