/**
 * How help is laid out: names on the left, what they are on the right; below, when a name is long.
 *
 * Commander's own layout gives the left side as much room as its longest name takes, and stops wrapping when little is left.
 */
import type { Help, HelpConfiguration } from 'commander'

/** At most so many columns. */
const leftSide = 30

export const helpFormat: HelpConfiguration = {
  subcommandTerm: (command) => command.name(),
  padWidth: (command, helper) =>
    Math.min(
      leftSide,
      Math.max(
        helper.longestOptionTermLength(command, helper),
        helper.longestSubcommandTermLength(command, helper),
        helper.longestArgumentTermLength(command, helper),
      ),
    ),
  formatItem(term: string, termWidth: number, description: string, helper: Help): string {
    if (description === '') return `  ${term}`
    const width = Math.max((helper.helpWidth ?? 80) - termWidth - 4, 20)
    const lines = helper.boxWrap(description, width).split('\n')
    const below = lines.map((line) => `${' '.repeat(termWidth + 4)}${line}`)
    if (term.length > termWidth) return [`  ${term}`, ...below].join('\n')
    return [`  ${term.padEnd(termWidth)}  ${lines[0] ?? ''}`, ...below.slice(1)].join('\n')
  },
}
