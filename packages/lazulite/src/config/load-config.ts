/**
 * Reads the configuration once, at start: file, then environment, then flags; the later one wins.
 *
 * The file is `--config` (or `LAZULITE_CONFIG`), else `lazulite.config.json` in the data folder when there is one.
 * Unknown keys are errors in all three: a misspelt option that silently does nothing costs an afternoon.
 */
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isJsonObject } from '../domain/json.js'
import { ConfigError } from './config-error.js'
import { resolveDataFolder, type Surroundings } from './default-data-folder.js'
import { type Config, type ConfigName, configNames, configSchema, environmentName, flagName, kindOf } from './schema.js'

export type ConfigSource = 'default' | 'file' | 'environment' | 'flag'

export interface LoadedConfig {
  readonly config: Config
  readonly sources: Readonly<Record<ConfigName, ConfigSource>>
  /** The file that was read, if any. */
  readonly file?: string
}

export interface LoadConfigInput extends Surroundings {
  /** Values of flags by option name; texts, or `true` for a flag without value. Absent flags are undefined. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  /** `--config`. */
  readonly file?: string
}

/** Variables with our prefix that are no options of the server. */
const otherVariables: ReadonlySet<string> = new Set(['LAZULITE_CONFIG'])

/** Paths given in the file are relative to the file; paths given by flag or variable, to the working folder. */
const pathNames: ReadonlySet<ConfigName> = new Set<ConfigName>(['data', 'seed'])

/** @throws ConfigError naming the flag, variable or file key that is wrong. */
export function loadConfig(input: LoadConfigInput): LoadedConfig {
  const values: Partial<Record<ConfigName, unknown>> = {}
  const sources = Object.fromEntries(configNames.map((name) => [name, 'default'])) as Record<ConfigName, ConfigSource> // filled for every name
  const set = (name: ConfigName, value: unknown, source: ConfigSource, place: string, folder: string): void => {
    const result = configSchema.shape[name].safeParse(value)
    if (!result.success)
      throw new ConfigError(
        source === 'flag' ? 'invalidFlag' : 'invalidOption',
        `${place} ${result.error.issues[0]?.message ?? 'is invalid'}`,
      )
    values[name] = pathNames.has(name) && typeof result.data === 'string' ? resolve(folder, result.data) : result.data
    sources[name] = source
  }

  const file = findFile(input)
  if (file !== undefined) {
    for (const [key, value] of Object.entries(file.content)) {
      set(knownName(key, file.path), value, 'file', `${file.path}: "${key}"`, dirname(file.path))
    }
  }
  for (const [variable, value] of ourVariables(input.env)) {
    const name = configNames.find((candidate) => environmentName(candidate) === variable)
    if (name === undefined) throw unknownOption(variable, configNames.map(environmentName))
    set(name, fromText(name, value), 'environment', variable, input.workingFolder)
  }
  for (const [key, value] of Object.entries(input.flags)) {
    const name = configNames.find((candidate) => candidate === key)
    if (value === undefined) continue
    if (name === undefined) throw unknownOption(key, configNames)
    set(
      name,
      typeof value === 'string' ? fromText(name, value) : value,
      'flag',
      `--${flagName(name)}`,
      input.workingFolder,
    )
  }
  values.data ??= resolveDataFolder(undefined, { ...input, env: { ...input.env, LAZULITE_DATA: undefined } })
  const config = configSchema.parse(values)
  refuseUnsafe(config)
  return { config, sources, ...(file === undefined ? {} : { file: file.path }) }
}

/** Only this machine can reach it. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

const leastPasswordLength = 12

/**
 * Decision: beyond loopback, passwords chosen by hand need at least 12 characters; the generated ones are long and random.
 * @throws ConfigError `unsafeListener`
 */
