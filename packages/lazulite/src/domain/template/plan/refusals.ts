/**
 * Refusals with their place: the sentence an expression failed with becomes the answer of the service,
 * with line, column and path of the template's text.
 *
 * Texts: answers of real servers (sources beside each).
 */
import {
  ExpressionError,
  ExpressionSyntaxError,
  NotYetKnown,
  notExpectedHere,
  UnsupportedFunctionError,
} from '../expression/expression-error.js'
import { ReferenceNotFoundError } from '../functions/runtime-functions.js'
import { pathOf } from '../parse-lenient-json.js'
import { TemplateError, type TextPosition, violationAt } from '../template-error.js'

/** Path of the template in the request. */
export const templatePath = 'properties.template'

export const pathIn = (...names: readonly (string | number)[]): string => names.reduce<string>(pathOf, templatePath)

export class Refusals {
  readonly #positionOf: (path: string) => TextPosition | undefined

  constructor(positionOf: ((path: string) => TextPosition | undefined) | undefined) {
    this.#positionOf = positionOf ?? (() => undefined)
  }

  /** `at line '{l}' and column '{c}'` */
  at(path: string): string {
    const position = this.#positionOf(path)
    return `at line '${position?.lineNumber ?? 0}' and column '${position?.linePosition ?? 0}'`
  }

  /** `Deployment template validation failed: '…'.` Without a path the violation has zeros. */
  invalid(sentence: string, path?: string): TemplateError {
    const position = path === undefined ? undefined : this.#positionOf(path)
    return new TemplateError('InvalidTemplate', `Deployment template validation failed: '${sentence}'.`, {
      violations: [violationAt(path ?? '', position)],
    })
  }

  /** The JSON is not of the shape a request has. */
  malformed(detail: string, path: string): TemplateError {
    const position = this.#positionOf(path)
    return new TemplateError(
      'InvalidRequestContent',
      `The request content was invalid and could not be deserialized: '${detail} Path '${path}', line ${position?.lineNumber ?? 1}, position ${position?.linePosition ?? 0}.'.`,
    )
  }

  missing(name: string, path: string): TemplateError {
    return this.malformed(`Required property '${name}' not found in JSON.`, path)
  }

  /** `The template variable 'v' is not valid: {inner}.`; the help follows the inner sentence (vscode-azurearmtools, azure-cli). */
  element(element: string, error: unknown, path?: string): Error {
    const inner = this.#innerOf(error)
    if (!(inner instanceof ExpressionError)) return inner
    return this.invalid(
      `The template ${element} is not valid: ${inner.message}. Please see https://aka.ms/arm-template-expressions for usage details.`,
      path,
    )
  }

  /** @param name of the resource as far as it is known: the template's text when it is an expression */
  resource(name: string, error: unknown, path: string): Error {
    return this.element(`resource '${name}' ${this.at(path)}`, error, path)
  }

  /** An expression in the body of a resource failed (deployment-stacks#78, avdaccelerator#358). */
  body(id: string, error: unknown, path: string): Error {
    const inner = this.#innerOf(error)
    if (!(inner instanceof ExpressionError)) return inner
    const position = this.#positionOf(path)
    return new TemplateError(
      'InvalidTemplate',
      `Unable to process template language expressions for resource '${id}' ${this.at(path)}. '${inner.message}'`,
      {
        violations: [{ type: 'TemplateViolation', info: { lineNumber: 0, linePosition: 0, ...position, path: '' } }],
      },
    )
  }

  /** What is no failure of the expression itself leaves in its own words. */
  #innerOf(error: unknown): Error {
    if (error instanceof ExpressionSyntaxError) {
      // microservices-reference-implementation#217, azure-cli#14373
      return new TemplateError(
        'InvalidTemplate',
        `Deployment template language expression evaluation failed: '${error.message}'. Please see https://aka.ms/arm-template-expressions for usage details.`,
        { violations: [violationAt('', undefined)] },
      )
    }
    if (error instanceof ReferenceNotFoundError) return this.invalid(error.message)
    if (error instanceof UnsupportedFunctionError) return new TemplateError('NotImplemented', error.message)
    if (error instanceof NotYetKnown) return notExpectedHere('reference')
    return error instanceof Error ? error : new Error(String(error))
  }
}
