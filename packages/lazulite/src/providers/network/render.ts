/**
 * Answers of Microsoft.Network. Order of members: recorded 2018 to 2021 (Azure CLI, Azure SDK for Java, Cloud Custodian);
 * the entity tag is weak, and children show the one of their parent.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { Json, JsonObject } from '../../domain/json.js'
import type { NetworkKind, View } from './kind.js'
import { nameOf } from './world.js'

export const quotedEtag = ({ etag }: Resource): string => `W/"${etag}"`

export function renderNetworkResource(kind: NetworkKind, resource: Resource, view: View): JsonObject {
  const { name, id, type, location, tags, body } = resource
  return {
    name,
    id,
    etag: quotedEtag(resource),
    ...(kind.typeFirst === true ? { type } : {}),
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined ? {} : { tags }),
    ...(body.zones === undefined ? {} : { zones: body.zones }),
    properties: {
      provisioningState: view.provisioningState,
      ...(body.resourceGuid === undefined ? {} : { resourceGuid: body.resourceGuid }),
      ...kind.renderProperties(resource, view),
    },
    ...(kind.typeFirst === true ? {} : { type }),
    ...kind.renderTop?.(resource, view),
  }
}

export const childId = (resource: Resource, member: string, child: JsonObject): string =>
  `${resource.id}/${member}/${nameOf(child)}`

/**
 * A child of `resource`, inside it and on its own. Children name their type in every version: recorded with Azure CLI in 2018
 * (2018-01-01) and 2020 (2015-06-15); Azure SDK for Java, recorded before, shows answers without it up to 2018-04-01.
 */
export function renderChild(
  resource: Resource,
  member: string,
  {
    child,
    properties,
    view,
    typeLast,
  }: {
    readonly child: JsonObject
    readonly properties: JsonObject
    readonly view: View
    readonly typeLast?: boolean
  },
): JsonObject {
  const type = { type: `${resource.type}/${member}` }
  return {
    name: nameOf(child),
    id: childId(resource, member, child),
    etag: quotedEtag(resource),
    ...(child.zones === undefined ? {} : { zones: child.zones }),
    ...(typeLast === true ? {} : type),
    properties: { provisioningState: view.provisioningState, ...properties },
    ...(typeLast === true ? type : {}),
  }
}

/** `{ [name]: [{ id } …] }` for who refers to something; left out when nobody does. */
export const idsMember = (name: string, ids: readonly string[]): JsonObject =>
  ids.length === 0 ? {} : { [name]: ids.map((id) => ({ id })) }

/** Only what `value` has. */
export const member = (name: string, value: Json | undefined): JsonObject =>
  value === undefined ? {} : { [name]: value }

export const without = (object: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
