/**
 * The `$filter` grammar of Microsoft.Authorization: terms joined by `and`. A term is a call (`atScope()`,
 * `assignedTo('id')`) or a comparison (`roleName eq 'Reader'`); a doubled quote stands for one inside a text.
 */

export type FilterTerm =
  | { readonly kind: 'call'; readonly name: string; readonly argument?: string }
  | { readonly kind: 'comparison'; readonly field: string; readonly value: string }

const call = /^([a-z]+)\(\s*(?:'((?:[^']|'')*)')?\s*\)$/i
const comparison = /^([a-z]+)\s+eq\s+'((?:[^']|'')*)'$/i

/** Names in lower case. @returns `undefined` when the text is not of this grammar; no terms for no filter. */
export function parseFilterTerms(filter: string | undefined): readonly FilterTerm[] | undefined {
  if (filter === undefined || filter.trim() === '') return []
  const terms: FilterTerm[] = []
  for (const text of splitAtAnd(filter)) {
    const term = parseTerm(text.trim())
    if (term === undefined) return undefined
    terms.push(term)
  }
  return terms
}

/** Every other part of a text split at its quotes is quoted; `and` separates only outside of them. */
function splitAtAnd(filter: string): readonly string[] {
  const parts = ['']
  for (const [index, piece] of filter.split("'").entries()) {
    const [first = '', ...rest] = index % 2 === 0 ? piece.split(/\sand\s/i) : [piece]
    parts[parts.length - 1] += index === 0 ? first : `'${first}`
    parts.push(...rest)
  }
  return parts
}

function parseTerm(text: string): FilterTerm | undefined {
  const called = call.exec(text)
  if (called !== null) {
    const [, name = '', argument] = called
    return {
      kind: 'call',
      name: name.toLowerCase(),
      ...(argument === undefined ? {} : { argument: unquote(argument) }),
    }
  }
  const compared = comparison.exec(text)
  if (compared === null) return undefined
  const [, field = '', value = ''] = compared
  return { kind: 'comparison', field: field.toLowerCase(), value: unquote(value) }
}

const unquote = (text: string): string => text.replaceAll("''", "'")
