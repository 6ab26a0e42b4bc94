/** Is a condition (ABAC 2.0) true for a request? A condition that cannot be read is not true: it grants nothing. */
import { type ConditionContext, evaluateCondition } from './evaluate-condition.js'
import { findCondition } from './parse-condition.js'

export type { ConditionContext } from './evaluate-condition.js'

export function conditionHolds(condition: string, context: ConditionContext): boolean {
  const read = findCondition(condition)
  return read !== undefined && evaluateCondition(read.expression, context) === true
}
