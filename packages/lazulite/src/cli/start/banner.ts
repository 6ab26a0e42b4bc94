/** What `start` says when the server is ready. */
import type { LoadedConfig } from '../../config/load-config.js'
import { version } from '../../version.js'
import { shellQuoted } from '../environment/quoting.js'
import { facts } from '../output/table.js'
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
  warnings: ready.warnings,
})

export function banner(ready: ReadyServer, { sources }: Pick<LoadedConfig, 'sources'>): string[] {
  const isNamed = sources.data === 'flag' || sources.data === 'file'
  const command = `npx lazulite${isNamed ? ` --data ${shellQuoted(ready.dataFolder)}` : ''}`
  return [
    `Lazulite ${version} is ready (${(ready.startupMs / 1000).toFixed(2)} s)`,
    '',
    ...indented([
      ['origin', ready.origin],
      ['data', ready.dataFolder],
      ['database', ready.database],
      ['machines', machines[ready.computeDriver]],
    ]),
    '',
    ...indented([
      ['credentials', `${command} credentials`],
      ['this shell', `eval "$(${command} env)"`],
      ['tutorial', `${command} tutorial linux-vm-system-assigned`],
    ]),
    ...(ready.warnings.length === 0 ? [] : ['', ...ready.warnings.map((warning) => `  warning: ${warning}`)]),
    '',
  ]
}

const machines = {
  netns: 'Linux namespaces; 169.254.169.254 answers inside each',
  'metadata-only': 'a metadata port each, nothing to enter (see: npx lazulite doctor)',
} as const

const indented = (pairs: readonly (readonly [string, string])[]): string[] => facts(pairs).map((line) => `  ${line}`)
