/**
 * Why a condition is not true for a request: the parts that would have to be otherwise, and the attributes that the
 * request did not say.
 *
 * The evaluation itself is `evaluate-condition.ts`'s; this only asks it again about smaller parts.
 */
import type { AttributeOperand, Expression } from './condition.js'
import { ConditionError } from './condition-error.js'
import { type ConditionContext, evaluateCondition } from './evaluate-condition.js'
import { parseCondition } from './parse-condition.js'

export interface Blame {
  /** Texts of the parts that are in the way, as they are written; one of them is enough to be changed where OR joins them. */
  readonly parts: readonly string[]
  /** `@Request[…]` of what the request did not say and these parts ask for; each once. */
  readonly absent: readonly string[]
  /** The condition cannot be read: why. */
  readonly malformed?: string
}

/** `undefined` when the condition is true. */
export function blameCondition(text: string, context: ConditionContext): Blame | undefined {
  let expression: Expression
  try {
    expression = parseCondition(text).expression
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error
    return { parts: [], absent: [], malformed: error.message }
  }
  if (evaluateCondition(expression, context) === true) return undefined
  const leaves = leavesInTheWay(expression, true, context)
  const attributes = leaves.flatMap(attributesOf).filter((one) => !isPresent(one, context))
  return {
    parts: [...new Set(leaves.map((leaf) => textOf(leaf, text)))],
    absent: [
      ...new Set(attributes.map(({ source, name }) => `@${source.replace(/^./, (one) => one.toUpperCase())}[${name}]`)),
    ],
  }
}

type Leaf = Exclude<Expression, { readonly kind: 'and' | 'or' | 'not' }>

/**
 * The tests that keep an expression from being `wanted`. Those of a test on the action alone are left out where another
 * part of the same OR could help: `!(ActionMatches{…}) OR (…)` is about its second half when the action matches.
 */
function leavesInTheWay(expression: Expression, wanted: boolean, context: ConditionContext): Leaf[] {
  if (evaluateCondition(expression, context) === wanted) return []
  switch (expression.kind) {
    case 'not':
      return leavesInTheWay(expression.term, !wanted, context)
    case 'and':
    case 'or': {
      const inTheWay = expression.terms.flatMap((term) => leavesInTheWay(term, wanted, context))
      const needsAll = (expression.kind === 'and') === wanted
      if (needsAll) return inTheWay
      const aboutValues = inTheWay.filter(({ kind }) => kind !== 'actionMatches')
      return aboutValues.length === 0 ? inTheWay : aboutValues
    }
    default:
      return [expression]
  }
}

const attributesOf = (leaf: Leaf): AttributeOperand[] => {
  if (leaf.kind !== 'comparison') return []
  return [leaf.left, leaf.right].filter((operand) => operand.kind === 'attribute')
}

/** Asked of the evaluation, so that names compare as they do there. */
const isPresent = (attribute: AttributeOperand, context: ConditionContext): boolean =>
  evaluateCondition({ kind: 'exists', attribute, position: attribute.position }, context) === true

/** From where the part begins to where the next thing begins that is not its own. */
function textOf(leaf: Leaf, text: string): string {
  const end = endOf(text, leaf.position.offset)
  return text.slice(leaf.position.offset, end).replaceAll(/\s+/g, ' ').trim()
}

/** Up to the first AND, OR or closing parenthesis that stands outside quotes, brackets and braces. */
function endOf(text: string, start: number): number {
  let depth = 0
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === "'") {
      const close = text.indexOf("'", index + 1)
      if (close === -1) return text.length
      index = close
    } else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
    else if (depth === 0 && (character === ')' || /^(\s(AND|OR)[\s(]|&&|\|\|)/i.test(text.slice(index, index + 6))))
      return index
  }
  return text.length
}
