/** `lazulite start`: the cloud in the foreground, or detached. Its options are those of the configuration. */
import { type Command, Option } from 'commander'
import { sentenceOf } from '../../config/describe-config.js'
import { type LoadedConfig, loadConfig } from '../../config/load-config.js'
import {
  type ConfigName,
  choicesOf,
  configNames,
  configSchema,
  flagName,
  kindOf,
  secretNames,
} from '../../config/schema.js'
import { errorLine, notImplemented } from '../cli-error.js'
import type { Configure } from '../command-module.js'
import { type CliContext, printLine } from '../context.js'
import { painter } from '../output/colour.js'
import { givenData } from '../running-cloud.js'
import { banner, readyEvent } from '../start/banner.js'
import { startDetached } from '../start/detached.js'
import { runServer } from '../start/run-server.js'

interface StartOptions extends Readonly<Record<string, string | boolean | undefined>> {
  readonly config?: string
  readonly detach?: boolean
  readonly json?: boolean
  /** From `start --detach`: how it found the data folder. */
  readonly reportToParent?: 'new' | 'known'
}

/** A handle that nobody closed does not keep a stopped server alive for longer (milliseconds). */
const lastMoments = 2000

export const configureStart: Configure = (command, context) => {
  command
    .description('Run the cloud, in the foreground unless detached. SIGINT and SIGTERM end it gracefully.')
    .option('--detach', 'run in the background; returns when the server is ready')
    .option('--json', 'print one JSON line when ready instead of the banner')
  addConfigOptions(command)
  command.addOption(new Option('--report-to-parent <folder>').choices(['new', 'known']).hideHelp())
  command.action(async () => {
    const { detach, json, reportToParent, config: file, ...given } = command.opts<StartOptions>()
    const flags = { ...given, data: givenData(command) }
    const loaded = loadConfig({ ...context, flags, ...(file === undefined ? {} : { file }) })
    refuseWhatIsMissing(loaded)
    if (detach === true) {
      const ready = await startDetached({ loaded, flags, context, ...(file === undefined ? {} : { file }) })
      announce(context, json === true, { ready, loaded, isDetached: true })
      return
    }
    const tell = (message: object): void => {
      if (reportToParent !== undefined && process.connected) process.send?.(message)
    }
    try {
      await runServer(loaded, {
        isFolderNew: reportToParent === 'new',
        onReady(ready) {
          tell({ event: 'ready', ready })
          if (reportToParent !== undefined && process.connected) process.disconnect()
          announce(context, json === true, { ready, loaded, isDetached: false })
        },
      })
    } catch (error) {
      tell({ event: 'failed', line: errorLine(error) })
      throw error
    } finally {
      setTimeout(() => process.exit(), lastMoments).unref()
    }
  })
}

/** `--some-option` for each option that may stand on a command line. `--data` is every command's. */
export function addConfigOptions(command: Command): void {
  command.option('--data <folder>', helpText('data'))
  command.option('--config <file>', 'configuration file; default: lazulite.config.json in the data folder, if any')
  for (const name of configNames) {
    if (name === 'data' || secretNames.has(name)) continue
    command.addOption(new Option(`--${flagName(name)}${placeholder(name)}`, helpOf(name)))
  }
}

const valueNames: Partial<Record<ConfigName, string>> = {
  port: 'number',
  sshPort: 'number',
  host: 'address',
  database: 'url',
  seed: 'file',
  tenantDomain: 'domain',
  accessAudit: 'principals',
  accessOff: 'principals',
}

function placeholder(name: ConfigName): string {
  if (kindOf(name) === 'boolean') return ''
  const value = choicesOf(name)?.join('|') ?? valueNames[name] ?? (kindOf(name) === 'number' ? 'seconds' : 'guid')
  return ` <${value}>`
}

/** The option's sentence as the others' help texts are written. */
const helpText = (name: ConfigName): string =>
  sentenceOf(name)
    .replace(/^./, (letter) => letter.toLowerCase())
    .replace(/\.$/, '')

function helpOf(name: ConfigName): string {
  const standard = configSchema.shape[name].safeParse(undefined)
  const value = standard.success ? standard.data : undefined
  const text = helpText(name)
  return value === undefined || value === false ? text : `${text} (default: ${String(value)})`
}

function refuseWhatIsMissing({ config }: LoadedConfig): void {
  if (config.database !== undefined) throw notImplemented('--database: PostgreSQL is not supported yet')
  if (config.seed !== undefined) throw notImplemented('--seed: seed files are not supported yet')
}

function announce(context: CliContext, json: boolean, told: Omit<Parameters<typeof banner>[0], 'paint'>): void {
  const paint = painter(context.stdout, context.env)
  const lines = json ? [JSON.stringify(readyEvent(told.ready))] : banner({ ...told, paint })
  for (const line of lines) printLine(context.stdout, line)
}
