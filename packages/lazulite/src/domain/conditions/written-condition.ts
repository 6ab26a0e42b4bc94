/**
 * The condition that somebody writes: of a role assignment, of a deny assignment, of a permission block of either.
 *
 * Sources: Azure role assignment conditions FAQ (`2.0` is the only version, and the default); Azure "Troubleshoot Azure role
 * assignment conditions" (`1.0` is refused like a condition that cannot be read). Decision: a version without a condition
 * says nothing.
 */
import { ConditionError } from './condition-error.js'
import { parseCondition } from './parse-condition.js'

/** As it is stored: both or none. */
export interface WrittenCondition {
  readonly condition?: string
  readonly conditionVersion?: string
}

/** As a body gives it. */
export interface GivenCondition {
  readonly condition?: string | null | undefined
  readonly conditionVersion?: string | null | undefined
}

const onlyVersion = '2.0'

/** @param refusal  makes the error that is thrown from what is wrong, in a sentence */
export function readWrittenCondition(
  { condition, conditionVersion }: GivenCondition,
  refusal: (detail: string, cause?: ConditionError) => Error,
): WrittenCondition {
  if (!condition) return {}
  if (conditionVersion && conditionVersion !== onlyVersion) {
    throw refusal(`Condition version '${conditionVersion}' is not supported; it is '${onlyVersion}'.`)
  }
  try {
    parseCondition(condition)
  } catch (error) {
    throw error instanceof ConditionError ? refusal(error.message, error) : error
  }
  return { condition, conditionVersion: onlyVersion }
}
