/**
 * The part of a `$filter` that an index can answer: `appId eq 'x'`, `servicePrincipalNames/any(c:c eq 'x')` and the like,
 * alone or joined to more by `and`. Who finds candidates by it still has to match the whole filter.
 */
import type { FilterExpression } from './filter-expression.js'

export interface IndexedLookup {
  readonly property: string
  readonly value: string
}

/** @param indexed  names of the properties that have an index */
export function indexedLookup(
  expression: FilterExpression | undefined,
  indexed: readonly string[],
): IndexedLookup | undefined {
  switch (expression?.kind) {
    case 'and':
      return indexedLookup(expression.left, indexed) ?? indexedLookup(expression.right, indexed)
    case 'compare':
      return equality(expression, expression.path.join('/'), indexed)
    case 'any': {
      const { lambda, path } = expression
      if (lambda?.predicate.kind !== 'compare') return undefined
      const isVariable = lambda.predicate.path.length === 1 && lambda.predicate.path[0] === lambda.variable
      return isVariable ? equality(lambda.predicate, path.join('/'), indexed) : undefined
    }
    default:
      return undefined
  }
}

function equality(
  { operator, value }: Extract<FilterExpression, { kind: 'compare' }>,
  property: string,
  indexed: readonly string[],
): IndexedLookup | undefined {
  const isAnswered = operator === 'eq' && value.type === 'String' && indexed.includes(property)
  return isAnswered ? { property, value: value.value } : undefined
}
