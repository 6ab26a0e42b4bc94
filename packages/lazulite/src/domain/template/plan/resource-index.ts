/**
 * Finding a template's resources by what `dependsOn`, `reference()` and `list*()` call them: id, `Type/name`,
 * bare name, loop name, symbolic name.
 */
import { segmentsOf } from '../../resource-id/resource-id.js'
import { ExpressionError } from '../expression/expression-error.js'
import { interleave } from '../functions/resource-id-functions.js'
import { planKey } from './resource-identity.js'
import type { ResourceInstance } from './resource-instances.js'

export interface ResourceIndex {
  /** Every member of a loop; one otherwise; none when nothing is called so. @throws ExpressionError for an ambiguous name */
  findAll(name: string): readonly ResourceInstance[]
  /** The one resource of this name. @throws ExpressionError for an ambiguous name */
  findOne(name: string): ResourceInstance | undefined
  byKey(key: string): ResourceInstance | undefined
  /** Members of the loop of this symbolic name; `undefined` when there is none. */
  findLoop(symbolicName: string): readonly ResourceInstance[] | undefined
  isLoop(name: string): boolean
}

/** @param loopNames names of every loop the template declares, so that an empty one is known too */
export function indexResources(instances: readonly ResourceInstance[], loopNames: readonly string[]): ResourceIndex {
  const byKey = new Map<string, ResourceInstance>()
  const bySymbol = new Map<string, ResourceInstance>()
  const byName = new Map<string, ResourceInstance[]>()
  const loops = new Map<string, ResourceInstance[]>(loopNames.map((name) => [name.toLowerCase(), []]))
  const add = (map: Map<string, ResourceInstance[]>, name: string, instance: ResourceInstance): void => {
    const list = map.get(name)
    if (list === undefined) map.set(name, [instance])
    else if (!list.includes(instance)) list.push(instance)
  }
  for (const instance of instances) {
    const before = byKey.get(instance.key)
    if (before === undefined || before.isSkipped || before.isExisting) byKey.set(instance.key, instance)
    for (const name of namesOf(instance)) add(byName, normalized(name), instance)
    const { copy, symbolicName } = instance
    if (symbolicName !== undefined) {
      const symbol = symbolicName.toLowerCase()
      bySymbol.set(copy === undefined ? symbol : `${symbol}[${copy.index}]`, instance)
      if (copy !== undefined) add(loops, symbol, instance)
    }
    if (copy !== undefined) add(loops, copy.name.toLowerCase(), instance)
  }

  const named = (name: string): ResourceInstance | undefined => {
    const found = byName.get(normalized(name)) ?? []
    const deployed = found.filter(({ isSkipped, isExisting }) => !isSkipped && !isExisting)
    const candidates = deployed.length > 0 ? deployed : found
    if (candidates.length > 1) {
      // Decision: the text
      throw new ExpressionError(
        `The template reference '${name}' is not valid: more than one resource has this name. Please see https://aka.ms/arm-function-reference for usage details.`,
      )
    }
    return candidates[0]
  }
  /** A nested deployment to another scope is often named by an id in its parent's scope. */
  const deploymentAt = (id: string): ResourceInstance | undefined => {
    const [namespace, type, name] = segmentsOf(id).slice(-3)
    if (`${namespace}/${type}`.toLowerCase() !== 'microsoft.resources/deployments') return undefined
    return named(`${namespace}/${type}/${name}`)
  }
  const findOne = (name: string): ResourceInstance | undefined => {
    if (name.startsWith('/')) return byKey.get(planKey(name)) ?? deploymentAt(name)
    return bySymbol.get(name.toLowerCase()) ?? named(name)
  }
  return {
    findOne,
    byKey: (key) => byKey.get(key),
    isLoop: (name) => loops.has(name.toLowerCase()),
    findLoop: (name) => loops.get(name.toLowerCase()),
    findAll: (name) => {
      const loop = name.startsWith('/') ? undefined : loops.get(name.toLowerCase())
      if (loop !== undefined) return loop
      const found = findOne(name)
      return found === undefined ? [] : [found]
    },
  }
}

const normalized = (name: string): string => segmentsOf(name).join('/').toLowerCase()

const namesOf = ({ declaredType, declaredName, type, name }: ResourceInstance): string[] => [
  declaredName,
  `${declaredType}/${declaredName}`,
  interleave(declaredType, declaredName.split('/')),
  `${type}/${name}`,
  interleave(type, name.split('/')),
]
