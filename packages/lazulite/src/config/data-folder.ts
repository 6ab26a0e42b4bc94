/**
 * Layout and access of the data folder.
 *
 * Only its owner may enter (0700): it holds the database, the signing keys, the CA's key and the passwords.
 */
import { accessSync, chmodSync, constants, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './config-error.js'

export interface DataFolder {
  readonly path: string
  readonly databaseFile: string
  /** Held by the process that uses the database. */
  readonly lockFile: string
  readonly caCertificateFile: string
  readonly caKeyFile: string
  /** The system's certificate authorities and ours, PEM. */
  readonly caBundleFile: string
  /** The same as a Java key store. */
  readonly trustStoreFile: string
  readonly credentialsFile: string
  /** Where the running server is; absent when none runs. */
  readonly serverFile: string
  /** What a detached server prints. */
  readonly logFile: string
  /** How to get into running machines, `<vmId>.json` each. */
  readonly runFolder: string
  /** What machines keep between their runs, a folder `<vmId>` each. */
  readonly machinesFolder: string
  /** Home folders of Cloud Shells, by user. */
  readonly cloudShellFolder: string
  /** Private key with which `lazulite ssh` signs in, for who has none; the public one is beside it. */
  readonly sshKeyFile: string
}

export const dataFolder = (path: string): DataFolder => ({
  path,
  databaseFile: join(path, 'lazulite.db'),
  lockFile: join(path, 'lock'),
  caCertificateFile: join(path, 'ca.pem'),
  caKeyFile: join(path, 'ca-key.pem'),
  caBundleFile: join(path, 'ca-bundle.pem'),
  trustStoreFile: join(path, 'trust-store.jks'),
  credentialsFile: join(path, 'credentials.json'),
  serverFile: join(path, 'server.json'),
  logFile: join(path, 'server.log'),
  runFolder: join(path, 'run'),
  machinesFolder: join(path, 'machines'),
  cloudShellFolder: join(path, 'cloudshell'),
  sshKeyFile: join(path, 'ssh-key'),
})

export interface OpenedDataFolder {
  readonly folder: DataFolder
  /** It did not exist before. */
  readonly isNew: boolean
  /** Something the operator should know, one line each. */
  readonly warnings: readonly string[]
}

/**
 * Makes the folder, or checks the one that is there.
 *
 * Decision: an existing folder that others may enter is closed to them when it is empty or already ours; a folder with
 * other people's files in it (a home, a checkout) keeps its mode, and the operator is told.
 * @throws ConfigError `notAFolder`, `notYours`, `readOnly`
 */
export function openDataFolder(path: string, uid = process.geteuid?.()): OpenedDataFolder {
  const folder = dataFolder(path)
  const isNew = make(path)
  const { mode, uid: owner } = statSync(path)
  if (uid !== undefined && owner !== uid) {
    throw new ConfigError('notYours', `data folder ${path} belongs to another user (uid ${owner}, you are ${uid})`)
  }
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    mkdirSync(folder.runFolder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new ConfigError('readOnly', `data folder ${path} is not writable`, { cause })
  }
  return { folder, isNew, warnings: restrict(folder, mode) }
}

/** @returns whether it was made now */
function make(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false
  try {
    makeFolders(path)
    return true
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new ConfigError('notAFolder', `data folder ${path} cannot be used: ${fileOnTheWay(path)} is not a folder`, {
        cause,
      })
    }
    throw new ConfigError('readOnly', `data folder ${path} cannot be made (${String(code)})`, { cause })
  }
}

/** Level by level: where the system answers ENOENT although the parent is there (`/proc`), the runtime's own recursion never ends. */
function makeFolders(path: string): void {
  const parent = join(path, '..')
  if (parent !== path && statSync(parent, { throwIfNoEntry: false }) === undefined) makeFolders(parent)
  mkdirSync(path, { mode: 0o700 })
}

/** The part of `path` that exists and is no folder. */
function fileOnTheWay(path: string): string {
  const parent = join(path, '..')
  try {
    lstatSync(path)
    return path
  } catch {
    return parent === path ? path : fileOnTheWay(parent)
  }
}

function restrict(folder: DataFolder, mode: number): string[] {
  if ((mode & 0o077) === 0) return []
  const ours = new Set([
    'run',
    'lazulite.db',
    'lazulite.config.json',
    'ca.pem',
    'credentials.json',
    'server.json',
    'server.log',
  ])
  const names = readdirSync(folder.path)
  const isOurs =
    names.includes('lazulite.db') || names.includes('credentials.json') || names.every((name) => ours.has(name))
  if (!isOurs) return [`data folder ${folder.path} has files of others in it and can be entered by other users`]
  chmodSync(folder.path, 0o700)
  return []
}
