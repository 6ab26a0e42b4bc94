/** The shape of a command's file: it adds options and an action to the command that the table in `commands.ts` names. */
import type { Command } from 'commander'
import type { CliContext } from './context.js'

/** @param wholeProgram every command with its options, which are otherwise read only when they are used */
export type Configure = (command: Command, context: CliContext, wholeProgram: () => Promise<Command>) => void
