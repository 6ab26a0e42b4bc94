/**
 * Who waits for whom: `dependsOn`, references to resources of the same template, batches of serial loops. And that no one waits
 * for itself. A resource that is skipped is waited for by nobody.
 */
import { ExpressionError } from '../expression/expression-error.js'
import { ReferenceNotFoundError } from '../functions/runtime-functions.js'
import type { TemplateError } from '../template-error.js'
import type { Refusals } from './refusals.js'
import type { ResourceIndex } from './resource-index.js'
import type { ResourceInstance } from './resource-instances.js'

/**
 * Explicit dependencies and those of serial loops, without the resource's skipped ones.
 *
 * @throws TemplateError when an entry names nothing
 */
export function explicitDependencies(
  instance: ResourceInstance,
  instances: readonly ResourceInstance[],
  index: ResourceIndex,
  refusals: Refusals,
): ResourceInstance[] {
  const named = instance.dependsOn.flatMap((entry) => {
    const found = findEntry(entry, index, refusals)
    if (found.length > 0 || index.isLoop(entry)) return found
    throw entryNotFound(entry, refusals)
  })
  const wanted = [...named, ...earlierBatch(instance, instances)].filter(({ isSkipped }) => !isSkipped)
  return [...new Set(wanted.flatMap(({ key }) => index.byKey(key) ?? []))]
}

function findEntry(entry: string, index: ResourceIndex, refusals: Refusals): readonly ResourceInstance[] {
  try {
    return index.findAll(entry)
  } catch (error) {
    throw error instanceof ExpressionError ? refusals.invalid(error.message) : error
  }
}

/** A bare name: azure-docs#112757; a typed one: vscode-azurearmtools#493. */
function entryNotFound(entry: string, refusals: Refusals): TemplateError {
  if (!entry.includes('/')) return refusals.invalid(new ReferenceNotFoundError(entry).message)
  const typed = entry.replace(/^.*\/providers\//i, '')
  return refusals.invalid(
    `The resource '${typed}' is not defined in the template. Please see https://aka.ms/arm-syntax for usage details.`,
  )
}

function earlierBatch(instance: ResourceInstance, instances: readonly ResourceInstance[]): ResourceInstance[] {
  const { copy } = instance
  if (copy?.batchSize === undefined) return []
  const { batchSize, name } = copy
  const batch = Math.floor(copy.index / batchSize)
  return instances.filter(
    (other) =>
      other.path === instance.path &&
      other.copy?.name === name &&
      Math.floor(other.copy.index / batchSize) === batch - 1,
  )
}

/** @throws TemplateError (entaoai#15, 2023) */
export function refuseCycles(
  resources: readonly { readonly key: string; readonly id: string; readonly dependsOn: readonly string[] }[],
  refusals: Refusals,
): void {
  const byKey = new Map(resources.map((resource) => [resource.key, resource]))
  const done = new Set<string>()
  for (const start of resources) {
    // An explicit stack: a chain may be as long as a template has resources.
    const path: { key: string; rest: string[] }[] = [{ key: start.key, rest: [...start.dependsOn] }]
    const open = new Set([start.key])
    while (path.length > 0 && !done.has(start.key)) {
      const top = path.at(-1)
      if (top === undefined) break
      const next = top.rest.shift()
      if (next === undefined) {
        done.add(top.key)
        open.delete(top.key)
        path.pop()
      } else if (open.has(next)) {
        throw refusals.invalid(
          `Circular dependency detected on resource: '${byKey.get(next)?.id ?? next}'. Please see https://aka.ms/arm-syntax-resources for usage details.`,
        )
      } else if (!done.has(next)) {
        open.add(next)
        path.push({ key: next, rest: [...(byKey.get(next)?.dependsOn ?? [])] })
      }
    }
  }
}
