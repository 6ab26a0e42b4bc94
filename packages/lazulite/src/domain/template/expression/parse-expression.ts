/**
 * The text of an expression, without its outer brackets, to a tree.
 *
 * Strings stand in single quotes, doubled to escape. The words of a refusal are the service's
 * (answers pasted in azure-cli#14373 and microservices-reference-implementation#217, 2020/21).
 */
import type { Expression } from './expression.js'
import { ExpressionSyntaxError } from './expression-error.js'

/** Characters an expression may have (limit of the service). */
export const maximumExpressionLength = 24_576

/** Calls, indexes and accesses within each other; deeper ones could exhaust the stack. */
const maximumDepth = 400

type TokenKind =
  | 'Identifier'
  | 'Literal'
  | 'Integer'
  | 'LeftParenthesis'
  | 'RightParenthesis'
  | 'LeftSquareBracket'
  | 'RightSquareBracket'
  | 'Comma'
  | 'Dot'
  | 'EndOfData'

interface Token {
  readonly kind: TokenKind
  readonly text: string
}

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['Identifier', /[\p{L}_$][\p{L}\p{N}_$]*/uy],
  ['Integer', /[+-]?\d+/y],
  ['Literal', /'(?:[^']|'')*'/y],
  ['LeftParenthesis', /\(/y],
  ['RightParenthesis', /\)/y],
  ['LeftSquareBracket', /\[/y],
  ['RightSquareBracket', /\]/y],
  ['Comma', /,/y],
  ['Dot', /\./y],
]

/** @throws ExpressionSyntaxError */
export function parseExpression(text: string): Expression {
  if (text.length > maximumExpressionLength) {
    // Decision: the text; the limit is documented.
    throw new ExpressionSyntaxError(
      `The language expression length limit exceeded. Limit: '${maximumExpressionLength}' and actual: '${text.length}'.`,
    )
  }
  const reader = tokenReader(text)
  const expression = parseOperand(reader)
  reader.take('EndOfData')
  return expression
}

interface TokenReader {
  next(): Token
  /** Takes the next token, which must be of this kind. */
  take(kind: TokenKind): Token
  /** Takes the next token if it is of this kind. */
  takeIf(kind: TokenKind): boolean
}

function tokenReader(text: string): TokenReader {
  const tokens = tokenize(text)
  let position = 0
  const end: Token = { kind: 'EndOfData', text: '' }
  const next = (): Token => tokens[position] ?? end
  const take = (kind: TokenKind): Token => {
    const token = next()
    if (token.kind !== kind) {
      throw new ExpressionSyntaxError(
        `Unable to parse language expression '${text}': expected token '${kind}' and actual '${token.kind}'.`,
      )
    }
    position++
    return token
  }
  return {
    next,
    take,
    takeIf: (kind) => {
      if (next().kind !== kind) return false
      position++
      return true
    },
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let position = 0
  while (position < text.length) {
    if (/\s/.test(text.charAt(position))) {
      position++
      continue
    }
    const token = tokenAt(text, position)
    tokens.push(token)
    position += token.text.length
  }
  return tokens
}

function tokenAt(text: string, position: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (match !== null) return { kind, text: match[0] }
  }
  const character = text.charAt(position)
  throw new ExpressionSyntaxError(
    character === "'"
      ? // Decision: both texts
        `Unable to parse language expression '${text}': the string literal at position '${position + 1}' is not terminated.`
      : `Unable to parse language expression '${text}': unexpected character '${character}' at position '${position + 1}'.`,
  )
}

function parseOperand(reader: TokenReader, depth = 0): Expression {
  if (depth > maximumDepth) throw new ExpressionSyntaxError('The language expression is nested too deeply.') // Decision
  const token = reader.next()
  if (token.kind === 'Literal') {
    reader.take('Literal')
    return parseAccess(reader, depth, { kind: 'literal', value: token.text.slice(1, -1).replaceAll("''", "'") })
  }
  if (token.kind === 'Integer') {
    reader.take('Integer')
    return { kind: 'literal', value: Number(token.text) }
  }
  return parseAccess(reader, depth, parseCall(reader, depth))
}

function parseCall(reader: TokenReader, depth: number): Expression {
  const first = reader.take('Identifier').text
  if (reader.takeIf('Dot')) {
    const name = reader.take('Identifier').text
    return { kind: 'call', namespace: first, name, args: parseArguments(reader, depth) }
  }
  return { kind: 'call', name: first, args: parseArguments(reader, depth) }
}

function parseArguments(reader: TokenReader, depth: number): Expression[] {
  reader.take('LeftParenthesis')
  const args: Expression[] = []
  if (reader.takeIf('RightParenthesis')) return args
  do {
    args.push(parseOperand(reader, depth + 1))
  } while (reader.takeIf('Comma'))
  reader.take('RightParenthesis')
  return args
}

function parseAccess(reader: TokenReader, depth: number, operand: Expression): Expression {
  let expression = operand
  for (let accesses = depth; ; accesses++) {
    if (accesses > maximumDepth) throw new ExpressionSyntaxError('The language expression is nested too deeply.')
    if (reader.takeIf('Dot')) {
      expression = { kind: 'member', of: expression, name: reader.take('Identifier').text }
    } else if (reader.takeIf('LeftSquareBracket')) {
      const index = parseOperand(reader, depth + 1)
      reader.take('RightSquareBracket')
      expression = { kind: 'index', of: expression, index }
    } else {
      return expression
    }
  }
}
