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

/** One of several reasons; `target` names the output. */
export interface TemplateErrorDetail {
  readonly code: TemplateErrorCode
  readonly target: string
  readonly message: string
}

/** A whole sentence for the wire: code, message, details and violations go out as they are. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  readonly code: TemplateErrorCode
  readonly additionalInfo: readonly TemplateViolation[] | undefined
  readonly details: readonly TemplateErrorDetail[] | undefined

  constructor(
    code: TemplateErrorCode,
    message: string,
    more: { violations?: readonly TemplateViolation[]; details?: readonly TemplateErrorDetail[] } = {},
  ) {
    super(message)
    this.code = code
    this.additionalInfo = more.violations
    this.details = more.details
  }
}

/** The violation at `path`; without a position the zeros that ARM writes. */
export const violationAt = (path: string, position: TextPosition | undefined): TemplateViolation => ({
  type: 'TemplateViolation',
  info: position === undefined ? { lineNumber: 0, linePosition: 0, path: '' } : { ...position, path },
})
