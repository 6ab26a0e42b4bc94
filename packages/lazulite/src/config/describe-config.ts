/** The effective configuration for people: each option with its value, where it came from and its sentence. No secrets. */
import type { LoadedConfig } from './load-config.js'
import { type ConfigName, configNames, configSchema, environmentName, flagName, secretNames } from './schema.js'

export interface DescribedOption {
  readonly name: ConfigName
  readonly value: string | number | boolean | null
  readonly source: string
  readonly environment: string
  /** Absent for secrets, which no flag takes. */
  readonly flag?: string
  readonly sentence: string
}

/** What stands in for a secret that is set. */
export const hidden = '********'

export const sentenceOf = (name: ConfigName): string => configSchema.shape[name].description ?? ''

export function describeConfig({ config, sources }: LoadedConfig): DescribedOption[] {
  return configNames.map((name) => {
    const value = config[name] ?? null
    return {
      name,
      value: value === null ? null : secretNames.has(name) ? hidden : withoutPassword(value),
      source: sources[name],
      environment: environmentName(name),
      ...(secretNames.has(name) ? {} : { flag: `--${flagName(name)}` }),
      sentence: sentenceOf(name),
    }
  })
}

/** A database address may carry a password. */
const withoutPassword = (value: string | number | boolean): string | number | boolean =>
  typeof value === 'string' ? value.replace(/^(postgres(?:ql)?:\/\/[^:/@]*):[^@]*@/, `$1:${hidden}@`) : value
