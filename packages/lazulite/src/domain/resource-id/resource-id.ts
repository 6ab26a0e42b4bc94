/**
 * ARM resource ids: parse, format, compare.
 *
 * Names keep the case they were created with; comparison ignores case and repeated slashes
 * (ARM resource id rules; `resourcegroups` and `resourceGroups` both occur in real answers).
 */
import { ArmError } from '../errors/arm-error.js'

/** A parsed resource id. `types` and `names` always have the same length; extension resources carry their `parent`. */
export interface ResourceId {
  readonly subscriptionId?: string
  readonly resourceGroup?: string
  /** Id of the resource this one extends (`{parent}/providers/Microsoft.Authorization/…`). */
  readonly parent?: string
  readonly namespace?: string
  readonly types: readonly string[]
  readonly names: readonly string[]
}

/** Path segments of an id or URL path, empty ones dropped. */
export const segmentsOf = (id: string): string[] => id.split('/').filter(Boolean)

/** The form in which ids are compared and keyed: lower case, single slashes, no slash at the end. */
export const resourceKey = (id: string): string => `/${segmentsOf(id).join('/').toLowerCase()}`

export const isSameResource = (a: string, b: string): boolean => resourceKey(a) === resourceKey(b)

/**
 * Is `child` the same as `parent`, or below it? Whole segments are compared:
 * `/subscriptions/s/resourceGroups/dev2` is not inside `…/dev`. `/` contains everything.
 */
export function isWithinScope(child: string, parent: string): boolean {
  const c = segmentsOf(child.toLowerCase())
  const p = segmentsOf(parent.toLowerCase())
  return p.length <= c.length && p.every((segment, index) => segment === c[index])
}

/**
 * Does what is granted, denied or assignable at `granted` hold at `scope`?
 *
 * @param above  scopes that cover `scope` without being part of its id: the management groups above its subscription
 */
export const isCoveredBy = (scope: string, granted: string, above: readonly string[]): boolean =>
  isWithinScope(scope, granted) || above.some((one) => isSameResource(one, granted))

/** Decision: several times the depth of the deepest extension of a child. */
const mostSegments = 100

/**
 * Every scope that covers `scope`, itself first, ending in `/`, as keys: resource, parent resources, group, subscription, root.
 * `/subscriptions/s/resourceGroups/g/providers/N/t/a/u/b` is covered by `…/t/a`, `…/resourceGroups/g`, `/subscriptions/s` and `/`.
 * @param above  scopes that cover it without being part of its id; their keys follow
 * @throws ArmError `InvalidResourceId` for what is deeper than any id: a body may hold megabytes of slashes
 */
export function coveringScopes(scope: string, above: readonly string[] = []): string[] {
  const segments = segmentsOf(scope.toLowerCase())
  if (segments.length > mostSegments) throw new ArmError('InvalidResourceId', { id: `${scope.slice(0, 200)}…` })
  const scopes: string[] = []
  for (let end = segments.length; end > 0; end--) {
    if (end === segments.length || endsAtScope(segments, end)) scopes.push(`/${segments.slice(0, end).join('/')}`)
  }
  return [...scopes, '/', ...above.map(resourceKey)]
}

/** Ids are pairs (`subscriptions/s`, `providers/N`, `t/a`); all ends of pairs are scopes except a bare `providers/N`. */
const endsAtScope = (segments: readonly string[], end: number): boolean =>
  end % 2 === 0 && segments[end - 2] !== 'providers'

/** @throws ArmError `InvalidResourceId` (400) when the segments do not pair up. */
export function parseResourceId(text: string): ResourceId {
  const segments = segmentsOf(text)
  const provider = segments.findLastIndex((segment) => segment.toLowerCase() === 'providers')
  const head = provider === -1 ? segments : segments.slice(0, provider)
  const tail = provider === -1 ? [] : segments.slice(provider + 1)
  const pairs = tail.slice(1)
  if (
    !text.startsWith('/') ||
    segments.length === 0 ||
    pairs.length % 2 === 1 ||
    (provider !== -1 && pairs.length === 0)
  ) {
    throw new ArmError('InvalidResourceId', { id: text })
  }
  const scope = scopeParts(head)
  if (scope === undefined) throw new ArmError('InvalidResourceId', { id: text })
  const extendsResource = head.some((segment) => segment.toLowerCase() === 'providers')
  return {
    ...scope,
    ...(extendsResource ? { parent: `/${head.join('/')}` } : {}),
    ...(tail[0] === undefined ? {} : { namespace: tail[0] }),
    types: pairs.filter((_, index) => index % 2 === 0),
    names: pairs.filter((_, index) => index % 2 === 1),
  }
}

function scopeParts(head: readonly string[]): { subscriptionId?: string; resourceGroup?: string } | undefined {
  if (head.length === 0) return {}
  const [first, subscriptionId, second, resourceGroup] = head
  if (first?.toLowerCase() === 'providers') return {} // tenant-level resource as a scope
  if (first?.toLowerCase() !== 'subscriptions' || subscriptionId === undefined) return undefined
  if (second === undefined || second.toLowerCase() === 'providers') return { subscriptionId }
  if (second.toLowerCase() !== 'resourcegroups' || resourceGroup === undefined) return undefined
  return { subscriptionId, resourceGroup }
}

/** `Microsoft.Compute/virtualMachines/extensions`: the namespace with every type segment; '' for a bare scope. */
export const resourceTypeOf = (id: ResourceId): string =>
  id.namespace === undefined ? '' : [id.namespace, ...id.types].join('/')

export const subscriptionScope = (subscriptionId: string): string => `/subscriptions/${subscriptionId}`

export const resourceGroupScope = (subscriptionId: string, resourceGroup: string): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
