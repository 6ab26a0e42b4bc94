/**
 * Where the data folder is unless told otherwise, without loading the schema: every command asks this first.
 *
 * Source: XDG Base Directory Specification (`$XDG_STATE_HOME`, else `~/.local/state`; relative values are ignored);
 * Apple's File System Programming Guide (`~/Library/Application Support`); Windows known folders (`%LOCALAPPDATA%`).
 */
import { isAbsolute, join, resolve } from 'node:path'

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly workingFolder: string
}

export function defaultDataFolder({ env, platform, home }: Omit<Surroundings, 'workingFolder'>): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'lazulite')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'lazulite')
  const state = env.XDG_STATE_HOME
  return join(state !== undefined && isAbsolute(state) ? state : join(home, '.local', 'state'), 'lazulite')
}

/** The folder a command means: `--data`, else `LAZULITE_DATA`, else the default. Always absolute. */
export function resolveDataFolder(flag: string | undefined, around: Surroundings): string {
  const chosen = flag ?? (around.env.LAZULITE_DATA || undefined)
  return chosen === undefined ? defaultDataFolder(around) : resolve(around.workingFolder, chosen)
}
