/**
 * One evaluation against a running deployment: expressions are evaluated, the questions they stop at are put to the runtime
 * together, and the expressions are evaluated again with the answers, until nothing is open.
 */
import type { Json } from '../../json.js'
import type { TemplateRuntime } from '../deployment-plan.js'
import { evaluateText } from '../expression/evaluate.js'
import type { EvaluationScope, RuntimeView } from '../expression/evaluation-scope.js'
import { isExpressionText, printExpression } from '../expression/expression.js'
import { NotYetKnown, type RuntimeRequest } from '../expression/expression-error.js'
import { parseExpression } from '../expression/parse-expression.js'
import { partiallyEvaluate } from '../expression/partial-evaluate.js'
import type { EvaluateText, Known } from './expand-json.js'
import type { ResourceIndex } from './resource-index.js'

/** As much of `text` as is known. */
export function knownOf(text: string, scope: EvaluationScope): Known {
  if (!isExpressionText(text)) return { value: evaluateText(text, scope) }
  const rest = partiallyEvaluate(parseExpression(text.slice(1, -1)), scope)
  return rest.kind === 'literal' ? { value: rest.value } : { text: `[${printExpression(rest)}]` }
}

/** Strings of a preview: the value where it is known, else the expression. */
export const previewText: EvaluateText = knownOf

export function runtimeView(index: ResourceIndex, ask: (request: RuntimeRequest) => Json): RuntimeView {
  return {
    ask,
    find: (nameOrId) => index.findOne(nameOrId),
    findLoop: (symbolicName) =>
      index
        .findLoop(symbolicName)
        ?.filter(({ isSkipped }) => !isSkipped)
        .map(({ id, apiVersion }) => ({ id, apiVersion })),
  }
}

/**
 * @param work evaluates everything; where it meets `NotYetKnown` it goes on with the next expression (see `openText`)
 * @throws what `work` and `runtime` throw
 */
export async function evaluateRunning(
  work: (ask: (request: RuntimeRequest) => Json) => Json,
  runtime: TemplateRuntime,
): Promise<Json> {
  const answers = new Map<string, Json>()
  for (;;) {
    const open = new Map<string, RuntimeRequest>()
    const result = work((request) => {
      const key = JSON.stringify(request)
      const answer = answers.get(key)
      if (answer !== undefined) return answer
      open.set(key, request)
      throw new NotYetKnown(request)
    })
    if (open.size === 0) return result
    const asked = [...open].map(async ([key, request]) => [key, await put(request, runtime)] as const)
    for (const [key, answer] of await Promise.all(asked)) answers.set(key, answer)
  }
}

const put = (request: RuntimeRequest, runtime: TemplateRuntime): Promise<Json> =>
  request.kind === 'reference'
    ? runtime.reference(request.id, request.apiVersion, request.full)
    : runtime.list(request.functionName, request.id, request.apiVersion, request.body)

/**
 * A string of a running evaluation. What the runtime is still asked for counts as null until the answer is there;
 * what waits for a loop further in stays an expression.
 */
export const openText: EvaluateText = (text, scope) => {
  try {
    return { value: evaluateText(text, scope) }
  } catch (error) {
    if (!(error instanceof NotYetKnown)) throw error
    return error.request === undefined ? knownOf(text, scope) : { value: null }
  }
}
