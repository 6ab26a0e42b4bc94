/** Children need their parent and extensions the resource they extend, where Lazulite keeps that resource. */
import { ArmError } from '../../domain/errors/arm-error.js'
import { parseResourceId, resourceTypeOf } from '../../domain/resource-id/resource-id.js'
import type { Ports } from '../../ports/ports.js'
import type { ArmTarget, ResourceTypeDefinition } from '../../providers/define.js'
import type { Registry } from './registry.js'

interface Question {
  readonly definition: ResourceTypeDefinition
  readonly target: ArmTarget
  readonly method: string
}

const verbs: Readonly<Record<string, string>> = { PUT: 'write', PATCH: 'write', POST: 'write', DELETE: 'delete' }

/** @throws ArmError `ParentResourceNotFound`, `ResourceNotFound` */
export async function requireParent(
  ports: Ports,
  registry: Registry,
  { definition, target, method }: Question,
): Promise<void> {
  const [namespace = '', ...types] = definition.type.split('/')
  if (namespace === 'Microsoft.Resources' && !definition.scopes.includes('extension')) return
  if (types.length > 1) {
    const parentType = registry.type([namespace, ...types.slice(0, -1)].join('/'))
    const parent = target.name === '' ? target.id : target.id.split('/').slice(0, -2).join('/')
    if (parentType?.tracked === true && (await ports.store.read.resources.get(parent)) === undefined) {
      throw new ArmError('ParentResourceNotFound', { verb: verbs[method] ?? 'read', type: types.join('/'), parent })
    }
  }
  if (definition.scopes.includes('extension') && method === 'PUT') await requireExtended(ports, registry, target.scope)
}

async function requireExtended(ports: Ports, registry: Registry, scope: string): Promise<void> {
  if (!scope.toLowerCase().includes('/providers/')) return
  const id = parseResourceId(scope)
  const type = registry.type(resourceTypeOf(id))
  if (type === undefined || (await isThere(ports, type, scope))) return
  throw new ArmError('ResourceNotFound', {
    type: type.type,
    name: id.names.join('/'),
    resourceGroup: id.resourceGroup ?? '',
  })
}

/** Of what is kept nowhere here, nothing can be said to be missing. */
async function isThere({ store }: Ports, type: ResourceTypeDefinition, id: string): Promise<boolean> {
  if (type.exists !== undefined) return type.exists(store.read, id)
  return type.tracked !== true || (await store.read.resources.get(id)) !== undefined
}