export function refuseUnsafe(
  config: Pick<Config, 'host' | 'allowControls'>,
  secrets: {
    readonly adminPassword?: string | undefined
    readonly operatorSecret?: string | undefined
  } = config as Config, // a Config has both
): void {
  if (isLoopback(config.host)) return
  for (const name of ['adminPassword', 'operatorSecret'] as const) {
    const value = secrets[name]
    if (value !== undefined && value.length < leastPasswordLength) {
      throw new ConfigError(
        'unsafeListener',
        `listening on ${config.host} needs ${name} of at least ${leastPasswordLength} characters (others can reach it)`,
      )
    }
  }
  if (config.allowControls) {
    throw new ConfigError(
      'unsafeListener',
      `allowControls is only possible on a loopback address, not on ${config.host}`,
    )
  }
}

/**
 * Decision: a first start beyond loopback needs both credentials chosen, so that opening a cloud to others is deliberate.
 * @throws ConfigError `unsafeListener`
 */
export function refuseUnchosen(config: Pick<Config, 'host' | 'adminPassword' | 'operatorSecret'>): void {
  if (isLoopback(config.host)) return
  const missing = (['adminPassword', 'operatorSecret'] as const).filter((name) => config[name] === undefined)
  if (missing.length === 0) return
  throw new ConfigError(
    'unsafeListener',
    `listening on ${config.host} needs credentials of your own at first start (others can reach it): set ${missing.map(environmentName).join(' and ')}`,
  )
}

const ourVariables = (env: Surroundings['env']): [string, string][] =>
  Object.entries(env).flatMap(([name, value]): [string, string][] =>
    name.startsWith('LAZULITE_') && !otherVariables.has(name) && value !== undefined && value !== ''
      ? [[name, value]]
      : [],
  )

/** A text that is no number or truth value stays a text, so that the schema refuses it with its own sentence. */
function fromText(name: ConfigName, value: string): unknown {
  switch (kindOf(name)) {
    case 'number':
      return /^\d+$/.test(value) ? Number(value) : value
    case 'boolean':
      if (/^(true|1|yes|on)$/i.test(value)) return true
      return /^(false|0|no|off)$/i.test(value) ? false : value
    case 'text':
      return value
  }
}

function findFile(input: LoadConfigInput): { path: string; content: Readonly<Record<string, unknown>> } | undefined {
  const asked = input.file ?? (input.env.LAZULITE_CONFIG || undefined)
  if (asked !== undefined) {
    const path = resolve(input.workingFolder, asked)
    return { path, content: readJson(path) }
  }
  const dataFlag = typeof input.flags.data === 'string' ? input.flags.data : undefined
  const path = join(resolveDataFolder(dataFlag, input), 'lazulite.config.json')
  try {
    const content = readJson(path)
    if ('data' in content) {
      throw new ConfigError('invalidOption', `${path}: "data" cannot be set by the file inside the data folder`)
    }
    return { path, content }
  } catch (error) {
    const cause = error instanceof ConfigError ? error.cause : undefined
    if (isFileError(cause) && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return undefined
    throw error
  }
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    const why = isFileError(cause) && cause.code === 'ENOENT' ? 'there is no such file' : 'it cannot be read'
    throw new ConfigError('unreadableFile', `configuration file ${path}: ${why}`, { cause })
  }
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : 'not JSON'
    throw new ConfigError('unreadableFile', `configuration file ${path} is not JSON: ${detail}`)
  }
  if (isJsonObject(content)) return content
  throw new ConfigError('unreadableFile', `configuration file ${path} must hold one JSON object`)
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error

function knownName(key: string, path: string): ConfigName {
  const name = configNames.find((candidate) => candidate === key)
  if (name !== undefined) return name
  const error = unknownOption(key, configNames)
  throw new ConfigError(error.code, `${path}: ${error.message}`)
}

function unknownOption(given: string, known: readonly string[]): ConfigError {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '')
  const near =
    known.find((name) => plain(name) === plain(given)) ?? known.find((name) => isOneEditAway(plain(name), plain(given)))
  const hint = near === undefined ? '' : `; did you mean ${near}?`
  return new ConfigError('unknownOption', `${given} is not an option of Lazulite${hint}`)
}

/** One letter more, less, different, or two neighbours swapped. */
function isOneEditAway(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  if (restA.length <= 1 && restB.length <= 1) return true
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0]
}
