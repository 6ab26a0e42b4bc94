/**
 * Is a condition true for a request?
 *
 * Source: Azure role assignment condition format. A comparison with an attribute that the request does not have is not
 * true and does not spoil the rest. Decision, where published examples disagree: such a comparison is neither true nor
 * false, whatever its comparator, and NOT leaves it so; AND and OR take it as they can (Kleene's three values). So nothing
 * is ever granted because an attribute is missing, `StringNotEquals` stays the negation of `StringEquals`, and `Exists`
 * tells the two cases apart. The same holds for an attribute without values, for a value that is not of the comparator's
 * type, and for a comparator without quantifier on several values.
 *
 * Work is bounded by the text's length times the attributes' sizes; recursion by the depth that the parser allows.
 */
import { matchesAction } from '../rbac/action-pattern.js'
import type { AttributeScalar, Attributes, AttributeValue } from './attributes.js'
import type { Comparable, ValueType } from './comparators.js'
import type { AttributeOperand, Comparison, Expression, Operand } from './condition.js'
import { quantifiers } from './quantifiers.js'

/** The request as a condition sees it. */
export interface ConditionContext {
  /** In any case. */
  readonly action: string
  /** `Blob.List`; most requests have none. */
  readonly subOperation?: string
  readonly attributes: Attributes
}

/** `undefined`: neither true nor false. */
export type Truth = boolean | undefined

export function evaluateCondition(expression: Expression, context: ConditionContext): Truth {
  switch (expression.kind) {
    case 'and':
      return decidedBy(false, expression.terms, context)
    case 'or':
      return decidedBy(true, expression.terms, context)
    case 'not': {
      const truth = evaluateCondition(expression.term, context)
      return truth === undefined ? undefined : !truth
    }
    case 'actionMatches':
      return matchesAction(expression.pattern, context.action)
    case 'subOperationMatches':
      return expression.subOperation.toLowerCase() === context.subOperation?.toLowerCase()
    case 'exists':
      return isPresent(expression.attribute, context)
    case 'comparison':
      return compare(expression, context)
  }
}

/** One term of that truth decides; without it, one term that is neither leaves it open. */
function decidedBy(decisive: boolean, terms: readonly Expression[], context: ConditionContext): Truth {
  let result: Truth = !decisive
  for (const term of terms) {
    const truth = evaluateCondition(term, context)
    if (truth === decisive) return decisive
    if (truth === undefined) result = undefined
  }
  return result
}

function compare({ left, quantifier, comparator, right }: Comparison, context: ConditionContext): Truth {
  const lefts = comparables(left, comparator.left, context)
  const rights = comparables(right, comparator.right, context)
  if (lefts === undefined || rights === undefined) return undefined
  if (quantifier !== undefined) return quantifiers[quantifier](lefts, rights, comparator.holds)
  const [[value], [first, last]] = [lefts, rights]
  if (value === undefined || first === undefined) return undefined
  const isCountRight = lefts.length === 1 && rights.length === (comparator.takesRange ? 2 : 1)
  return isCountRight ? comparator.holds(value, first, last) : undefined
}

/** `undefined` when there is nothing to compare. */
function comparables(operand: Operand, type: ValueType, context: ConditionContext): readonly Comparable[] | undefined {
  if (operand.kind === 'values') return operand.comparables
  const read = attributeValues(operand, context)?.map(type.ofAttribute)
  const values = read?.filter((value) => value !== undefined)
  return values?.length === read?.length ? values : undefined
}

const isPresent = (attribute: AttributeOperand, context: ConditionContext): boolean =>
  isSubOperation(attribute) ? Boolean(context.subOperation) : attributeValues(attribute, context) !== undefined

/** `undefined` when the request lacks the attribute, or it has no values. */
function attributeValues(
  attribute: AttributeOperand,
  { attributes, subOperation = '' }: ConditionContext,
): readonly AttributeScalar[] | undefined {
  if (isSubOperation(attribute)) return [subOperation]
  const value = findAttribute(attributes[attribute.source] ?? {}, attribute.name)
  if (value === undefined) return undefined
  const values = isList(value) ? value : [value]
  return values.length === 0 ? undefined : values
}

const isList = (value: AttributeValue): value is readonly AttributeScalar[] => Array.isArray(value)

/**
 * `@Request[subOperation]`, the spelling before `SubOperationMatches`. A request without one equals none, which is certain
 * (as for the function): the published examples negate such comparisons.
 */
const isSubOperation = ({ source, name }: AttributeOperand): boolean =>
  source === 'request' && name.toLowerCase() === 'suboperation'

const caseSensitiveKey = '<$key_case_sensitive$>'

/** Names count without case; with the suffix, the key of a tag counts with it. */
function findAttribute(attributes: Readonly<Record<string, AttributeValue>>, name: string): AttributeValue | undefined {
  const wanted = split(name)
  for (const [candidate, value] of Object.entries(attributes)) {
    const found = split(candidate)
    const isSame = wanted.isCaseSensitive ? found.key === wanted.key : equalWithoutCase(found.key, wanted.key)
    if (isSame && equalWithoutCase(found.type, wanted.type)) return value
  }
  return undefined
}

const equalWithoutCase = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase()

/** `Type/path:key` with or without the suffix. */
function split(name: string): { readonly type: string; readonly key: string; readonly isCaseSensitive: boolean } {
  const isCaseSensitive = name.toLowerCase().endsWith(caseSensitiveKey)
  const bare = isCaseSensitive ? name.slice(0, -caseSensitiveKey.length) : name
  const colon = bare.indexOf(':')
  return { type: bare.slice(0, colon + 1), key: bare.slice(colon + 1), isCaseSensitive }
}
