/** What `start` says when the server is ready. */
import { dataFolder } from '../../config/data-folder.js'
import type { LoadedConfig } from '../../config/load-config.js'
import { version } from '../../version.js'
import { shellQuoted } from '../environment/quoting.js'
import type { Paint } from '../output/colour.js'
import { delaysInWords } from '../output/delays.js'
import { facts, wrapped } from '../output/table.js'
import type { ReadyServer } from './run-server.js'

/** One line for machines; `pid` is the process that listens. */
export const readyEvent = (ready: ReadyServer): object => ({
  event: 'ready',
  origin: ready.origin,
  pid: ready.pid,
  startupMs: ready.startupMs,
  dataFolder: ready.dataFolder,
  caCertificate: ready.caCertificateFile,
  computeDriver: ready.computeDriver,
  database: ready.database,
  unenforced: ready.unenforced.map(({ principalId, displayName, mode }) => ({ principalId, displayName, mode })),
  rolePropagationDelay: ready.rolePropagationDelay,
  groupMembershipDelay: ready.groupMembershipDelay,
  warnings: ready.warnings,
})

export interface BannerInput {
  readonly ready: ReadyServer
  readonly loaded: Pick<LoadedConfig, 'sources'>
  readonly isDetached: boolean
  readonly paint: Paint
}

/** Begins and ends with an empty line: the log's lines stand before and after it. */
export function banner({ ready, loaded: { sources }, isDetached, paint }: BannerInput): string[] {
  const isNamed = sources.data === 'flag' || sources.data === 'file'
  const command = `npx lazulite${isNamed ? ` --data ${shellQuoted(ready.dataFolder)}` : ''}`
  const delays = delaysInWords(ready)
  return [
    '',
    paint('bold', `Lazulite ${version} is ready (${(ready.startupMs / 1000).toFixed(2)} s)`),
    '',
    ...indented([
      ['origin', ready.origin],
      ['portal', `${ready.origin}/`],
      ['data', ready.dataFolder],
      ['database', ready.database],
      ['machines', machines[ready.computeDriver]],
      ...(delays === undefined ? [] : ([['delays', delays]] as const)),
      ...(isDetached ? ([['log', dataFolder(ready.dataFolder).logFile]] as const) : []),
    ]),
    '',
    ...indented([
      ['tutorial', `${command} tutorial`],
      ['this shell', `eval "$(${command} env)"`],
      ['credentials', `${command} credentials`],
      ['end', isDetached ? `${command} stop` : 'Ctrl-C'],
    ]),
    ...(ready.warnings.length === 0 ? [] : ['', ...ready.warnings.flatMap((warning) => warningLines(warning, paint))]),
    '',
  ]
}

/** Wrapped before it is painted: a colour takes no room. */
const warningLines = (warning: string, paint: Paint): string[] =>
  wrapped(`warning: ${warning}`, 78, '  ').map(
    (line, index) => `  ${index === 0 ? line.replace('warning', paint('yellow', 'warning')) : line}`,
  )

const machines = {
  netns: 'Linux namespaces; 169.254.169.254 answers inside each',
  'metadata-only': 'a metadata port each, nothing to enter (see: npx lazulite doctor)',
} as const

const indented = (pairs: readonly (readonly [string, string])[]): string[] => facts(pairs).map((line) => `  ${line}`)
