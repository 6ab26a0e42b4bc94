/**
 * Values as literals of a shell or file format, so that nothing in them is expanded.
 *
 * Sources: POSIX.1-2017 Shell Command Language 2.2.2; PowerShell about_Quoting_Rules; dotenv files as Docker Compose reads them.
 */

import { shellWord } from '../../domain/shell-word.js'

export const shellQuoted = shellWord

/** For PowerShell: single quotes, doubled inside; its typographic quotes count as quotes too. */
export const powershellQuoted = (value: string): string => `'${value.replace(/['‘’‚‛]/g, '$&$&')}'`

/** For a dotenv file: plain when harmless, single quotes when it has none, else double quotes with escapes. */
export function dotenvQuoted(value: string): string {
  if (/^[\w@%+=:,./-]*$/.test(value)) return value
  if (!/['\n\r]/.test(value)) return `'${value}'`
  const escaped = value
    .replace(/[\\"$`]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
  return `"${escaped}"`
}

export const environmentFormats = ['sh', 'pwsh', 'dotenv', 'json'] as const
export type EnvironmentFormat = (typeof environmentFormats)[number]

/** Names must be plain identifiers; values may be anything. */
export function formatEnvironment(variables: Readonly<Record<string, string>>, format: EnvironmentFormat): string {
  if (format === 'json') return `${JSON.stringify(variables, null, 2)}\n`
  return Object.entries(variables)
    .map(([name, value]) => `${assignment[format](name, value)}\n`)
    .join('')
}

const assignment: Record<Exclude<EnvironmentFormat, 'json'>, (name: string, value: string) => string> = {
  sh: (name, value) => `export ${name}=${shellQuoted(value) || "''"}`,
  pwsh: (name, value) => `$env:${name} = ${powershellQuoted(value)}`,
  dotenv: (name, value) => `${name}=${dotenvQuoted(value)}`,
}
