/** The plan of a deployment inside a template, as far as it can be made before anything has run. */
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, type Json, objectAt, textAt } from '../../domain/json.js'
import type { DeploymentPlan, PlannedResource } from '../../domain/template/deployment-plan.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ArmCalls } from '../../ports/arm-calls.js'
import type { Ports } from '../../ports/ports.js'
import { lookAround, planFor } from './deployment-site.js'

/**
 * @returns `undefined` for what is no nested deployment, and for one that waits for other resources or for its group
 * @throws ArmError `InvalidContentLink`, `InvalidTemplate` …
 */
export async function planNested(
  { ports, arm }: { readonly ports: Ports; readonly arm: ArmCalls },
  caller: Caller,
  { name, nested, preview }: PlannedResource,
): Promise<DeploymentPlan | undefined> {
  if (nested === undefined) return undefined
  const { evaluation, scope, location, subscriptionId, resourceGroup, templateLink } = nested
  if (templateLink !== undefined) {
    const uri = textAt(templateLink, 'uri') ?? textAt(templateLink, 'relativePath') ?? textAt(templateLink, 'id') ?? ''
    throw new ArmError('InvalidContentLink', { uri })
  }
  const template = objectAt(preview, 'properties', 'template')
  const parameters = objectAt(preview, 'properties', 'parameters') ?? {}
  if (template === undefined || waits(parameters) || (evaluation === 'outer' && asksParent(template))) return undefined
  try {
    const surroundings = await lookAround(ports, ports.store.read, {
      ...(subscriptionId === undefined ? {} : { subscriptionId }),
      ...(resourceGroup === undefined ? {} : { resourceGroup }),
    })
    return planFor(arm, {
      ...{ name, scope, caller, surroundings },
      request: { template, parameters, mode: 'Incremental', ...(location === undefined ? {} : { location }) },
    })
  } catch (error) {
    // The group may be one that this deployment makes; the nested deployment's own request meets every check again.
    if (error instanceof ArmError && error.code === 'ResourceGroupNotFound') return undefined
    throw error
  }
}

/** Does a value stand for something that only the running deployment knows? */
const waits = (value: Json | undefined): boolean => {
  if (typeof value === 'string') return value.startsWith('[') && value.endsWith(']')
  if (Array.isArray(value)) return value.some(waits)
  return isJsonObject(value) && Object.values(value).some(waits)
}

/** In a template of outer scope, `reference()` and `list*()` that are left are questions to the parent's resources. */
const asksParent = (value: Json | undefined): boolean => {
  if (typeof value === 'string') return /^\[(?!\[).*\b(?:reference|references|list\w*)\s*\(/is.test(value)
  if (Array.isArray(value)) return value.some(asksParent)
  return isJsonObject(value) && Object.values(value).some(asksParent)
}
