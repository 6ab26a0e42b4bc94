/**
 * `$filter` as data, and back to text (OData 4.01, URL conventions, section 5.1.1), as far as Microsoft Graph's
 * directory has it.
 */

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type FilterFunction = 'startswith' | 'endswith' | 'contains'

export type Literal =
  | { readonly type: 'String'; readonly value: string }
  | { readonly type: 'Boolean'; readonly value: boolean }
  | { readonly type: 'Int32'; readonly value: number }
  /** Lower case. */
  | { readonly type: 'Guid'; readonly value: string }
  /** As written: a date, or an instant with its zone. */
  | { readonly type: 'DateTimeOffset'; readonly value: string }
  | { readonly type: 'Null' }

/** Segments of `web/redirectUris`, `c`, `owners/$count`. Never empty. */
export type PropertyPath = readonly string[]

export type FilterExpression =
  | { readonly kind: 'and' | 'or'; readonly left: FilterExpression; readonly right: FilterExpression }
  | { readonly kind: 'not'; readonly operand: FilterExpression }
  | {
      readonly kind: 'compare'
      readonly operator: ComparisonOperator
      readonly path: PropertyPath
      readonly value: Literal
    }
  | { readonly kind: 'in'; readonly path: PropertyPath; readonly values: readonly Literal[] }
  | { readonly kind: 'call'; readonly name: FilterFunction; readonly path: PropertyPath; readonly value: Literal }
  | {
      readonly kind: 'any' | 'all'
      readonly path: PropertyPath
      /** Absent: `tags/any()`, has the collection a member at all? Only `any` may lack it. */
      readonly lambda?: { readonly variable: string; readonly predicate: FilterExpression }
    }

/** Every parenthesis that might matter is written, so that what is read back is the same. */
export function printFilter(expression: FilterExpression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return `(${printFilter(expression.left)}) ${expression.kind} (${printFilter(expression.right)})`
    case 'not':
      return `not (${printFilter(expression.operand)})`
    case 'compare':
      return `${printPath(expression.path)} ${expression.operator} ${printLiteral(expression.value)}`
    case 'in':
      return `${printPath(expression.path)} in (${expression.values.map(printLiteral).join(', ')})`
    case 'call':
      return `${expression.name}(${printPath(expression.path)}, ${printLiteral(expression.value)})`
    case 'any':
    case 'all': {
      const { lambda } = expression
      const inside = lambda === undefined ? '' : `${lambda.variable}:${printFilter(lambda.predicate)}`
      return `${printPath(expression.path)}/${expression.kind}(${inside})`
    }
  }
}

const printPath = (path: PropertyPath): string => path.join('/')

function printLiteral(literal: Literal): string {
  switch (literal.type) {
    case 'String':
      return `'${literal.value.replaceAll("'", "''")}'`
    case 'Null':
      return 'null'
    default:
      return String(literal.value)
  }
}
