/**
 * Which endpoint answers a request: decided by the host name and, on this machine's own names, by the path.
 *
 * Sources: the public host names of Azure; the paths of Resource Manager, Entra and Microsoft Graph, which do not
 * collide. Clients whose ARM address ends in a slash ask for `//subscriptions` and `//metadata/endpoints` (observed with
 * Azure CLI 2.45 and AutoRest .NET clients), ARM paths come in any case, and some clients percent-encode a whole scope
 * (`/%2Fsubscriptions%2F…/providers/…/locks/x`, recorded with Cloud Custodian).
 * Decision: any other host name is refused, so that a web page that rebinds its own name to 127.0.0.1 reaches nothing.
 */
import { armHost, type PublicSurface, portalHost, surfaceOfPublicName } from '../../domain/public-names.js'

export type Endpoint = PublicSurface | 'ops' | 'terminals'

const localNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** First segment of the addresses that Resource Manager hands out for terminals; no path of Azure's begins with it. */
export const terminalsSegment = '_terminals'

const endpointOfFirstSegment: ReadonlyMap<string, Endpoint> = new Map([
  ['_lazulite', 'ops'],
  [terminalsSegment, 'terminals'],
  ['subscriptions', 'arm'],
  ['providers', 'arm'],
  ['tenants', 'arm'],
  ['resources', 'arm'],
  ['v1.0', 'graph'],
  ['beta', 'graph'],
  ['common', 'sts'],
  ['organizations', 'sts'],
  ['consumers', 'sts'],
  ['adfs', 'sts'],
])

/**
 * @param host the value of the Host header: any case, with or without a port (whichever) and a trailing dot
 * @param path path of the request target, with or without its query
 * @returns `misdirected` when nothing here answers to that host
 */
export function chooseEndpoint({
  host,
  path,
}: {
  readonly host: string
  readonly path: string
}): Endpoint | 'misdirected' {
  const name = hostName(host)
  if (name === undefined) return 'misdirected'
  if (localNames.has(name)) return endpointOfPath(path)
  // the portal asks the operations API where it is served, so that no other origin has to be let in there
  if (name === portalHost && firstSegments(path)[0] === '_lazulite') return 'ops'
  if (name === armHost && firstSegments(path)[0] === terminalsSegment) return 'terminals'
  return surfaceOfPublicName.get(name) ?? 'misdirected'
}

function hostName(host: string): string | undefined {
  return /^(\[[0-9a-f:]+\]|[a-z0-9.-]+?)\.?(?::[0-9]{0,5})?$/.exec(host.toLowerCase())?.[1]
}

function endpointOfPath(path: string): Endpoint {
  const [first = '', second] = firstSegments(path)
  const known = endpointOfFirstSegment.get(first)
  if (known !== undefined) return known
  if (first === 'metadata' && second === 'endpoints') return 'arm'
  if (isGuid(first)) return 'sts'
  // with something below it: `/favicon.ico` is a file, `/contoso.com/oauth2/…` a tenant
  if (second !== undefined && isDomain(first)) return 'sts'
  return 'portal'
}

const firstSegments = (path: string): readonly string[] =>
  path
    .replace(/[?#].*$/s, '')
    .toLowerCase()
    .split(/\/|%2f/)
    .filter(Boolean)
const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
/** The last label is no number: `v2.0` is a version. */
const isDomain = (text: string): boolean => /^([a-z0-9-]+\.)+[a-z][a-z0-9-]+$/.test(text)
