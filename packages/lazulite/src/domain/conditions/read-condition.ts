/**
 * Conditions (ABAC 2.0) from text to tree.
 *
 * Source: Azure role assignment condition format; the built-in roles' conditions; a recorded assignment of 2020
 * (`stringEquals`, a bare comparison). Decisions: AND, OR and NOT may be written in any case, as comparators are; AND and
 * OR on one level without parentheses, which the format calls ambiguous, are refused; a comparator without quantifier
 * takes single values, so a set of several is refused. Limits: 8 KB of text (later texts of Azure; earlier ones say 4 KB),
 * 64 levels of parentheses and negations.
 */
import type { AttributeSource } from './attributes.js'
import { type Comparator, comparatorNamed, comparesGuids, isRange, type ValueType } from './comparators.js'
import type {
  AttributeOperand,
  Comparison,
  Condition,
  Expression,
  Junction,
  Literal,
  Operand,
  ValuesOperand,
} from './condition.js'
import { ConditionError } from './condition-error.js'
import { type Quantifier, quantifierNamed } from './quantifiers.js'
import { TokenReader } from './token-reader.js'
import { tokensOf } from './tokens.js'

/** UTF-16 units. */
export const longestCondition = 8192
const deepest = 64

/** Reads a condition anew; see `parse-condition.ts` for one that remembers. @throws ConditionError */
export function readCondition(text: string): Condition {
  if (text.length > longestCondition) {
    throw new ConditionError(
      { offset: 0, line: 1, column: 1 },
      `The condition has ${text.length} characters; ${longestCondition} are allowed`,
    )
  }
  const parser = new ConditionParser(text)
  const expression = parser.parse()
  return { text, expression, sources: parser.sources, comparesGuids: parser.comparesGuids }
}

class ConditionParser {
  readonly sources = new Set<AttributeSource>()
  comparesGuids = false
  readonly #tokens: TokenReader

  constructor(text: string) {
    this.#tokens = new TokenReader(tokensOf(text))
  }

