/**
 * `{scope}/providers/Microsoft.Resources/tags/default`: all tags of a subscription, group or resource at once.
 * PUT replaces, PATCH merges, replaces or deletes, DELETE removes all; always 200 (recorded 2025-03-01).
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { parseTags, type Tags } from '../../domain/arm-resource/tags.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import { stampResource } from '../../operations/stamp-resource.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { resourcesApiVersions } from './api-versions.js'

export const tags = defineResourceType({
  type: 'Microsoft.Resources/tags',
  apiVersions: resourcesApiVersions.filter((version) => version >= '2018-11-01'),
  scopes: ['extension', 'subscription', 'resourceGroup'],
  capabilities: 'SupportsExtension',
  get: {
    action: 'Microsoft.Resources/tags/read',
    run: async (request) => ({ status: 200, body: render(await tagged(request)) }),
  },
  put: {
    action: 'Microsoft.Resources/tags/write',
    run: (request) => change(request, () => tagsOf(request)),
  },
  patch: {
    action: 'Microsoft.Resources/tags/write',
    run: (request) => change(request, (before) => patched(request, before)),
  },
  delete: {
    action: 'Microsoft.Resources/tags/delete',
    async run(request) {
      await change(request, () => ({}))
      return { status: 200 }
    },
  },
})

function tagsOf({ body }: ArmRequest): Tags {
  const properties = body?.properties
  if (!isJsonObject(properties))
    throw new ArmError('InvalidRequestContent', { detail: "The 'properties' property is required" })
  return parseTags(properties.tags) ?? {}
}

function patched(request: ArmRequest, before: Tags): Tags {
  const operation = request.body?.operation
  const given = tagsOf(request)
  const sameName = (name: string, others: Tags): string | undefined =>
    Object.keys(others).find((other) => other.toLowerCase() === name.toLowerCase())
  switch (typeof operation === 'string' ? operation.toLowerCase() : undefined) {
    case 'replace':
      return given
    case 'merge': {
      const kept = Object.entries(before).filter(([name]) => sameName(name, given) === undefined)
      return { ...Object.fromEntries(kept), ...given }
    }
    case 'delete':
      return Object.fromEntries(
        Object.entries(before).filter(([name, value]) => {
          const match = sameName(name, given)
          return match === undefined || given[match] !== value
        }),
      )
    default:
      throw new ArmError('InvalidRequestContent', {
        detail: "The 'operation' property must be Merge, Replace or Delete",
      })
  }
}

async function tagged({ ports, target }: ArmRequest): Promise<Resource> {
  requireDefault(target.name)
  return (await ports.store.read.resources.get(target.scope)) ?? missing(target)
}

async function change(request: ArmRequest, next: (before: Tags) => Tags): Promise<ArmResponse> {
  const { ports, target } = request
  requireDefault(target.name)
  const resource = await ports.store.transaction(async (tx) => {
    const before = (await tx.resources.get(target.scope)) ?? missing(target)
    // What a merge makes is held to the limits of tags too.
    const after = parseTags(next(before.tags ?? {})) ?? {}
    const changed: Resource = { ...before, tags: after, ...stampResource(ports) }
    await tx.resources.update(changed)
    return changed
  })
  return { status: 200, body: render(resource) }
}

function requireDefault(name: string): void {
  if (name.toLowerCase() !== 'default')
    throw new ArmError('NotFound', { detail: `The tags resource '${name}' was not found.` })
}

function missing({ scope, resourceGroup }: ArmRequest['target']): never {
  const [type = '', name = ''] = scope.split('/').slice(-2)
  throw new ArmError('ResourceNotFound', { type, name, resourceGroup: resourceGroup ?? '' })
}

const render = (resource: Resource): JsonObject => ({
  id: `${resource.id}/providers/Microsoft.Resources/tags/default`,
  name: 'default',
  type: 'Microsoft.Resources/tags',
  properties: { tags: resource.tags ?? {} },
})
