/**
 * The deployment and what surrounds it: parameters, variables, scopes, environment, zones.
 * Source: template functions for deployments, scopes and resources.
 */
import { isJsonObject, type Json, textAt } from '../../json.js'
import { invalidParameter } from '../expression/arguments.js'
import type { Arguments, DeploymentFacts, TemplateFunction } from '../expression/evaluation-scope.js'
import { ExpressionError, notExpectedHere, UnsupportedFunctionError } from '../expression/expression-error.js'
import { memberOf } from '../expression/template-value.js'
import { define } from './define-function.js'

/** A function that the deployment's scope may not have; the service names it in capitals then (observed 2020). */
const scopeFunction = (name: string, factOf: (facts: DeploymentFacts) => Json | undefined): TemplateFunction =>
  define(name, 0, 0, (args) => {
    const fact = factOf(args.scope.facts)
    if (fact === undefined) throw notExpectedHere(args.functionName.toUpperCase())
    return fact
  })

function providers(args: Arguments): Json {
  const namespace = args.text(0)
  const type = args.count > 1 ? args.text(1) : undefined
  const found = args.scope.facts.providers(namespace, type)
  if (found !== undefined) return found
  const named = type === undefined ? namespace : `${namespace}/${type}`
  throw invalidParameter(args.functionName, `The resource provider or type '${named}' could not be found.`)
}

const normalized = (location: string): string => location.replaceAll(' ', '').toLowerCase()

/** Zones in order; empty where the type or the location has none. */
function pickZones(args: Arguments): Json {
  const [namespace, type, location] = [args.text(0), args.text(1), normalized(args.text(2))]
  const [count, offset] = [args.count > 3 ? args.integer(3) : 1, args.count > 4 ? args.integer(4) : 0]
  if (count < 1 || count > 3 || offset < 0) {
    throw invalidParameter(args.functionName, "The number of zones must be between '1' and '3'.") // Decision: the text
  }
  const found = args.scope.facts.providers(namespace, type)
  const mappings = isJsonObject(found) ? memberOf(found, 'zoneMappings') : undefined
  const mapping = (Array.isArray(mappings) ? (mappings as readonly Json[]) : []).find(
    (candidate) => normalized(textAt(candidate, 'location') ?? '') === location,
  )
  const zones = isJsonObject(mapping) && Array.isArray(mapping.zones) ? [...(mapping.zones as readonly Json[])] : []
  if (zones.length === 0) return []
  if (offset + count > zones.length) {
    throw invalidParameter(args.functionName, `The location '${args.text(2)}' has '${zones.length}' zones.`)
  }
  return zones.sort().slice(offset, offset + count)
}

/** What Azure has beyond this evaluator; refused by name. */
const unsupported = [
  'externalInput',
  'getSecret',
  'toLogicalZone',
  'toLogicalZones',
  'toPhysicalZone',
  'toPhysicalZones',
]

export const deploymentFunctions: readonly TemplateFunction[] = [
  scopeFunction('deployer', (facts) => facts.deployer),
  scopeFunction('deployment', (facts) => facts.deployment()),
  scopeFunction('environment', (facts) => facts.environment),
  define('fail', 1, 1, (args) => {
    throw new ExpressionError(args.text(0))
  }),
  scopeFunction('managementGroup', (facts) => facts.managementGroup),
  define('parameters', 1, 1, (args) => args.scope.parameter(args.text(0))),
  define('pickZones', 3, 5, pickZones),
  define('providers', 1, 2, providers),
  scopeFunction('resourceGroup', (facts) => facts.resourceGroup),
  scopeFunction('subscription', (facts) => facts.subscription),
  scopeFunction('tenant', (facts) => facts.tenant),
  define('variables', 1, 1, (args) => args.scope.variable(args.text(0))),
  ...unsupported.map((name) =>
    define(name, 0, Number.POSITIVE_INFINITY, () => {
      throw new UnsupportedFunctionError(name)
    }),
  ),
]
