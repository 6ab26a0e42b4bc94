/**
 * What real clients were seen to ask of Resource Manager (`contract/clients/*.json`, recorded by the end-to-end suites):
 * each address leads to a declared operation, and its api-version is accepted.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProviders } from '../../providers/index.js'
import { acceptApiVersion } from './api-version.js'
import { parseArmPath } from './arm-path.js'
import { createRegistry } from './registry.js'
import { resolveTarget } from './resolve-target.js'

interface ObservedRequest {
  readonly surface: string
  readonly method: string
  readonly path: string
  readonly apiVersion?: string
}

interface ObservedClient {
  readonly client: string
  readonly release: string
  readonly commands: Readonly<Record<string, readonly ObservedRequest[]>>
}

const folder = join(import.meta.dirname, '../../../../../contract/clients')
const clients = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ObservedClient)
const registry = createRegistry(createProviders())

describe.each(clients)('$client $release', ({ commands }) => {
  const requests = Object.entries(commands).flatMap(([command, all]) =>
    all.flatMap(({ surface, method, path, apiVersion = '' }) =>
      surface === 'arm' ? [[command, method, path, apiVersion] as const] : [],
    ),
  )

  it.each(requests)('%s may %s %s with %s', (_command, method, path, apiVersion) => {
    const { definition, operation } = resolveTarget(registry, parseArmPath(path.replaceAll('{}', 'name')), {
      method,
      apiVersion,
    })
    // a HEAD that is not declared is answered as the GET is
    expect({ type: definition.type, hasOperation: operation !== undefined || method === 'HEAD' }).toEqual({
      ...{ type: expect.any(String), hasOperation: true },
    })
    expect(acceptApiVersion({ definition, apiVersion, location: undefined, locations: [] })).toBe(apiVersion)
  })
})
