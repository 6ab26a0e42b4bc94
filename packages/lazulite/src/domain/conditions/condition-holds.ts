/** Is a condition (ABAC 2.0) true for a request? */
import type { Attributes } from './attributes.js'

/** The request as a condition sees it. */
export interface ConditionContext {
  /** In any case. */
  readonly action: string
  /** `Blob.List`; most requests have none. */
  readonly subOperation?: string
  readonly attributes: Attributes
}

/** A condition that cannot be read is not true: nothing is granted on its account. */
export function conditionHolds(_condition: string, _context: ConditionContext): boolean {
  return false
}
