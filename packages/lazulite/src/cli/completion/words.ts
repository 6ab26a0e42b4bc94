/** What may follow each command, taken from the commands themselves. */
import type { Command } from 'commander'

export interface CommandWords {
  /** `[]` for the program, `['vm', 'create']` … */
  readonly path: readonly string[]
  readonly summary: string
  readonly subcommands: readonly { readonly name: string; readonly summary: string }[]
  readonly options: readonly {
    readonly flags: readonly string[]
    readonly takesValue: boolean
    readonly summary: string
  }[]
}

export function commandWords(program: Command): CommandWords[] {
  const walk = (command: Command, path: readonly string[]): CommandWords[] => {
    const children = command.commands.filter((child) => child.name() !== 'help')
    const words: CommandWords = {
      path,
      summary: summaryOf(command),
      subcommands: children.map((child) => ({ name: child.name(), summary: summaryOf(child) })),
      options: command
        .createHelp()
        .visibleOptions(command)
        .map((option) => ({
          flags: [option.short, option.long].filter((flag) => flag !== undefined),
          takesValue: option.required || option.optional,
          summary: option.description,
        })),
    }
    return [words, ...children.flatMap((child) => walk(child, [...path, child.name()]))]
  }
  return walk(program, [])
}

const summaryOf = (command: Command): string => command.summary() || (command.description().split(/[:.]/)[0] ?? '')
