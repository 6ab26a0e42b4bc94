/**
 * Where a planned resource is written: its id as a request path.
 *
 * Two ids are no paths: resource groups are addressed without a provider, and a role assignment whose properties name
 * another scope than the deployment's is made there (the template that `az vm create --scope` sends).
 */
import { type JsonObject, textAt } from '../../domain/json.js'
import { isSameResource, segmentsOf } from '../../domain/resource-id/resource-id.js'
import type { PlannedResource } from '../../domain/template/deployment-plan.js'

const groupId = /^(\/subscriptions\/[^/]+)\/providers\/Microsoft\.Resources\/(resourceGroups\/[^/]+)(?=\/|$)/i

/** Any resource id as a request path. */
export const pathOfId = (id: string): string => `/${segmentsOf(id).join('/')}`.replace(groupId, '$1/$2')

/** @param body  what is written, or the preview of it */
export function pathOfResource(resource: Pick<PlannedResource, 'id' | 'type' | 'scope'>, body: JsonObject): string {
  const path = pathOfId(resource.id)
  if (resource.type.toLowerCase() !== 'microsoft.authorization/roleassignments') return path
  const scope = textAt(body, 'properties', 'scope')
  if (scope === undefined || scope.startsWith('[') || isSameResource(scope, resource.scope)) return path
  return pathOfId(`${scope}/${path.split('/').slice(-4).join('/')}`)
}
