/** A call of a deployment that was refused, on its way to the record of the operation. */

import type { ErrorDetail } from '../../domain/errors/arm-error.js'
import { statusName } from '../../domain/errors/status-name.js'
import { isJsonObject, type Json, textAt } from '../../domain/json.js'
import type { ArmCallAnswer } from '../../ports/arm-calls.js'

export class ArmFailure extends Error {
  override readonly name = 'ArmFailure'
  readonly status: number
  readonly error: ErrorDetail

  constructor(status: number, error: ErrorDetail) {
    super(error.message)
    this.status = status
    this.error = error
  }
}

/** @throws ArmFailure when the answer is a refusal */
export function requireSuccess(answer: ArmCallAnswer): ArmCallAnswer {
  if (answer.status < 400) return answer
  throw new ArmFailure(answer.status, errorOf(answer.body) ?? unknownError(answer.status))
}

/** The `error` member of an answer. */
export function errorOf(body: Json | undefined): ErrorDetail | undefined {
  const error = isJsonObject(body) ? body.error : undefined
  const [code, message] = [textAt(error, 'code'), textAt(error, 'message')]
  if (!isJsonObject(error) || code === undefined || message === undefined) return undefined
  return { ...error, code, message } as ErrorDetail // its members come from ARM's own error writer
}

const unknownError = (status: number): ErrorDetail => ({
  code: statusName(status),
  message: `The request failed with status ${status}.`,
})
