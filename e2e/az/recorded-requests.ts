/**
 * `contract/clients/azure-cli.json`: what the current az asks of Resource Manager and Graph, command by command.
 *
 * az names its command in the header CommandName, so the server's log is all that is needed. The file is written by
 * `npm run test:az -- --record`, never by hand; names are replaced by placeholders and each request is listed once. A run
 * of some of the tests adds what it saw to what is there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { LoggedRequest } from './server-log.ts'

interface RecordedRequest {
  readonly surface: string
  readonly method: string
  readonly path: string
  readonly apiVersion?: string
}

const file = resolve(import.meta.dirname, '../../contract/clients/azure-cli.json')

/** @param isPartial only some of the tests ran: what the file has is kept, as long as it is of the same release */
export function recordRequests(
  requests: readonly LoggedRequest[],
  { release, isPartial }: { readonly release: string; readonly isPartial: boolean },
): void {
  const commands = isPartial ? recordedBefore(release) : new Map<string, Map<string, RecordedRequest>>()
  for (const { endpoint, method, path, query, status, command, client } of requests) {
    // `az rest` asks what its user types; what is refused may not be what az meant to ask
    if (command === undefined || command === 'rest' || status >= 400) continue
    if (client?.includes(`AZURECLI/${release}`) !== true) continue
    const apiVersion = new URLSearchParams(query).get('api-version')
    const request: RecordedRequest = {
      ...{ surface: endpoint, method, path: endpoint === 'arm' ? armPattern(path) : graphPattern(path) },
      ...(apiVersion === null ? {} : { apiVersion }),
    }
    const known = commands.get(command) ?? new Map<string, RecordedRequest>()
    known.set(Object.values(request).join(' '), request)
    commands.set(command, known)
  }
  const observed = new Date(requests.at(-1)?.time ?? Date.now()).toISOString().slice(0, 10)
  const sorted = [...commands].sort(([a], [b]) => (a < b ? -1 : 1))
  const lines = sorted.map(([command, known]) => {
    const rows = [...known.values()].map((request) => `      ${JSON.stringify(request)}`).sort()
    return `    ${JSON.stringify(command)}: [\n${rows.join(',\n')}\n    ]`
  })
  const head = `"client": "Azure CLI", "release": "${release}", "observed": "${observed}"`
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `{\n  ${head},\n  "commands": {\n${lines.join(',\n')}\n  }\n}\n`)
}

function recordedBefore(release: string): Map<string, Map<string, RecordedRequest>> {
  if (!existsSync(file)) return new Map()
  const before: { release: string; commands: Record<string, RecordedRequest[]> } = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  if (before.release !== release) return new Map()
  const keyed = (known: RecordedRequest[]) =>
    new Map(known.map((request) => [Object.values(request).join(' '), request] as const))
  return new Map(Object.entries(before.commands).map(([command, known]) => [command, keyed(known)]))
}

/** `/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Compute/virtualMachines/{}`: types stay, names go. */
function armPattern(path: string): string {
  const segments = path.split('/').filter(Boolean)
  let isName = false
  const shown = segments.map((segment, index) => {
    const isProviders = segment.toLowerCase() === 'providers' && !isName
    const isNamespace = segments[index - 1]?.toLowerCase() === 'providers' && isName
    // a namespace stands where a name would, and a type follows it
    const text = isName && !isNamespace ? '{}' : segment
    isName = isProviders || !isName
    return text
  })
  return `/${shown.join('/')}`
}

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
const graphPattern = (path: string): string => path.replace(guid, '{}')
