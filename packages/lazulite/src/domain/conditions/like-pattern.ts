/**
 * Patterns of `StringLike`: `*` for any characters, `?` for exactly one, `\*` and `\?` for themselves; the whole text
 * must match.
 *
 * Source: Azure role assignment condition format. Decision: a backslash before anything else is a backslash; a character
 * is a Unicode code point. No regular expressions: at worst text length × pattern length steps.
 */
export const matchesLike = (text: string, pattern: string): boolean => matches(text, knownSteps(pattern))

/** A comparison of sets asks about each pattern many times; the cache starts anew instead of growing. */
const cacheLimit = 4096
const cache = new Map<string, readonly string[]>()

function knownSteps(pattern: string): readonly string[] {
  const known = cache.get(pattern)
  if (known !== undefined) return known
  if (cache.size >= cacheLimit) cache.clear()
  const steps = stepsOf(pattern)
  cache.set(pattern, steps)
  return steps
}

function matches(text: string, steps: readonly string[]): boolean {
  let at = 0
  let step = 0
  // Where to go on when the rest does not fit: the last run takes one character more. Earlier runs need no second try.
  let run: { readonly step: number; at: number } | undefined
  while (at < text.length) {
    const current = steps[step]
    if (current === anyRun) {
      run = { step, at }
      step++
    } else if (current === anyOne) {
      at += widthAt(text, at)
      step++
    } else if (current !== undefined && current.length === widthAt(text, at) && text.startsWith(current, at)) {
      at += current.length
      step++
    } else if (run !== undefined) {
      run.at += widthAt(text, run.at)
      at = run.at
      step = run.step + 1
    } else {
      return false
    }
  }
  return steps.slice(step).every((rest) => rest === anyRun)
}

/** UTF-16 units of the character there. */
const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

/** Not characters, so that the characters themselves stay free. */
const anyRun = '*run'
const anyOne = '?one'

function stepsOf(pattern: string): readonly string[] {
  const characters = [...pattern]
  const steps: string[] = []
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? ''
    const next = characters[index + 1]
    if (character === '\\' && (next === '*' || next === '?')) {
      steps.push(next)
      index++
    } else if (character === '*') {
      if (steps.at(-1) !== anyRun) steps.push(anyRun)
    } else {
      steps.push(character === '?' ? anyOne : character)
    }
  }
  return steps
}
