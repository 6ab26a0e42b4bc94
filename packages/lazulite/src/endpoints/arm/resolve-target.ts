/** From a parsed path and a method to the declared operation it means. */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { ArmTarget, Operation, ResourceTypeDefinition } from '../../providers/define.js'
import type { ArmPath } from './arm-path.js'
import type { Registry } from './registry.js'

export interface ResolvedTarget {
  readonly target: ArmTarget
  readonly definition: ResourceTypeDefinition
  /** Absent: the type has no such operation (405). */
  readonly operation: Operation | undefined
}

interface Question {
  readonly method: string
  readonly apiVersion: string
}

/** @throws ArmError `MissingSubscription`, or by `registry.refuse`, when no declared type fits. */
export function resolveTarget(registry: Registry, path: ArmPath, question: Question): ResolvedTarget {
  const { segments } = path
  const types = segments.filter((_, index) => index % 2 === 0)
  const names = segments.filter((_, index) => index % 2 === 1)
  const definition = registry.type(typeName(path, types))
  const isInstance = segments.length > 0 && segments.length % 2 === 0

  if (isInstance && definition !== undefined) {
    return {
      definition,
      target: toTarget(path, definition, names),
      operation: instanceOperation(definition, question.method),
    }
  }
  if (!isInstance) {
    const ofParent = parentOperation(registry, path, { types, names, method: question.method })
    if (ofParent !== undefined) return ofParent
    if (definition !== undefined) {
      const operation = collectionOperation(definition, question.method)
      return { definition, target: toTarget(path, definition, names), operation }
    }
  }
  if (isNowhere(path)) throw new ArmError('MissingSubscription')
  return registry.refuse(path.namespace, types, question)
}

/** Microsoft.Resources' own paths that Azure has without a subscription. */
const tenantRoots: ReadonlySet<string | undefined> = new Set(['subscriptions', 'tenants', 'providers', 'batch'])

/** Neither under a subscription nor a provider's: `/resourceGroups/…`, `/subscription/…`. */
const isNowhere = ({ scope, segments: [root] }: ArmPath): boolean =>
  scope === '' && !tenantRoots.has(root?.toLowerCase())

const typeName = (path: ArmPath, types: readonly string[]): string => [path.namespace, ...types].join('/')

function instanceOperation(definition: ResourceTypeDefinition, method: string): Operation | undefined {
  switch (method) {
    case 'GET':
      return definition.get
    case 'HEAD':
      return definition.head
    case 'PUT':
      return definition.put
    case 'PATCH':
      return definition.patch
    case 'DELETE':
      return definition.delete
    default:
      return undefined
  }
}

function collectionOperation(definition: ResourceTypeDefinition, method: string): Operation | undefined {
  if (method === 'GET') return definition.list
  return method === 'POST' ? definition.post : undefined
}

/** `…/virtualMachines/vm1/start` is an action on the machine, `…/vm1/instanceView` a view of it; neither is a child type. */
function parentOperation(
  registry: Registry,
  path: ArmPath,
  parts: { readonly types: readonly string[]; readonly names: readonly string[]; readonly method: string },
): ResolvedTarget | undefined {
  const word = parts.types.at(-1)?.toLowerCase()
  const parent = registry.type(typeName(path, parts.types.slice(0, -1)))
  if (word === undefined || parent === undefined || parts.names.length === 0) return undefined
  const operation = named(parts.method === 'POST' ? parent.actions : parent.views, word)
  const existsForOtherMethod = named(parent.actions, word) !== undefined || named(parent.views, word) !== undefined
  if (operation === undefined && !existsForOtherMethod) return undefined
  return { definition: parent, target: toTarget(path, parent, parts.names), operation }
}

/** What is declared, and nothing that every object has (`constructor`). */
const named = (declared: ResourceTypeDefinition['actions'], word: string): Operation | undefined =>
  declared !== undefined && Object.hasOwn(declared, word) ? declared[word] : undefined

function toTarget(path: ArmPath, definition: ResourceTypeDefinition, names: readonly string[]): ArmTarget {
  const isNative = path.scope === ''
  const [, ...registeredTypes] = definition.type.split('/')
  const isCollection = names.length < registeredTypes.length
  const pairs = registeredTypes.flatMap((type, index) => (names[index] === undefined ? [] : [type, names[index]]))
  const scope = isNative ? nativeScope(path) : path.scope
  const base = isNative ? '' : scope === '/' ? '' : scope
  const inside = isNative
    ? pairs
    : pairs.length === 0
      ? []
      : ['providers', definition.type.split('/')[0] ?? '', ...pairs]
  return {
    type: definition.type,
    names,
    name: isCollection ? '' : (names.at(-1) ?? ''),
    id: `${base}/${inside.join('/')}`.replace(/(?<=.)\/$/, ''),
    scope,
    ...(path.subscriptionId === undefined ? {} : { subscriptionId: path.subscriptionId }),
    ...(path.resourceGroup === undefined ? {} : { resourceGroup: path.resourceGroup }),
  }
}

/** Microsoft.Resources' own paths hang under the subscription or group they start with. */
function nativeScope(path: ArmPath): string {
  const depth = path.resourceGroup !== undefined ? 4 : path.subscriptionId !== undefined ? 2 : 0
  const own = path.segments.slice(0, depth)
  const isItself = own.length === path.segments.length
  const scope = isItself ? own.slice(0, Math.max(0, depth - 2)) : own
  return `/${scope.join('/')}`
}
