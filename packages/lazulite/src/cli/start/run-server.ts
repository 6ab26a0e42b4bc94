/** The life of a server in this process: data folder, start, record, signal, graceful end. */
import { rmdirSync, rmSync } from 'node:fs'
import { ConfigError } from '../../config/config-error.js'
import { readCredentials } from '../../config/credentials.js'
import { dataFolder, openDataFolder } from '../../config/data-folder.js'
import { isLoopback, type LoadedConfig, refuseUnchosen, refuseUnsafe } from '../../config/load-config.js'
import { processStart } from '../../config/process-start.js'
import { liveServer, removeServerRecord, writeServerRecord } from '../../config/server-record.js'
import { makeTemporaryFolder, removeTemporaryFolder, sweepStaleTemporaryFolder } from '../../config/temporary-folder.js'
import type { RunningServer, StartServer } from '../../server.js'
import { version } from '../../version.js'
import type { Delays } from '../output/delays.js'

export interface ReadyServer extends Omit<RunningServer, 'close'>, Delays {
  /** The folder that names the server. */
  readonly dataFolder: string
}

/** Signals within this time count as one: a terminal and a parent process may both pass on the same Ctrl-C. */
const sameKeyPress = 1000

/**
 * Runs until SIGINT or SIGTERM; a later second signal ends the process at once.
 * @throws ConfigError, or what the server's parts throw, before `onReady` was called
 */
export async function runServer(
  loaded: LoadedConfig,
  {
    onReady,
    isFolderNew = false,
    startServer = composed,
  }: {
    readonly onReady: (ready: ReadyServer) => void
    /** The data folder was made for this server: with `memory` it goes when the server does. */
    readonly isFolderNew?: boolean
    readonly startServer?: StartServer
  },
): Promise<void> {
  const { config } = loaded
  const { folder, isNew, warnings } = openDataFolder(config.data)
  const other = liveServer(folder)
  if (other !== undefined) {
    throw new ConfigError('inUse', `a server already runs on ${folder.path} (${other.origin}, pid ${other.pid})`)
  }
  const stored = config.memory ? undefined : readCredentials(folder)
  if (stored === undefined) refuseUnchosen(config)
  else refuseUnsafe(config, { adminPassword: stored.admin.password, operatorSecret: stored.operator.clientSecret })
  sweepStaleTemporaryFolder(folder)
  rmSync(folder.serverFile, { force: true })
  const files = config.memory ? openDataFolder(makeTemporaryFolder()).folder : folder
  const { rolePropagationDelay, groupMembershipDelay } = config
  const delays: Delays = { rolePropagationDelay, groupMembershipDelay }
  const signals = listenForSignals()
  let server: RunningServer | undefined
  try {
    server = await startServer({ ...config, data: files.path })
    writeServerRecord(folder, {
      origin: server.origin,
      pid: server.pid,
      processStart: processStart(server.pid) ?? '',
      version,
      startedAt: new Date().toISOString(),
      caCertificate: server.caCertificateFile,
      computeDriver: server.computeDriver,
      database: server.database,
      dataFolder: files.path,
      memory: config.memory,
      ...delays,
    })
    onReady({
      ...{ origin: server.origin, pid: server.pid, startupMs: Math.round(server.startupMs) },
      ...{
        caCertificateFile: server.caCertificateFile,
        computeDriver: server.computeDriver,
        database: server.database,
      },
      unenforced: server.unenforced,
      warnings: [...exposure(loaded), ...warnings, ...server.warnings],
      dataFolder: folder.path,
      ...delays,
    })
    await signals.first
  } finally {
    try {
      await server?.close()
    } finally {
      removeServerRecord(folder, process.pid)
      if (config.memory) forget(files.path, folder.path, isNew || isFolderNew)
      signals.ignore()
    }
  }
}

/** Loaded only here: the rest of the command line has no use for it. */
const composed: StartServer = async (config) => (await import('../../compose.js')).startServer(config)

/** What the operator opened up with the configuration. */
const exposure = ({ config }: LoadedConfig): string[] => [
  ...(isLoopback(config.host) ? [] : [`listening on ${config.host}: whoever reaches this machine can try to sign in`]),
  ...(config.allowControls ? ['controls are enabled: the clock and faults can be set through the operations API'] : []),
]

function forget(temporary: string, path: string, isNew: boolean): void {
  removeTemporaryFolder(temporary)
  if (!isNew) return
  const { runFolder, logFile } = dataFolder(path)
  rmSync(logFile, { force: true })
  try {
    rmdirSync(runFolder)
    rmdirSync(path)
  } catch {
    // someone put something in it
  }
}

/** `first` resolves at the first SIGINT, SIGTERM or SIGHUP; a second one ends the process. */
function listenForSignals(): { readonly first: Promise<void>; ignore(): void } {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const { promise, resolve } = Promise.withResolvers<void>()
  let first: number | undefined
  const onSignal = (_name: NodeJS.Signals, number: number): void => {
    const now = performance.now()
    first ??= now
    if (now - first > sameKeyPress) process.exit(128 + number)
    resolve()
  }
  for (const name of names) process.on(name, onSignal)
  return {
    first: promise,
    ignore() {
      for (const name of names) process.off(name, onSignal)
    },
  }
}
