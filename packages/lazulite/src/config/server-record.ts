/**
 * `server.json`: where the running server is, so that every command of the same user finds it.
 *
 * Written when the server is ready and removed when it stops; one left behind by `kill -9` is recognised because
 * no process with its number and start time lives.
 */
import { readFileSync, rmSync } from 'node:fs'
import type { DataFolder } from './data-folder.js'
import { readJsonObject, writeJsonWhole } from './private-file.js'
import { processStart } from './process-start.js'

export interface ServerRecord {
  readonly origin: string
  readonly pid: number
  /** See `process-start.ts`. */
  readonly processStart: string
  readonly version: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly caCertificate: string
  readonly computeDriver: 'netns' | 'metadata-only'
  readonly database: string
  /** Where its files are: the data folder itself, or a temporary folder when it keeps nothing. */
  readonly dataFolder: string
  readonly memory: boolean
  /** Seconds; see the configuration. */
  readonly rolePropagationDelay: number
  readonly groupMembershipDelay: number
}

export const writeServerRecord = (folder: DataFolder, record: ServerRecord): void =>
  writeJsonWhole(folder.serverFile, record)

/** Removes the record of this very server; another server's stays. */
export function removeServerRecord(folder: DataFolder, pid: number): void {
  if (readServerRecord(folder)?.pid === pid) rmSync(folder.serverFile, { force: true })
}

/** What is written there, whether or not that server still lives; undefined when there is nothing, or it is damaged. */
export function readServerRecord(folder: DataFolder): ServerRecord | undefined {
  const content = readJsonObject(folder.serverFile)
  if (content === undefined) return undefined
  const text = (name: string): string | undefined => {
    const value = content[name]
    return typeof value === 'string' ? value : undefined
  }
  const seconds = (name: string): number => {
    const value = content[name]
    return typeof value === 'number' ? value : 0
  }
  const { pid, memory, computeDriver } = content
  const [origin, start, version, startedAt] = [text('origin'), text('processStart'), text('version'), text('startedAt')]
  const [caCertificate, database, files] = [text('caCertificate'), text('database'), text('dataFolder')]
  if (typeof pid !== 'number' || origin === undefined || start === undefined) return undefined
  if (version === undefined || startedAt === undefined || caCertificate === undefined) return undefined
  if (database === undefined || files === undefined) return undefined
  if (computeDriver !== 'netns' && computeDriver !== 'metadata-only') return undefined
  return {
    ...{ origin, pid, processStart: start, version, startedAt, caCertificate, computeDriver },
    ...{ database, dataFolder: files, memory: memory === true },
    rolePropagationDelay: seconds('rolePropagationDelay'),
    groupMembershipDelay: seconds('groupMembershipDelay'),
  }
}

/** Does the process that wrote the record still run? */
export const isAlive = (record: Pick<ServerRecord, 'pid' | 'processStart'>, startOf = processStart): boolean =>
  startOf(record.pid) === record.processStart

/** The record of a server that runs now. */
export function liveServer(folder: DataFolder, startOf = processStart): ServerRecord | undefined {
  const record = readServerRecord(folder)
  return record !== undefined && isAlive(record, startOf) ? record : undefined
}

/** The certificate authority of a server, PEM. @throws when the file is gone */
export const caCertificateOf = (record: Pick<ServerRecord, 'caCertificate'>): string =>
  readFileSync(record.caCertificate, 'utf8')
