/**
 * Refusals of the template language: what ARM says about a template before anything is deployed, and about an expression
 * that fails while a deployment runs.
 *
 * Shape: `{code, message, additionalInfo:[{type:'TemplateViolation', info:{lineNumber, linePosition, path}}]}`
 * (recorded validate answers, 2020 and 2023; azure-docs#112757). A violation without a position has zeros and an empty path.
 */

/** `InvalidTemplate` and `InvalidRequestContent` are 400; `NotImplemented` (501) names what Azure has and this evaluator lacks. */
export type TemplateErrorCode =
  | 'InvalidTemplate'
  | 'InvalidRequestContent'
  | 'DeploymentOutputEvaluationFailed'
  | 'NotImplemented'

/** Where in the text of the request a value stands; both count from 1. */
export interface TextPosition {
  readonly lineNumber: number
  readonly linePosition: number
}

export interface TemplateViolation {
  readonly type: 'TemplateViolation'
  readonly info: TextPosition & { readonly path: string }
}

/** A whole sentence for the wire: code, message and violations go out as they are. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  readonly code: TemplateErrorCode
  readonly additionalInfo: readonly TemplateViolation[] | undefined

  constructor(code: TemplateErrorCode, message: string, violations?: readonly TemplateViolation[]) {
    super(message)
    this.code = code
    this.additionalInfo = violations
  }
}

/** The violation at `path`; without a position the zeros that ARM writes. */
export const violationAt = (path: string, position: TextPosition | undefined): TemplateViolation => ({
  type: 'TemplateViolation',
  info: position === undefined ? { lineNumber: 0, linePosition: 0, path: '' } : { ...position, path },
})
