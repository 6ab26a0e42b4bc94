/**
 * An ARM request path, taken apart.
 *
 * Keywords and names compare without case, repeated slashes collapse, and a scope may arrive percent-encoded as a whole
 * (`%2Fsubscriptions%2F…`): all seen from az, Az PowerShell and the SDKs. Paths without `/providers/` belong to
 * Microsoft.Resources, whose types are the path's own keywords (`subscriptions/resourceGroups/…`).
 */
import { ArmError } from '../../domain/errors/arm-error.js'

export interface ArmPath {
  /** Namespace as asked, `Microsoft.Compute`; for paths without one `Microsoft.Resources`. */
  readonly namespace: string
  /** Alternating type and name segments, as asked. An odd count means a collection, an action or a view. */
  readonly segments: readonly string[]
  /** The scope under which `segments` stand, `/` for the tenant; '' for Microsoft.Resources' own paths. */
  readonly scope: string
  readonly subscriptionId?: string
  readonly resourceGroup?: string
}

const is = (segment: string | undefined, keyword: string): boolean => segment?.toLowerCase() === keyword

/** @throws ArmError `BadRequest` for paths that cannot be decoded or that try to climb. */
export function parseArmPath(rawPath: string): ArmPath {
  const path = withProvider(decodePath(rawPath))
  const hasSubscription = is(path[0], 'subscriptions') && path[1] !== undefined
  const hasGroup = hasSubscription && is(path[2], 'resourcegroups') && path[3] !== undefined
  const where = {
    ...(hasSubscription && path[1] !== undefined ? { subscriptionId: path[1] } : {}),
    ...(hasGroup && path[3] !== undefined ? { resourceGroup: path[3] } : {}),
  }
  const start = hasGroup ? 4 : hasSubscription ? 2 : 0
  if (!is(path[start], 'providers')) return { ...where, namespace: 'Microsoft.Resources', scope: '', segments: path }

  const provider = lastProvider(path, start)
  const namespace = path[provider + 1]
  const segments = path.slice(provider + 2)
  const isAboutProvider = segments.length === 0 || (segments.length === 1 && isRegistration(segments[0]))
  if (provider === start && !hasGroup && (namespace === undefined || isAboutProvider)) {
    return { ...where, namespace: 'Microsoft.Resources', scope: '', segments: path }
  }
  return { ...where, namespace: namespace ?? '', segments, scope: `/${path.slice(0, provider).join('/')}` }
}

/** Deployments may be asked for without their provider (`{scope}/deployments/{name}/operations`: az, and clients of 2014). */
function withProvider(path: readonly string[]): readonly string[] {
  const start = !is(path[0], 'subscriptions')
    ? -1
    : is(path[2], 'deployments')
      ? 2
      : is(path[4], 'deployments')
        ? 4
        : -1
  if (start === -1 || (start === 4 && !is(path[2], 'resourcegroups'))) return path
  return [...path.slice(0, start), 'providers', 'Microsoft.Resources', ...path.slice(start)]
}

const isRegistration = (segment: string | undefined): boolean => is(segment, 'register') || is(segment, 'unregister')

/** Index of the `providers` keyword that starts the last provider part; a resource that is merely named so does not count. */
function lastProvider(path: readonly string[], start: number): number {
  let provider = start
  for (let index = start + 2; index < path.length; index += 2) {
    if (is(path[index], 'providers')) provider = index
  }
  return provider
}

function decodePath(rawPath: string): string[] {
  let decoded: string
  try {
    decoded = decodeURIComponent(rawPath)
  } catch (cause) {
    throw new ArmError('BadRequest', { detail: 'The request path is not valid percent-encoded UTF-8.' }, { cause })
  }
  const segments = decoded
    .split('/')
    .map((segment) => segment.trim())
    .filter(Boolean)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (segments.some((segment) => segment === '.' || segment === '..' || /[\u0000-\u001f\u007f\\]/.test(segment))) {
    throw new ArmError('BadRequest', { detail: 'The request path contains segments that are not allowed.' })
  }
  return segments
}
