/** Tokens one after the other, with the refusals of what is not there. */
import { ConditionError } from './condition-error.js'
import type { Token } from './tokens.js'

type Kind = Token['kind']

export class TokenReader {
  readonly #tokens: readonly Token[]
  #at = 0

  /** @param tokens  the last is `end` */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get next(): Token {
    return this.#peek(0)
  }

  is(kind: Kind): boolean {
    return this.next.kind === kind
  }

  isFollowedBy(kind: Kind): boolean {
    return this.#peek(1).kind === kind
  }

  /** The next word in lower case. */
  nextWord(): string | undefined {
    const { next } = this
    return next.kind === 'word' ? next.value.toLowerCase() : undefined
  }

  skip(): void {
    if (!this.is('end')) this.#at++
  }

  /** The next token when it is of this kind. */
  take<K extends Kind>(kind: K): (Token & { readonly kind: K }) | undefined {
    const { next } = this
    if (!isOfKind(next, kind)) return undefined
    this.skip()
    return next
  }

  /** @throws ConditionError */
  demand(kind: Kind, expected: string): void {
    if (this.take(kind) === undefined) throw this.unexpected(expected)
  }

  /** About the next token. */
  refusal(reason: string): ConditionError {
    return new ConditionError(this.next.position, reason)
  }

  unexpected(expected: string): ConditionError {
    return this.refusal(`Expected ${expected}, found ${inWords(this.next)}`)
  }

  #peek(ahead: number): Token {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]
    if (token === undefined) throw new Error('there is always an end')
    return token
  }
}

const isOfKind = <K extends Kind>(token: Token, kind: K): token is Token & { readonly kind: K } => token.kind === kind

function inWords(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the condition'
    case 'attribute':
      return 'an attribute'
    case 'text':
      return `'${token.value}'`
    case 'word':
      return token.value
    case 'and':
    case 'or':
    case 'not':
      return token.written
    default:
      return `'${token.kind}'`
  }
}
