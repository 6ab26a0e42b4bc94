/** `outputResources`: what a deployment has written, by id (recorded), the resources of nested deployments in place of these. */
import type { Json, JsonObject } from '../../domain/json.js'
import { deploymentBody } from './deployment-record.js'
import { pathOfResource } from './resource-address.js'
import type { Run } from './run-deployment.js'

export async function outputResourcesOf({ plan, ports }: Pick<Run, 'plan' | 'ports'>): Promise<JsonObject[]> {
  const ids: JsonObject[] = []
  for (const resource of plan.resources) {
    if (resource.isExisting) continue
    const path = pathOfResource(resource, resource.preview)
    const nested = resource.nested === undefined ? undefined : await ports.store.read.resources.get(path)
    ids.push(...(nested === undefined ? [{ id: path }] : (deploymentBody(nested).outputResources ?? [])))
  }
  return sortedById(ids)
}

const sortedById = (items: readonly JsonObject[]): JsonObject[] => {
  const keyOf = (id: Json | undefined): string => String(id).toLowerCase()
  const byKey = new Map(items.map((item) => [keyOf(item.id), item]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}
