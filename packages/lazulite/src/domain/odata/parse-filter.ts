/**
 * Reads a `$filter`: `or` binds weakest, then `and`, `not`, and comparisons (OData 4.01, URL conventions, 5.1.1.16).
 *
 * Operators and functions are taken in any case (both `startswith` and `startsWith` occur in Microsoft's samples);
 * names of properties keep theirs.
 */
import { isGuid } from '../guid.js'
import type {
  ComparisonOperator,
  FilterExpression,
  FilterFunction,
  Literal,
  PropertyPath,
} from './filter-expression.js'
import { type FilterToken, filterSyntaxError, filterTokens } from './filter-tokens.js'

/** Deeper nesting is refused before it can exhaust the stack. */
const deepest = 50
/** The most values of one `in`. */
const mostValues = 500

const comparisons: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le'] satisfies ComparisonOperator[])
const functions: ReadonlySet<string> = new Set(['startswith', 'endswith', 'contains'] satisfies FilterFunction[])

/** @throws GraphError `InvalidFilter` */
export function parseFilter(filter: string): FilterExpression {
  const reader = new FilterReader(filter)
  const expression = reader.or(0)
  reader.end()
  return expression
}

class FilterReader {
  readonly #filter: string
  readonly #tokens: readonly FilterToken[]
  #next = 0

  constructor(filter: string) {
    this.#filter = filter
    this.#tokens = filterTokens(filter)
  }

  or(depth: number): FilterExpression {
    let left = this.#and(depth)
    while (this.#takesWord('or')) left = { kind: 'or', left, right: this.#and(depth) }
    return left
  }

  end(): void {
    if (this.#peek().kind !== 'end') this.#refuse()
  }

  #and(depth: number): FilterExpression {
    let left = this.#unary(depth)
    while (this.#takesWord('and')) left = { kind: 'and', left, right: this.#unary(depth) }
    return left
  }

  #unary(depth: number): FilterExpression {
    if (depth > deepest) this.#refuse()
    if (this.#takesWord('not')) return { kind: 'not', operand: this.#unary(depth + 1) }
    if (!this.#takesSymbol('(')) return this.#term(depth)
    const inner = this.or(depth + 1)
    this.#expect(')')
    return inner
  }

  #term(depth: number): FilterExpression {
    const word = this.#word()
    const isCall = this.#peek().value === '(' && this.#peek().kind === 'symbol'
    const name = word.toLowerCase()
    if (isCall && functions.has(name)) return this.#call(name as FilterFunction) // checked in the set
    const path = this.#path(word)
    const last = path.at(-1)?.toLowerCase()
    if (isCall && path.length > 1 && (last === 'any' || last === 'all')) {
      return this.#lambda(last, path.slice(0, -1), depth)
    }
    const operator = this.#word().toLowerCase()
    if (operator === 'in') return { kind: 'in', path, values: this.#values() }
    if (!comparisons.has(operator)) this.#refuse(1)
    return { kind: 'compare', operator: operator as ComparisonOperator, path, value: this.#literal() } // as above
  }

  #call(name: FilterFunction): FilterExpression {
    this.#expect('(')
    const path = this.#path(this.#word())
    this.#expect(',')
    const value = this.#literal()
    this.#expect(')')
    return { kind: 'call', name, path, value }
  }

  #lambda(kind: 'any' | 'all', path: PropertyPath, depth: number): FilterExpression {
    this.#expect('(')
    if (kind === 'any' && this.#takesSymbol(')')) return { kind, path }
    const variable = this.#word()
    if (!/^[A-Za-z_]\w*$/.test(variable)) this.#refuse(1)
    this.#expect(':')
    const predicate = this.or(depth + 1)
    this.#expect(')')
    return { kind, path, lambda: { variable, predicate } }
  }

  #values(): Literal[] {
    this.#expect('(')
    const values = [this.#literal()]
    while (this.#takesSymbol(',')) {
      if (values.length >= mostValues) this.#refuse()
      values.push(this.#literal())
    }
    this.#expect(')')
    return values
  }

  #literal(): Literal {
    const token = this.#peek()
    if (token.kind === 'text') {
      this.#next++
      return { type: 'String', value: token.value }
    }
    const literal = token.kind === 'word' ? unquotedLiteral(token.value) : undefined
    if (literal === undefined) return this.#refuse()
    this.#next++
    return literal
  }

  #path(word: string): PropertyPath {
    const segments = word.split('/')
    const isPath = segments.every((segment) => /^(?:@?[A-Za-z_][\w.]*|\$count)$/.test(segment))
    return isPath ? segments : this.#refuse(1)
  }

  #word(): string {
    const token = this.#peek()
    if (token.kind !== 'word') return this.#refuse()
    this.#next++
    return token.value
  }

  #takesWord(word: string): boolean {
    const token = this.#peek()
    if (token.kind !== 'word' || token.value.toLowerCase() !== word) return false
    this.#next++
    return true
  }

  #takesSymbol(symbol: string): boolean {
    const token = this.#peek()
    if (token.kind !== 'symbol' || token.value !== symbol) return false
    this.#next++
    return true
  }

  #expect(symbol: string): void {
    if (!this.#takesSymbol(symbol)) this.#refuse()
  }

  #peek(): FilterToken {
    return this.#tokens[this.#next] ?? { kind: 'end', value: '', at: this.#filter.length }
  }

  /** @param back  how many words ago the offending one was read */
  #refuse(back = 0): never {
    const token = this.#tokens[this.#next - back] ?? this.#peek()
    throw filterSyntaxError(this.#filter, token.at)
  }
}

const instant = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/i

function unquotedLiteral(word: string): Literal | undefined {
  const lower = word.toLowerCase()
  if (lower === 'null') return { type: 'Null' }
  if (lower === 'true' || lower === 'false') return { type: 'Boolean', value: lower === 'true' }
  if (isGuid(word)) return { type: 'Guid', value: lower }
  if (/^-?\d{1,15}$/.test(word)) return { type: 'Int32', value: Number(word) }
  if (instant.test(word) && !Number.isNaN(Date.parse(word))) return { type: 'DateTimeOffset', value: word }
  return undefined
}
