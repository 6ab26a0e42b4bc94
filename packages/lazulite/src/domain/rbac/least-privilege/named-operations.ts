/**
 * The operations of every provider that are known by name, for whoever writes a custom role.
 *
 * Source: for the namespaces of this cloud the list of its own (see `$source` of the file); for all others the
 * REST-to-action map, and the data operations that built-in roles name one by one.
 */
import provided from '../../../data/provider-operations.json' with { type: 'json' }
import { builtInRoles } from '../built-in-roles.js'
import { listed } from './known-operations.js'

export interface NamedOperations {
  readonly displayName: string
  /** Names without their namespace, `virtualMachines/start/action`. */
  readonly operations: readonly string[]
  readonly dataOperations: readonly string[]
}

let named: ReadonlyMap<string, NamedOperations> | undefined

/** By namespace as it is written; collected when first asked for. */
export function namedOperations(): ReadonlyMap<string, NamedOperations> {
  named ??= new Map<string, NamedOperations>([...others(), ...Object.entries(provided.namespaces)].sort(byNamespace))
  return named
}

function others(): readonly (readonly [string, NamedOperations])[] {
  const own = new Set(Object.keys(provided.namespaces).map((namespace) => namespace.toLowerCase()))
  const control = byKey(listed())
  const data = byKey(
    builtInRoles()
      .flatMap(({ permissions }) => permissions)
      .flatMap(({ dataActions, notDataActions }) => [...dataActions, ...notDataActions])
      .filter((action) => !action.includes('*')),
  )
  return [...new Set([...control.keys(), ...data.keys()])]
    .filter((key) => !own.has(key))
    .map((key) => {
      const [operations, dataOperations] = [control.get(key) ?? [], data.get(key) ?? []]
      const [namespace = key] = (operations[0] ?? dataOperations[0] ?? '').split('/')
      const within = (action: string): string => action.slice(namespace.length + 1)
      return [
        namespace,
        {
          displayName: namespace.replaceAll('.', ' '),
          operations: operations.map(within),
          dataOperations: dataOperations.map(within),
        },
      ]
    })
}

/** By namespace in lower case; each action once, whatever its case, sorted. */
function byKey(actions: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const once = new Map(actions.map((action) => [action.trim().toLowerCase(), action.trim()]))
  const sorted = [...once].sort(byNamespace).map(([, action]) => action)
  return Map.groupBy(sorted, (action) => action.slice(0, action.indexOf('/')).toLowerCase())
}

const byNamespace = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a.toLowerCase() < b.toLowerCase() ? -1 : 1
