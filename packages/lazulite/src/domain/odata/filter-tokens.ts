/** The words of a `$filter`: quoted texts, instants, names and numbers, punctuation. */
import { GraphError } from '../errors/graph-error.js'

export interface FilterToken {
  readonly kind: 'text' | 'word' | 'symbol' | 'end'
  /** A text without its quotes, doubled ones undone. */
  readonly value: string
  /** Characters before it. */
  readonly at: number
}

/** `2024-01-31T23:59:59.9Z` is one word, though a colon elsewhere stands by itself. */
const token = /\s*(?:'((?:[^']|'')*)'|(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)|[\w$@./+-]+)|([(),:]))/giy

/** @throws GraphError `InvalidFilter` at a character that begins nothing, or at a text without an end */
export function filterTokens(filter: string): readonly FilterToken[] {
  const tokens: FilterToken[] = []
  let end = 0
  for (const match of filter.matchAll(token)) {
    const [whole, text, word, symbol] = match
    const at = match.index + whole.length - whole.trimStart().length
    if (text !== undefined) tokens.push({ kind: 'text', value: text.replaceAll("''", "'"), at })
    else if (word !== undefined) tokens.push({ kind: 'word', value: word, at })
    else tokens.push({ kind: 'symbol', value: symbol ?? '', at })
    end = match.index + whole.length
  }
  const rest = filter.slice(end).trimStart()
  if (rest !== '') throw filterSyntaxError(filter, filter.length - rest.length)
  return [...tokens, { kind: 'end', value: '', at: filter.length }]
}

export const filterSyntaxError = (filter: string, position: number): GraphError =>
  new GraphError('InvalidFilter', { reason: `Syntax error at position ${position} in '${filter}'.` })
