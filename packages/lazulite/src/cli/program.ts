/**
 * From arguments to a command: parsing, help, and what an error looks like.
 *
 * Exit statuses: 0, 1 for what failed, 2 for a wrong command line; `exec` passes on its program's.
 */
import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config/config-error.js'
import { version } from '../version.js'
import { CliError, errorLine, usageError } from './cli-error.js'
import { commands } from './commands.js'
import { type CliContext, printLine } from './context.js'
import { helpFormat } from './help-format.js'

const helpEnd = `
A command finds its server through --data, else LAZULITE_DATA, else the user's
state folder. Exit status: 0; 1 when it failed; 2 for a wrong command line.

First steps:
  lazulite start --detach
  lazulite tutorial linux-vm-system-assigned
  lazulite vm create -g DevTest -n web-1 --assign-identity
  lazulite vm shell -g DevTest -n web-1`

/** Runs one command line (without `node` and the script). @returns the exit status */
export async function runCli(args: readonly string[], around: Omit<CliContext, 'exitWith'>): Promise<number> {
  let status = 0
  const context: CliContext = {
    ...around,
    exitWith(value) {
      status = value
    },
  }
  const program = buildProgram(context)
  try {
    await program.parseAsync(asHelpFlag(args), { from: 'user' })
    return status
  } catch (error) {
    return report(error instanceof CommanderError ? usageOf(error, namedCommand(program, args)) : error, context)
  }
}

export function buildProgram(context: CliContext): Command {
  const program = new Command('lazulite')
    .description('Azure managed identities, end to end, on your own machine.')
    .option('--data <folder>', 'data folder of the server that is meant')
    .version(version, '-V, --version', 'print the version')
    .usage('[--data <folder>] <command> [options]')
    .addHelpText('after', helpEnd)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      // an error is one line, and report() prints it
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => helpWidth(context.stdout.columns),
      getErrHelpWidth: () => helpWidth(context.stderr.columns),
    })
    .configureHelp(helpFormat)
    .helpCommand('help [command]', 'show help of a command')
  const loaded = new Set<string>()
  for (const { name, summary } of commands) program.command(name).summary(summary).description(sentence(summary))
  program.hook('preSubcommand', async (_program, command) => {
    const entry = commands.find(({ name }) => name === command.name())
    if (entry === undefined || loaded.has(entry.name)) return
    loaded.add(entry.name)
    ;(await entry.load())(command, context, () => buildWholeProgram(context))
  })
  return program
}

/** The whole tree, for completion scripts and the reference. */
export async function buildWholeProgram(context: CliContext): Promise<Command> {
  const program = buildProgram(context)
  for (const entry of commands) {
    const command = program.commands.find((candidate) => candidate.name() === entry.name)
    if (command !== undefined) (await entry.load())(command, context, () => buildWholeProgram(context))
  }
  return program
}

/** Help stays readable on a wide screen. */
const helpWidth = (columns: number | undefined): number => Math.min(columns ?? 80, 100)

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

/** `help vm create` is `vm create --help`: only parsing a command loads its options. */
function asHelpFlag(args: readonly string[]): string[] {
  if (args.length === 0) return ['--help']
  const asked = args[0] === 'help' ? [...args.slice(1).filter(isWord), '--help'] : [...args]
  // help of a command that is not there would be the program's own, and no error
  const first = asked[0]
  return first !== undefined && isWord(first) && !commands.some(({ name }) => name === first) ? [first] : asked
}

const isWord = (argument: string): boolean => !argument.startsWith('-')

/** The command that the arguments lead to, as far as they do. */
function namedCommand(program: Command, args: readonly string[]): Command {
  const end = args.indexOf('--')
  let command = program
  for (const argument of end === -1 ? args : args.slice(0, end)) {
    command = command.commands.find((child) => child.name() === argument) ?? command
  }
  return command
}

/** `lazulite vm create` */
const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`

/** A wrong command line as one line that says where to look; help that was asked for stays what it is. */
function usageOf(error: CommanderError, command: Command): Error {
  if (error.exitCode === 0) return error
  const name = nameOf(command)
  // a command of commands without one of them
  const isBare = error.code === 'commander.help'
  const children = command.commands.map((child) => child.name()).join(', ')
  const message = isBare ? `${name} needs one of: ${children}` : error.message.replace(/^error: |\.$/g, '')
  return usageError(`${message}; see: ${name} --help`)
}

function report(error: unknown, context: CliContext): number {
  if (error instanceof CommanderError) return error.exitCode
  printLine(context.stderr, errorLine(error))
  debugStack(error)
  if (error instanceof CliError) return error.exitStatus
  return error instanceof ConfigError && error.code === 'invalidFlag' ? 2 : 1
}

/** `NODE_DEBUG=lazulite` shows where an error came from. */
function debugStack(error: unknown): void {
  if (/\blazulite\b/.test(process.env.NODE_DEBUG ?? '') && error instanceof Error)
    process.stderr.write(`${error.stack}\n`)
}
