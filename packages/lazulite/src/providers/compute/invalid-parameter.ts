/** How Compute refuses a parameter: `InvalidParameter`, with the parameter's name as target. */
import { ArmError } from '../../domain/errors/arm-error.js'

export const invalid = (target: string, detail: string): ArmError =>
  new ArmError('InvalidParameter', { detail }, { target })

/** @throws ArmError `InvalidParameter` (400) when there is no value */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined || value === '') throw invalid(name, `Required parameter '${name}' is missing (null).`)
  return value
}
