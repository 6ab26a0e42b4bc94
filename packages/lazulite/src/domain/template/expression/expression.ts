/**
 * Expressions of the template language as a tree, and their text.
 *
 * Grammar: calls, string and integer literals, `.name` and `[expression]`. There are no operators; booleans, null,
 * arrays and objects are written as calls (Azure Resource Manager documentation, template expressions).
 */
import { isJsonObject, type Json } from '../../json.js'

export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | CallExpression
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression }

export interface CallExpression {
  readonly kind: 'call'
  /** Of a user function: `contoso` in `contoso.uniqueName()`. */
  readonly namespace?: string
  /** As written; functions are found without regard to case. */
  readonly name: string
  readonly args: readonly Expression[]
}

export const literal = (value: Json): Expression => ({ kind: 'literal', value })

/** Is `text` an expression? `[[…]` is an escaped literal, `[a] b` a plain one. */
export const isExpressionText = (text: string): boolean =>
  text.length >= 2 && text.startsWith('[') && text.endsWith(']') && !text.startsWith('[[')

/** A literal as its template spells it, without the escape. */
export const unescapeLiteral = (text: string): string =>
  text.startsWith('[[') && text.endsWith(']') ? text.slice(1) : text

/** How a template spells `text` so that it stays a literal. */
export const escapeLiteral = (text: string): string => (text.startsWith('[') && text.endsWith(']') ? `[${text}` : text)

/** `concat('a', parameters('b').c[0])`; literal arrays, objects, booleans and null as the calls that make them. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value)
    case 'member':
      return `${printExpression(expression.of)}.${expression.name}`
    case 'index':
      return `${printExpression(expression.of)}[${printExpression(expression.index)}]`
    case 'call': {
      const name = expression.namespace === undefined ? expression.name : `${expression.namespace}.${expression.name}`
      return `${name}(${expression.args.map(printExpression).join(', ')})`
    }
  }
}

function printLiteral(value: Json): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : `json(${quote(String(value))})`
  if (value === null) return 'null()'
  if (typeof value === 'boolean') return value ? 'true()' : 'false()'
  if (isJsonObject(value)) {
    const members = Object.entries(value).flatMap(([name, member]) => [quote(name), printLiteral(member ?? null)])
    return `createObject(${members.join(', ')})`
  }
  return `createArray(${value.map(printLiteral).join(', ')})`
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`
