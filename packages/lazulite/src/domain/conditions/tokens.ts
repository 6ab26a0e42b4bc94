/**
 * A condition's text in words.
 *
 * Source: Azure role assignment condition format; the built-in roles' conditions. A text ends at the next quote: no escape
 * is documented. Decision: the shape of names is checked only where `<`, `>`, `&` or `$` occur, which a shell may have
 * eaten half of (Azure: "Troubleshoot Azure role assignment conditions"); which names a service knows is not.
 */
import { type AttributeSource, attributeSources } from './attributes.js'
import { ConditionError, type Position } from './condition-error.js'

export type Token = { readonly position: Position } & (
  | { readonly kind: 'attribute'; readonly source: AttributeSource; readonly name: string }
  | { readonly kind: 'text' | 'word'; readonly value: string }
  | { readonly kind: 'and' | 'or' | 'not'; readonly written: string }
  | { readonly kind: '(' | ')' | '{' | '}' | '[' | ']' | ',' | ':' }
  | { readonly kind: 'end' }
)

/** What a token is made of. `undefined`: white space. */
type Found = Token extends infer T ? (T extends Token ? Omit<T, 'position'> : never) : never
interface Rule {
  readonly pattern: RegExp
  readonly found: (match: RegExpExecArray, position: Position) => Found | undefined
}

const operatorWords: Readonly<Record<string, 'and' | 'or' | 'not'>> = { and: 'and', or: 'or', not: 'not' }
const operatorSigns: Readonly<Record<string, 'and' | 'or' | 'not'>> = { '&&': 'and', '||': 'or', '!': 'not' }
const sourceWords = 'Request, Resource, Principal or Environment'

const rules: readonly Rule[] = [
  { pattern: /\s+/y, found: () => undefined },
  {
    pattern: /@([A-Za-z]+)\s*\[([^[\]]*)\]/y,
    found: ([, source = '', name = ''], position) => attribute(source, name, position),
  },
  { pattern: /'([^']*)'/y, found: ([, value = '']) => ({ kind: 'text', value }) },
  {
    pattern: /[\w.+-]+/y,
    found: ([word]) => {
      const operator = Object.hasOwn(operatorWords, word.toLowerCase()) ? operatorWords[word.toLowerCase()] : undefined
      return operator === undefined ? { kind: 'word', value: word } : { kind: operator, written: word }
    },
  },
  {
    pattern: /&&|\|\||!/y,
    found: ([sign]) => {
      const kind = operatorSigns[sign]
      return kind === undefined ? undefined : { kind, written: sign }
    },
  },
  // the pattern lets through nothing else
  { pattern: /[(){}[\],:]/y, found: ([sign]) => ({ kind: sign as '(' }) },
]

/** The last token is `end`. @throws ConditionError */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let position: Position = { offset: 0, line: 1, column: 1 }
  while (position.offset < text.length) {
    const matched = matchAt(text, position)
    if (matched.found !== undefined) tokens.push({ ...matched.found, position })
    position = advance(position, matched.length, text)
  }
  tokens.push({ kind: 'end', position })
  return tokens
}

function matchAt(text: string, position: Position): { readonly found: Found | undefined; readonly length: number } {
  for (const { pattern, found } of rules) {
    pattern.lastIndex = position.offset
    const match = pattern.exec(text)
    if (match !== null) return { found: found(match, position), length: match[0].length }
  }
  throw new ConditionError(position, whyNot(text.slice(position.offset)))
}

function whyNot(rest: string): string {
  const [character = ''] = rest
  if (character === "'") return 'The text is not closed by a single quote'
  if (character === '"') return 'Texts stand in single quotes'
  if (/^@[A-Za-z]+\s*\[/.test(rest)) return "The attribute's name is not closed by ']'"
  if (character === '@') return `'@' begins an attribute: ${sourceWords}, and a name in brackets`
  return `Unexpected '${character}'`
}

function attribute(sourceWord: string, name: string, position: Position): Found {
  const source = attributeSources.find((one) => one === sourceWord.toLowerCase())
  if (source === undefined) {
    throw new ConditionError(position, `Unknown source of attributes '${sourceWord}': it is ${sourceWords}`)
  }
  if (name.trim() === '') throw new ConditionError(position, 'The attribute has no name')
  if (!hasNameForm(name)) throw new ConditionError(position, `${sourceWord} attribute ${name} is not valid`)
  return { kind: 'attribute', source, name }
}

/** `…:key<$key_case_sensitive$>`, `…&$keys$&`, or none of those signs. */
const hasNameForm = (name: string): boolean =>
  /^[^<>&$]+(?:<\$key_case_sensitive\$>|&\$keys\$&)?$/i.test(name) && !/[\r\n]/.test(name)

function advance({ offset, line, column }: Position, length: number, text: string): Position {
  const lines = text.slice(offset, offset + length).split('\n')
  const last = lines.at(-1) ?? ''
  return {
    offset: offset + length,
    line: line + lines.length - 1,
    column: lines.length === 1 ? column + length : last.length + 1,
  }
}
