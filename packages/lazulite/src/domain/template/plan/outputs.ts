/**
 * Outputs: evaluated when everything is deployed, all of them, so that every one that fails is named.
 * Source: template outputs; texts: azure-quickstart-templates#2589, azure-policy#1442 (2025).
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import type { TemplateRuntime } from '../deployment-plan.js'
import { evaluateJson } from '../expression/evaluate.js'
import type { EvaluationScope } from '../expression/evaluation-scope.js'
import { ExpressionError, type RuntimeRequest, UnsupportedFunctionError } from '../expression/expression-error.js'
import { entriesOf, memberOf, typeNameOf } from '../expression/template-value.js'
import { ReferenceNotFoundError } from '../functions/runtime-functions.js'
import { TemplateError, type TemplateErrorDetail } from '../template-error.js'
import { checkValue, isSecureType, resolveDefinition, writtenType } from './check-value.js'
import { type EvaluateText, expandJson, loopCount } from './expand-json.js'
import type { TemplateSections } from './read-template.js'
import type { Refusals } from './refusals.js'
import type { ResourceIndex } from './resource-index.js'
import { evaluateRunning, openText, previewText, runtimeView } from './runtime-session.js'
import type { TemplateScope } from './template-scope.js'

export interface OutputInput {
  readonly sections: TemplateSections
  readonly scope: TemplateScope
  readonly index: ResourceIndex
}

type Ask = (request: RuntimeRequest) => Json

/**
 * Before the deployment: outputs may fail later, but what they refer to must be there.
 *
 * @throws TemplateError `InvalidTemplate`
 */
export function checkOutputs(input: OutputInput, refusals: Refusals, ask: Ask): void {
  for (const [, output] of entriesOf(input.sections.outputs)) {
    try {
      if (isDeclared(output, input.scope)) outputValue(output, bodyScope(input, ask), previewText)
    } catch (error) {
      if (error instanceof ReferenceNotFoundError) throw refusals.invalid(error.message)
      if (error instanceof ExpressionError || error instanceof UnsupportedFunctionError) continue
      throw error
    }
  }
}

const bodyScope = (input: OutputInput, ask: Ask): EvaluationScope => ({
  ...input.scope.at('body'),
  runtime: runtimeView(input.index, ask),
})

/** @throws TemplateError `DeploymentOutputEvaluationFailed`; what `runtime` throws */
export async function evaluateOutputs(input: OutputInput, runtime: TemplateRuntime): Promise<JsonObject> {
  const failures: TemplateErrorDetail[] = []
  const outputs: [string, Json][] = []
  for (const [name, output] of entriesOf(input.sections.outputs)) {
    try {
      const described = await evaluateOutput(name, output, input, runtime)
      if (described !== undefined) outputs.push([camelCased(name), described])
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      failures.push({
        code: 'DeploymentOutputEvaluationFailed',
        target: name,
        message: `The template output '${name}' is not valid: ${error.message}.`,
      })
    }
  }
  if (failures.length === 0) return Object.fromEntries(outputs)
  const names = failures.map(({ target }) => target).join(',')
  throw new TemplateError(
    'DeploymentOutputEvaluationFailed',
    `Unable to evaluate template outputs: '${names}'. Please see error details and deployment operations. Please see https://aka.ms/arm-common-errors for usage details.`,
    { details: failures },
  )
}

/** `NewNSG` is answered as `newNSG` (recorded, 2020). */
const camelCased = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

async function evaluateOutput(name: string, output: Json, input: OutputInput, runtime: TemplateRuntime) {
  const definition = isJsonObject(output) ? resolveDefinition(output, input.sections.definitions) : undefined
  const type = writtenType(String(definition?.type ?? ''))
  if (definition === undefined || type === undefined) {
    throw new ExpressionError(`The type '${String(definition?.type ?? '')}' is not supported.`) // Decision
  }
  if (!isDeclared(output, input.scope)) return undefined
  const value = await evaluateRunning((ask) => outputValue(output, bodyScope(input, ask), openText), runtime)
  const shape = { ...definition, value: undefined, copy: undefined, condition: undefined }
  const refusal = checkValue(value, shape, { name, place: '', definitions: input.sections.definitions })
  if (refusal !== undefined) {
    throw new ExpressionError(
      `Template output JToken type is not valid. Expected '${type}'. Actual '${typeNameOf(value)}'.`,
    )
  }
  return isSecureType(type) ? { type } : { type, value }
}

function isDeclared(output: Json, scope: TemplateScope): boolean {
  const condition = isJsonObject(output) ? evaluateJson(memberOf(output, 'condition') ?? true, scope.at('head')) : true
  if (typeof condition === 'boolean') return condition
  throw new ExpressionError(
    `Evaluation result of the condition is type '${typeNameOf(condition)}', expected type is 'Boolean'.`,
  )
}

function outputValue(output: Json, scope: EvaluationScope, evaluate: EvaluateText): Json {
  if (!isJsonObject(output)) return null
  const copy = memberOf(output, 'copy')
  if (!isJsonObject(copy)) return expandJson(memberOf(output, 'value') ?? null, scope, evaluate)
  const name = memberOf(copy, 'name')
  const count = loopCount(memberOf(copy, 'count') ?? null, scope)
  return Array.from({ length: count }, (_, index) => {
    const loop = { name: typeof name === 'string' ? name : undefined, index, isDefault: true }
    return expandJson(memberOf(copy, 'input') ?? null, { ...scope, loops: [...scope.loops, loop] }, evaluate)
  })
}
