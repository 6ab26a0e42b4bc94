/** What the template language refuses, as an answer of Resource Manager. */
import { ArmError, type ArmErrorCode, type ErrorDetail } from '../../domain/errors/arm-error.js'
import { TemplateError, type TemplateErrorCode } from '../../domain/template/template-error.js'

const codes = {
  InvalidTemplate: 'InvalidTemplate',
  InvalidRequestContent: 'InvalidDeploymentContent',
  DeploymentOutputEvaluationFailed: 'DeploymentOutputEvaluationFailed',
  NotImplemented: 'NotImplementedInTemplate',
} as const satisfies Record<TemplateErrorCode, ArmErrorCode>

/** Runs `work`. @throws ArmError where it threw a TemplateError */
export function refusingTemplates<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const { code, message, ...more } = toErrorDetail(error)
    throw new ArmError(codes[error.code], { detail: message }, more)
  }
}

/** The same as part of a deployment's error. */
export const toErrorDetail = ({ code, message, additionalInfo, details }: TemplateError): ErrorDetail => ({
  code,
  message,
  ...(details === undefined ? {} : { details: details.map((detail) => ({ ...detail })) }),
  ...(additionalInfo === undefined
    ? {}
    : { additionalInfo: additionalInfo.map(({ type, info }) => ({ type, info: { ...info } })) }),
})
