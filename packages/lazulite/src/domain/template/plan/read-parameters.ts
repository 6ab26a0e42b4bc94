/**
 * Parameters: what the request gives against what the template declares, in the service's order of checks:
 * shape of the request, unknown names, missing values, then type and bounds of each.
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import type { PlanInput } from '../deployment-plan.js'
import { parameterNotFound } from '../expression/evaluate.js'
import type { EvaluationScope } from '../expression/evaluation-scope.js'
import { ExpressionError } from '../expression/expression-error.js'
import { entriesOf, findMember, memberOf } from '../expression/template-value.js'
import { pathOf } from '../parse-lenient-json.js'
import { TemplateError } from '../template-error.js'
import { checkValue, isSecureType, resolveDefinition, writtenType } from './check-value.js'
import { expandJson } from './expand-json.js'
import type { TemplateSections } from './read-template.js'
import { pathIn, type Refusals } from './refusals.js'

export interface Parameters {
  /** @throws ExpressionError when the template declares none of this name, or its default cannot be evaluated */
  value(name: string): Json
  isDeclared(name: string): boolean
  /** {name: {type: 'String', value}}, without the values of secure types. */
  describe(): JsonObject
}

/**
 * Given values are checked at once; defaults are evaluated when first asked for, and all of them by `describe`.
 *
 * @throws TemplateError
 */
export function readParameters(
  sections: TemplateSections,
  input: PlanInput,
  refusals: Refusals,
  scope: () => EvaluationScope,
): Parameters {
  const declared = sections.parameters
  const definitionOf = (name: string): JsonObject => {
    const raw = declared[name]
    const resolved = isJsonObject(raw) ? resolveDefinition(raw, sections.definitions) : undefined
    const type = resolved?.type
    if (resolved === undefined || typeof type !== 'string' || writtenType(type) === undefined) {
      // Decision: the text
      throw refusals.invalid(
        `The template parameter '${name}' ${refusals.at(pathIn('parameters', name))} is not valid: the type '${typeof type === 'string' ? type : ''}' is not supported. Please see https://aka.ms/arm-syntax-parameters for usage details.`,
        pathIn('parameters', name),
      )
    }
    return resolved
  }
  const given = givenValues(input, refusals)
  refuseUnknown(given, declared, refusals)
  const values = new Map<string, Json>()
  const inProgress = new Set<string>()

  const accept = (name: string, value: Json): Json => {
    const path = pathIn('parameters', name)
    const check = { name, place: ` ${refusals.at(path)}`, definitions: sections.definitions }
    const refusal = checkValue(value, definitionOf(name), check)
    if (refusal !== undefined) throw refusals.invalid(refusal, path)
    values.set(name, value)
    return value
  }

  for (const [name, definition] of entriesOf(declared)) {
    if ((given.get(name.toLowerCase())?.value ?? null) !== null) continue
    const { nullable, defaultValue } = isJsonObject(definition) ? definitionOf(name) : {}
    if (defaultValue !== undefined && defaultValue !== null) continue
    if (nullable === true) values.set(name, null)
    else throw notProvided(name, refusals)
  }
  for (const name of Object.keys(declared)) {
    const value = given.get(name.toLowerCase())?.value ?? null
    if (value !== null) accept(name, value)
  }

  const defaultOf = (name: string): Json => {
    if (inProgress.has(name)) {
      throw new ExpressionError(`The template parameter '${name}' has a circular default value.`) // Decision
    }
    inProgress.add(name)
    try {
      return accept(name, expandJson(definitionOf(name).defaultValue ?? null, scope()))
    } finally {
      inProgress.delete(name)
    }
  }
  const lookUp = (name: string): Json => values.get(name) ?? (values.has(name) ? null : defaultOf(name))

  return {
    isDeclared: (name) => findMember(declared, name) !== undefined,
    value: (name) => {
      const found = findMember(declared, name)
      if (found === undefined) throw parameterNotFound(name)
      return lookUp(found)
    },
    describe: () =>
      Object.fromEntries(
        Object.keys(declared).map((name) => {
          const type = String(definitionOf(name).type)
          const value = evaluated(name, lookUp, refusals)
          return [name, isSecureType(type) ? { type: writtenType(type) } : { type: writtenType(type), value }]
        }),
      ),
  }
}

function evaluated(name: string, lookUp: (name: string) => Json, refusals: Refusals): Json {
  try {
    return lookUp(name)
  } catch (error) {
    const path = pathIn('parameters', name)
    throw refusals.element(`parameter '${name}' ${refusals.at(path)}`, error, path)
  }
}

interface Given {
  readonly name: string
  readonly value: Json
}

function givenValues(input: PlanInput, refusals: Refusals): Map<string, Given> {
  const given = new Map<string, Given>()
  for (const [name, parameter] of Object.entries(input.parameters)) {
    if (parameter === undefined) continue
    if (!isJsonObject(parameter)) {
      // DurableFunctionsMonitor#110
      throw refusals.malformed(
        `Error converting value ${JSON.stringify(parameter)} to type 'Azure.Deployments.Core.Definitions.DeploymentParameterDefinition'.`,
        pathOf('properties.parameters', name),
      )
    }
    const reference = memberOf(parameter, 'reference')
    const value = isJsonObject(reference) ? secretOf(input, name, reference) : (memberOf(parameter, 'value') ?? null)
    given.set(name.toLowerCase(), { name, value })
  }
  return given
}

function secretOf(input: PlanInput, name: string, reference: JsonObject): string {
  const secret = input.secretOf?.(reference)
  if (secret !== undefined) return secret
  throw new TemplateError('NotImplemented', `The Key Vault reference of the parameter '${name}' is not implemented.`)
}

/** azure-quickstart-templates#1959; the newer link. */
function refuseUnknown(given: ReadonlyMap<string, Given>, declared: JsonObject, refusals: Refusals): void {
  const unknown = [...given.values()].filter(({ name }) => findMember(declared, name) === undefined)
  if (unknown.length === 0) return
  const names = unknown.map(({ name }) => name).join(', ')
  throw refusals.invalid(
    `The template parameters '${names}' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time. The only supported parameters for this template are '${Object.keys(declared).join(', ')}'. Please see https://aka.ms/arm-pass-parameter-values for usage details.`,
  )
}

function notProvided(name: string, refusals: Refusals): TemplateError {
  const path = pathIn('parameters', name)
  return refusals.invalid(
    `The value for the template parameter '${name}' ${refusals.at(path)} is not provided. Please see https://aka.ms/arm-create-parameter-file for usage details.`,
    path,
  )
}
