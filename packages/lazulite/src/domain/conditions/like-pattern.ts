/**
 * Patterns of `StringLike`: `*` for any characters, `?` for exactly one, `\*` and `\?` for themselves; the whole text
 * must match.
 *
 * Source: Azure role assignment condition format. Decision: a backslash before anything else is a backslash; a character
 * is a Unicode code point. No regular expressions: at worst text length × pattern length steps.
 */
export function matchesLike(text: string, pattern: string): boolean {
  const steps = stepsOf(pattern)
  const characters = [...text]
  let at = 0
  let step = 0
  // Where to go on when the rest does not fit: the last run takes one character more. Earlier runs need no second try.
  let run: { readonly step: number; at: number } | undefined
  while (at < characters.length) {
    const current = steps[step]
    if (current === anyRun) {
      run = { step, at }
      step++
    } else if (current !== undefined && (current === anyOne || current === characters[at])) {
      step++
      at++
    } else if (run !== undefined) {
      run.at++
      at = run.at
      step = run.step + 1
    } else {
      return false
    }
  }
  return steps.slice(step).every((rest) => rest === anyRun)
}

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
