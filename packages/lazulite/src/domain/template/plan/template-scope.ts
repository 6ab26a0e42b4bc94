/** What expressions of one template see, wherever they stand: its parameters, variables and functions. */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import type { PlanInput } from '../deployment-plan.js'
import { variableNotFound } from '../expression/evaluate.js'
import { maximumCalls } from '../expression/evaluation-limits.js'
import type { DeploymentFacts, EvaluationScope, Place, UserFunction } from '../expression/evaluation-scope.js'
import { ExpressionError } from '../expression/expression-error.js'
import { entriesOf, memberOf, objectOf } from '../expression/template-value.js'
import { expandJson, expandLoop, propertyLoops } from './expand-json.js'
import { type Parameters, readParameters } from './read-parameters.js'
import type { TemplateSections } from './read-template.js'
import type { Refusals } from './refusals.js'

export interface TemplateScope {
  readonly parameters: Parameters
  isVariable(name: string): boolean
  isUserFunction(namespace: string, name: string): boolean
  /** @param runtime present where `reference()` may stand */
  at(place: Place): EvaluationScope
}

/** @throws TemplateError when a parameter is refused */
export function makeTemplateScope(
  sections: TemplateSections,
  input: PlanInput,
  templateHash: string,
  refusals: Refusals,
): TemplateScope {
  const userFunctions = readUserFunctions(sections)
  const variables = readVariables(sections, () => at('variable'))
  const facts = deploymentFacts(input, templateHash)
  const budget = { remaining: maximumCalls }
  const at = (place: Place): EvaluationScope => ({
    place,
    facts,
    parameter: (name) => parameters.value(name),
    variable: (name) => variables.value(name),
    userFunction: (namespace, name) => userFunctions.get(functionKey(namespace, name)),
    callers: [],
    budget,
    loops: [],
    lambdaVariables: new Map(),
    runtime: undefined,
  })
  const parameters: Parameters = readParameters(sections, input, refusals, () => at('parameterDefault'))
  return {
    parameters,
    isVariable: variables.isDeclared,
    isUserFunction: (namespace, name) => userFunctions.has(functionKey(namespace, name)),
    at,
  }
}

function deploymentFacts(input: PlanInput, templateHash: string): DeploymentFacts {
  const { scope, tenant, environment, deployer, now, newGuid, providers } = input
  const given = entriesOf(input.parameters)
  return {
    scope,
    tenant,
    environment,
    deployer,
    now,
    newGuid,
    providers,
    resourceGroup: input.resourceGroup,
    subscription: input.subscription,
    managementGroup: input.managementGroup,
    deployment: () => ({
      name: input.deploymentName,
      ...(input.location === undefined ? {} : { location: input.location }),
      properties: {
        ...(input.templateLink === undefined ? {} : { templateLink: input.templateLink }),
        template: input.template,
        templateHash,
        parameters: objectOf(given),
        mode: input.mode,
        provisioningState: 'Accepted',
      },
    }),
  }
}

interface Variables {
  value(name: string): Json
  isDeclared(name: string): boolean
}

/** Variables, loops of the section included; each is evaluated when first asked for. */
function readVariables(sections: TemplateSections, scope: () => EvaluationScope): Variables {
  const loops = propertyLoops(sections.variables)
  const evaluations = new Map<string, () => Json>()
  for (const [name, raw] of entriesOf(sections.variables)) {
    if (name === 'copy' && loops !== undefined) continue
    evaluations.set(name.toLowerCase(), () => expandJson(raw, scope()))
  }
  for (const loop of loops ?? []) evaluations.set(loop.name.toLowerCase(), () => expandLoop(loop, scope())[1])
  const values = new Map<string, Json>()
  const inProgress = new Set<string>()
  return {
    isDeclared: (name) => evaluations.has(name.toLowerCase()),
    value: (name) => {
      const key = name.toLowerCase()
      const known = values.get(key)
      if (known !== undefined) return known
      const evaluation = evaluations.get(key)
      if (evaluation === undefined) throw variableNotFound(name)
      if (inProgress.has(key)) throw new ExpressionError(`The template variable '${name}' refers to itself.`) // Decision
      inProgress.add(key)
      try {
        const value = evaluation()
        values.set(key, value)
        return value
      } finally {
        inProgress.delete(key)
      }
    },
  }
}

const functionKey = (namespace: string, name: string): string => `${namespace}.${name}`.toLowerCase()

function readUserFunctions(sections: TemplateSections): Map<string, UserFunction> {
  const functions = new Map<string, UserFunction>()
  for (const section of sections.functions) {
    if (!isJsonObject(section) || typeof section.namespace !== 'string') continue
    const members = isJsonObject(section.members) ? section.members : {}
    for (const [name, member] of entriesOf(members)) {
      if (isJsonObject(member)) functions.set(functionKey(section.namespace, name), userFunction(name, member))
    }
  }
  return functions
}

function userFunction(name: string, member: JsonObject): UserFunction {
  const parameters: readonly Json[] = Array.isArray(member.parameters) ? member.parameters : []
  const output = memberOf(member, 'output')
  return {
    name,
    parameters: parameters.filter(isJsonObject).map((parameter) => ({
      name: String(memberOf(parameter, 'name') ?? ''),
      type: String(memberOf(parameter, 'type') ?? ''),
    })),
    body: (isJsonObject(output) ? memberOf(output, 'value') : undefined) ?? null,
  }
}
