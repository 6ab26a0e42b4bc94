/** A condition that was read: the published grammar as a tree. Every node knows where it begins. */
import type { AttributeSource } from './attributes.js'
import type { Comparable, Comparator } from './comparators.js'
import type { Position } from './condition-error.js'
import type { Quantifier } from './quantifiers.js'

export interface Condition {
  readonly text: string
  readonly expression: Expression
  /** Where its attributes come from. */
  readonly sources: ReadonlySet<AttributeSource>
  /** Some comparison is one of GUIDs. */
  readonly comparesGuids: boolean
}

export type Expression = Junction | Negation | ActionTest | SubOperationTest | Existence | Comparison

/** Two terms or more, on one level. */
export interface Junction {
  readonly kind: 'and' | 'or'
  readonly terms: readonly Expression[]
  readonly position: Position
}

export interface Negation {
  readonly kind: 'not'
  readonly term: Expression
  readonly position: Position
}

export interface ActionTest {
  readonly kind: 'actionMatches'
  readonly pattern: string
  readonly position: Position
}

export interface SubOperationTest {
  readonly kind: 'subOperationMatches'
  readonly subOperation: string
  readonly position: Position
}

export interface Existence {
  readonly kind: 'exists'
  readonly attribute: AttributeOperand
  readonly position: Position
}

export interface Comparison {
  readonly kind: 'comparison'
  readonly left: Operand
  readonly quantifier?: Quantifier
  readonly comparator: Comparator
  readonly right: Operand
  readonly position: Position
}

export type Operand = AttributeOperand | ValuesOperand

export interface AttributeOperand {
  readonly kind: 'attribute'
  readonly source: AttributeSource
  /** As written. */
  readonly name: string
  readonly position: Position
}

/** One value, or a set of them in braces. */
export interface ValuesOperand {
  readonly kind: 'values'
  readonly isSet: boolean
  readonly literals: readonly Literal[]
  /** The same, as the comparator needs them. */
  readonly comparables: readonly Comparable[]
  readonly position: Position
}

/** A text, or a word without quotes: an integer, true, false, a GUID. What a word means depends on the comparator. */
export interface Literal {
  readonly kind: 'text' | 'word'
  readonly value: string
}
