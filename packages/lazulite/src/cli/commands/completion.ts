/** `lazulite completion`: a script for the user's shell. */
import { Argument } from 'commander'
import type { Configure } from '../command-module.js'
import { completionScript, type Shell, shells } from '../completion/scripts.js'
import { commandWords } from '../completion/words.js'

const examples = `
Examples:
  eval "$(lazulite completion bash)"         in ~/.bashrc
  eval "$(lazulite completion zsh)"          in ~/.zshrc, after compinit
  lazulite completion fish | source          in config.fish`

export const configureCompletion: Configure = (command, context, wholeProgram) => {
  command
    .description('Print a completion script for your shell.')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .addHelpText('after', examples)
    .action(async (shell: Shell) => {
      context.stdout.write(completionScript(shell, commandWords(await wholeProgram())))
    })
}
