/** The shape of a command's file: it adds options and an action to the command that the table in `commands.ts` names. */
import type { Command } from 'commander'
import type { CliContext } from './context.js'

export type Configure = (command: Command, context: CliContext) => void
