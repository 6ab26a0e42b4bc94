/**
 * Refusals inside one expression, before it is known where the expression stands: the planner adds the place.
 * Texts: answers of real servers; those that no source shows are marked "Decision:" where they are written.
 */
import type { Json } from '../../json.js'

/** The expression is wrong, or failed. `message` is the inner sentence, with its full stop. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
}

/** The text is not an expression at all; ARM words this differently from a failure. */
export class ExpressionSyntaxError extends ExpressionError {}

/** Azure has the function, this evaluator does not. */
export class UnsupportedFunctionError extends Error {
  override readonly name = 'UnsupportedFunctionError'
  readonly functionName: string
  constructor(functionName: string) {
    super(`The template function '${functionName}' is not implemented.`)
    this.functionName = functionName
  }
}

/** A question that only a running deployment can answer. */
export type RuntimeRequest = ResourceQuestion &
  (
    | { readonly kind: 'reference'; readonly full: boolean }
    | { readonly kind: 'list'; readonly functionName: string; readonly body: Json | undefined }
  )

interface ResourceQuestion {
  readonly id: string
  readonly apiVersion: string
  /** The expression says the version itself; otherwise it is the template resource's. */
  readonly isVersionGiven: boolean
}

/**
 * Not a failure: the value is not known yet. With a `request`, the running deployment knows it;
 * without one, an inner loop or lambda does.
 */
export class NotYetKnown extends Error {
  override readonly name = 'NotYetKnown'
  readonly request: RuntimeRequest | undefined
  constructor(request?: RuntimeRequest) {
    super('not yet known')
    this.request = request
  }
}

const expressionHelp = 'Please see https://aka.ms/arm-template-expressions for usage details.'

export const invalidFunction = (name: string): ExpressionError =>
  new ExpressionError(`The template function '${name}' is not valid. ${expressionHelp}`)

export const notExpectedHere = (name: string): ExpressionError =>
  new ExpressionError(`The template function '${name}' is not expected at this location. ${expressionHelp}`)
