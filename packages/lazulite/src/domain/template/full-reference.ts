/**
 * What `reference(…, 'Full')` answers: the resource without id, name and type, and what the deployment knows about the reference.
 * Source: the documentation of `reference`, and its sample outputs.
 */
import type { Json, JsonObject } from '../json.js'
import { parseResourceId, resourceTypeOf } from '../resource-id/resource-id.js'

export interface ReferencedResource {
  readonly id: string
  /** As a GET of the resource answers. */
  readonly document: JsonObject
  readonly apiVersion: string
  readonly isTemplateResource: boolean
}

/** @throws ArmError `InvalidResourceId` */
export function fullReference({ id, document, apiVersion, isTemplateResource }: ReferencedResource): Json {
  const { id: _id, name: _name, type: _type, ...own } = document
  const parsed = parseResourceId(id)
  return {
    apiVersion,
    ...own,
    ...(parsed.subscriptionId === undefined ? {} : { subscriptionId: parsed.subscriptionId }),
    ...(parsed.resourceGroup === undefined ? {} : { resourceGroupName: parsed.resourceGroup }),
    scope: '',
    resourceId: `${resourceTypeOf(parsed)}/${parsed.names.join('/')}`,
    referenceApiVersion: apiVersion,
    condition: true,
    isConditionTrue: true,
    isTemplateResource,
    isAction: false,
    provisioningOperation: isTemplateResource ? 'Create' : 'Read',
  }
}
