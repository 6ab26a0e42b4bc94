/** Listings for people: columns under upper-case heads, fitted to the terminal. */

/**
 * @param width columns of the terminal
 * @returns lines without trailing blanks. Decision: when a row is too wide, the widest columns are cut with `…` (`--json` has all of it)
 */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], width = 80): string[] {
  const all = [heads.map((head) => head.toUpperCase()), ...rows]
  const widths = heads.map((_, column) => Math.max(...all.map((row) => length(row[column] ?? ''))))
  const gaps = 2 * (heads.length - 1)
  for (let excess = sum(widths) + gaps - width; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths))
    if ((widths[widest] ?? 0) <= 4) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return all.map((row) =>
    row
      .map((cell, column) => fitted(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** `name  value` lines with aligned values, for one thing. Values are never cut: they are there to be copied. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...pairs.map(([name]) => name.length))
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd())
}

/** Text in lines of at most `width`, later lines indented; a word longer than that stays whole. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const length = (text: string): number => [...text].length

function fitted(text: string, width: number): string {
  const characters = [...text]
  if (characters.length > width) return `${characters.slice(0, width - 1).join('')}…`
  return text + ' '.repeat(width - characters.length)
}
