/** Finds the server that a command means, through its data folder. */
import type { Command } from 'commander'
import { type Credentials, readCredentials } from '../config/credentials.js'
import { type DataFolder, dataFolder } from '../config/data-folder.js'
import { resolveDataFolder } from '../config/default-data-folder.js'
import { caCertificateOf, liveServer, type ServerRecord } from '../config/server-record.js'
import { CliError, usageError } from './cli-error.js'
import type { CliContext } from './context.js'
import { cloudShellTokens } from './token/cloud-shell-token.js'

export interface RunningCloud {
  readonly server: ServerRecord
  readonly credentials: Credentials
  /** Of the server's own files; differs from the folder that names it when the server keeps nothing. */
  readonly files: DataFolder
  /** PEM. */
  readonly caCertificate: string
  /** Inside a Cloud Shell: where its user's tokens are. */
  readonly shellTokens?: string
}

export interface DataOption {
  readonly data?: string
}

/** Adds `--data`, which every command that looks for a server takes. */
export const withDataOption = (command: Command): Command =>
  command.option('--data <folder>', 'data folder of the server that is meant')

/** `--data` may stand before the command's name too; the one nearest to the end counts. */
export function givenData(command: Command): string | undefined {
  for (let current: Command | null = command; current !== null; current = current.parent) {
    const { data } = current.opts<DataOption>()
    if (data === '') throw usageError('--data must be a folder')
    if (data !== undefined) return data
  }
  return undefined
}

/** @throws CliError (2) when `--data` is empty */
export const dataFolderOf = (command: Command, context: CliContext): DataFolder =>
  dataFolder(resolveDataFolder(givenData(command), context))

/** @throws CliError when none runs */
export function findServer(command: Command, context: CliContext): ServerRecord {
  const folder = dataFolderOf(command, context)
  const server = liveServer(folder)
  if (server === undefined) throw new CliError(`no server runs on ${folder.path}; start one with: lazulite start`)
  return server
}

/** @throws CliError when none runs, or its credentials cannot be read */
export function findCloud(command: Command, context: CliContext): RunningCloud {
  const server = findServer(command, context)
  const files = dataFolder(server.dataFolder)
  const credentials = readCredentials(files)
  if (credentials === undefined) throw new CliError(`${files.credentialsFile} is missing or damaged`)
  const shellTokens = cloudShellTokens(context.env)
  const own = shellTokens === undefined ? {} : { shellTokens }
  return { server, credentials, files, caCertificate: caCertificateOf(server), ...own }
}
