/**
 * Could this be an action, as far as can be said without Azure's own list of all operations?
 *
 * Azure refuses what matches none of its operations (Azure/ARO-RP#1156). Of those no complete list is at hand, of no
 * provider. Decision: only what cannot be is refused: every operation ends in one of four verbs (all built-in roles; the
 * REST-to-action map of 2026), belongs to a provider, and a pattern has one wildcard at most (Azure custom roles); a
 * provider is known when Azure's manifests, that map or a built-in role names it.
 */
import { isKnownNamespace } from '../arm-resource/known-types.js'
import { builtInRoles } from './built-in-roles.js'

const verbs: ReadonlySet<string> = new Set(['read', 'write', 'delete', 'action'])

/** `*`, an action or a pattern of actions, in any case. */
export function isPossibleAction(action: string): boolean {
  if (action === '*') return true
  const hasForm = /^[^/\s]+\/(?:[^\s]*[^/\s])$/.test(action)
  if (!hasForm || action.split('*').length > 2) return false
  const segments = action.toLowerCase().split('/')
  const [namespace = ''] = segments
  const verb = segments.at(-1) ?? ''
  return (verb.includes('*') || verbs.has(verb)) && (namespace.includes('*') || isNamespace(namespace))
}

const isNamespace = (namespace: string): boolean => isKnownNamespace(namespace) || namespacesOfRoles().has(namespace)

let known: ReadonlySet<string> | undefined

function namespacesOfRoles(): ReadonlySet<string> {
  known ??= new Set(
    builtInRoles()
      .flatMap(({ permissions }) => permissions)
      .flatMap(({ actions, dataActions }) => [...actions, ...dataActions])
      .map((action) => action.split('/')[0]?.toLowerCase() ?? ''),
  )
  return known
}