  parse(): Expression {
    if (this.#tokens.is('end')) throw this.#tokens.refusal('The condition is empty')
    const expression = this.#expression(0)
    if (this.#tokens.is(')')) throw this.#tokens.refusal("This ')' closes nothing")
    if (!this.#tokens.is('end')) throw this.#tokens.unexpected('AND, OR or the end of the condition')
    return expression
  }

  #expression(depth: number): Expression {
    const { position } = this.#tokens.next
    const first = this.#term(depth)
    const { kind } = this.#tokens.next
    if (kind !== 'and' && kind !== 'or') return first
    const terms = [first]
    while (this.#tokens.take(kind) !== undefined) terms.push(this.#term(depth))
    const other = kind === 'and' ? 'or' : 'and'
    if (this.#tokens.is(other)) {
      throw this.#tokens.refusal('AND and OR stand on one level: parentheses have to say which belongs together')
    }
    return { kind, terms, position } satisfies Junction
  }

  #term(depth: number): Expression {
    if (depth > deepest) throw this.#tokens.refusal(`More than ${deepest} levels of parentheses and negations`)
    const { position } = this.#tokens.next
    if (this.#tokens.take('not') !== undefined) return { kind: 'not', term: this.#term(depth + 1), position }
    if (this.#tokens.take('(') !== undefined) {
      const inner = this.#expression(depth + 1)
      this.#tokens.demand(')', "')' or, between two expressions, AND or OR")
      return inner
    }
    switch (this.#tokens.nextWord()) {
      case 'actionmatches':
        return { kind: 'actionMatches', pattern: this.#argument(), position }
      case 'suboperationmatches':
        return { kind: 'subOperationMatches', subOperation: this.#argument(), position }
      case 'exists':
        this.#tokens.skip()
        return { kind: 'exists', attribute: this.#requireAttribute(), position }
      default:
        return this.#comparison()
    }
  }

  /** `ActionMatches{'…'}`, from its name on. */
  #argument(): string {
    this.#tokens.skip()
    this.#tokens.demand('{', "'{'")
    const text = this.#tokens.take('text')
    if (text === undefined || text.value === '') throw this.#tokens.unexpected('a text in single quotes')
    this.#tokens.demand('}', "'}'")
    return text.value
  }

  #comparison(): Comparison {
    const { position } = this.#tokens.next
    const left = this.#operand('an expression')
    const quantifier = this.#quantifier()
    const comparator = this.#comparator(quantifier)
    if (comparesGuids(comparator)) this.comparesGuids = true
    const right = this.#operand('an attribute or a value')
    return {
      kind: 'comparison',
      left: checked(left, { comparator, type: comparator.left, quantifier, takesRange: false }),
      ...(quantifier === undefined ? {} : { quantifier }),
      comparator,
      right: checked(right, { comparator, type: comparator.right, quantifier, takesRange: comparator.takesRange }),
      position,
    }
  }

  #quantifier(): Quantifier | undefined {
    if (!this.#tokens.isFollowedBy(':')) return undefined
    const word = this.#tokens.take('word')
    const quantifier = word === undefined ? undefined : quantifierNamed(word.value)
    if (word !== undefined && quantifier === undefined) {
      throw new ConditionError(
        word.position,
        `Unknown quantifier '${word.value}': it is ForAnyOfAnyValues, ForAllOfAnyValues, ForAnyOfAllValues or ForAllOfAllValues`,
      )
    }
    this.#tokens.demand(':', 'a comparison operator')
    return quantifier
  }

  #comparator(quantifier: Quantifier | undefined): Comparator {
    const word = this.#tokens.take('word')
    if (word === undefined) throw this.#tokens.unexpected('a comparison operator')
    const comparator = comparatorNamed(word.value)
    if (comparator === undefined) throw new ConditionError(word.position, `Unknown operator '${word.value}'`)
    if (quantifier !== undefined && !comparator.takesQuantifier) {
      throw new ConditionError(word.position, `${comparator.name} takes no quantifier`)
    }
    return comparator
  }

  #operand(expected: string): UncheckedOperand {
    const { next } = this.#tokens
    if (next.kind === 'attribute') return this.#requireAttribute()
    const close = this.#tokens.take('{') !== undefined ? '}' : this.#tokens.take('[') !== undefined ? ']' : undefined
    if (close === undefined) {
      return { kind: 'literals', isSet: false, literals: [this.#literal(expected)], position: next.position }
    }
    const literals = [this.#literal('a value')]
    while (this.#tokens.take(',') !== undefined) literals.push(this.#literal('a value'))
    this.#tokens.demand(close, `',' or '${close}'`)
    return { kind: 'literals', isSet: true, literals, position: next.position }
  }

  #literal(expected: string): PlacedLiteral {
    const { next } = this.#tokens
    if (next.kind !== 'text' && next.kind !== 'word') throw this.#tokens.unexpected(expected)
    this.#tokens.skip()
    return { kind: next.kind, value: next.value, position: next.position }
  }

  #requireAttribute(): AttributeOperand {
    const attribute = this.#tokens.take('attribute')
    if (attribute === undefined) throw this.#tokens.unexpected('an attribute')
    const { source, name, position } = attribute
    this.sources.add(source)
    return { kind: 'attribute', source, name, position }
  }
}

type PlacedLiteral = Literal & { readonly position: ConditionError['position'] }

/** Values before it is known what they are compared by. */
type UncheckedOperand =
  | AttributeOperand
  | (Omit<ValuesOperand, 'kind' | 'comparables' | 'literals'> & {
      readonly kind: 'literals'
      readonly literals: readonly PlacedLiteral[]
    })

interface Place {
  readonly comparator: Comparator
  readonly type: ValueType
  readonly quantifier: Quantifier | undefined
  readonly takesRange: boolean
}

/** Values have to be of the comparator's type, and as many as it takes. @throws ConditionError */
function checked(operand: UncheckedOperand, { comparator, type, quantifier, takesRange }: Place): Operand {
  if (operand.kind === 'attribute') return operand
  const { literals, isSet, position } = operand
  const comparables = literals.map((literal) => {
    const comparable = type.ofLiteral(literal)
    if (comparable !== undefined) return comparable
    throw new ConditionError(literal.position, `${comparator.name} takes ${type.words}, not ${written(literal)}`)
  })
  const [first, last] = comparables
  if (takesRange) {
    if (comparables.length !== 2 || first === undefined || last === undefined) {
      throw new ConditionError(position, `${comparator.name} takes the first and the last value of a range`)
    }
    if (!isRange(first, last)) throw new ConditionError(position, 'The range ends before it begins')
  } else if (quantifier === undefined && comparables.length > 1) {
    throw new ConditionError(
      position,
      `${comparator.name} takes one value; for several it needs a quantifier such as ForAnyOfAnyValues`,
    )
  }
  const plain = literals.map(({ kind, value }): Literal => ({ kind, value }))
  return { kind: 'values', isSet, literals: plain, comparables, position }
}

const written = ({ kind, value }: Literal): string => (kind === 'text' ? `'${value}'` : value)
