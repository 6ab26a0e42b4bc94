/**
 * From arguments to a command: parsing, help, and what an error looks like.
 *
 * Exit statuses: 0, 1 for what failed, 2 for a wrong command line; `exec` passes on its program's.
 */
import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config/config-error.js'
import { version } from '../version.js'
import { CliError, errorLine } from './cli-error.js'
import { commands } from './commands.js'
import { type CliContext, printLine } from './context.js'
import { helpFormat } from './help-format.js'

const helpEnd = `
A command finds its server through --data, else LAZULITE_DATA, else the user's
state folder. Exit status: 0; 1 when it failed; 2 for a wrong command line.

First steps:
  lazulite start --detach
  lazulite tutorial linux-vm-system-assigned
  lazulite exec -- az login --service-principal ...`

/** Runs one command line (without `node` and the script). @returns the exit status */
export async function runCli(args: readonly string[], around: Omit<CliContext, 'exitWith'>): Promise<number> {
  let status = 0
  const context: CliContext = {
    ...around,
    exitWith(value) {
      status = value
    },
  }
  try {
    await buildProgram(context).parseAsync(asHelpFlag(args), { from: 'user' })
    return status
  } catch (error) {
    return report(error, context)
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
      writeErr: (text) => context.stderr.write(text),
      // printed once, by report()
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
    ;(await entry.load())(command, context)
  })
  return program
}

/** The whole tree, for completion scripts. */
export async function buildWholeProgram(context: CliContext): Promise<Command> {
  const program = buildProgram(context)
  for (const entry of commands) {
    const command = program.commands.find((candidate) => candidate.name() === entry.name)
    if (command !== undefined) (await entry.load())(command, context)
  }
  return program
}

/** Help stays readable on a wide screen. */
const helpWidth = (columns: number | undefined): number => Math.min(columns ?? 80, 100)

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

/** `help vm create` is `vm create --help`: only parsing a command loads its options. */
function asHelpFlag(args: readonly string[]): string[] {
  if (args.length === 0) return ['--help']
  if (args[0] !== 'help') return [...args]
  return [...args.slice(1).filter((argument) => !argument.startsWith('-')), '--help']
}

function report(error: unknown, context: CliContext): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    const message = error.message.replace(/^error: /, '')
    printLine(context.stderr, `${errorLine(new Error(message))}; see: lazulite --help`)
    return 2
  }
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
