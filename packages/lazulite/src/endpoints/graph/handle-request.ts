/**
 * One request to Microsoft Graph, from its parts to an answer. The order of the steps is behaviour: token → path →
 * method → body → rights, object and rules, which each route asks in this order itself.
 */
import { GraphError } from '../../domain/errors/graph-error.js'
import { isJsonObject, isWithinDepth, type JsonObject } from '../../domain/json.js'
import type { QueryOptions } from '../../domain/odata/list-options.js'
import type { DirectoryCaller, DirectoryPorts } from '../../operations/directory/directory-call.js'
import { parseQuery } from '../arm/query.js'
import type { AuthenticateGraph } from './authenticate.js'
import { type GraphPath, parseGraphPath } from './graph-path.js'
import type { GraphAnswer, GraphMethod, GraphRequest } from './graph-request.js'
import { findRoute } from './route-table.js'

export interface IncomingGraphRequest {
  readonly method: string
  /** Path and query as on the request line. */
  readonly url: string
  readonly header: (name: string) => string | undefined
  readonly rawBody: Uint8Array | string | undefined
  readonly origin: string
  readonly correlationId: string
}

export interface GraphDependencies {
  readonly ports: DirectoryPorts
  readonly authenticate: AuthenticateGraph
}

/** @throws GraphError */
export async function handleGraphRequest(
  deps: GraphDependencies,
  incoming: IncomingGraphRequest,
): Promise<GraphAnswer> {
  const caller = await deps.authenticate(incoming.header('authorization'))
  return answerFor(deps, incoming, caller)
}

/** As above, once it is known who calls: what a batch asks for each of its requests. @throws GraphError */
export async function answerFor(
  { ports }: GraphDependencies,
  incoming: IncomingGraphRequest,
  caller: DirectoryCaller,
): Promise<GraphAnswer> {
  const [rawPath = '/', rawQuery = ''] = incoming.url.split(/\?(.*)/s)
  const path = withoutMe(parseGraphPath(rawPath), caller)
  const { route, keys } = findRoute(path.segments, path.version)
  const method = incoming.method === 'HEAD' ? 'GET' : incoming.method
  const handler = route.methods[method as GraphMethod] // any other text finds nothing
  if (handler === undefined || (path.isCount && method !== 'GET')) throw new GraphError('MethodNotAllowed')
  const tenant = await ports.store.read.tenants.get()
  if (tenant === undefined) throw new Error('the store has no tenant')
  const request: GraphRequest = {
    call: { ports, tenant, caller, correlationId: incoming.correlationId },
    version: path.version,
    origin: incoming.origin,
    url: incoming.url,
    query: graphQuery(rawQuery),
    isEventual: incoming.header('consistencylevel')?.toLowerCase() === 'eventual',
    isCount: path.isCount,
    ...(path.cast === undefined ? {} : { cast: path.cast }),
    keys,
    body: method === 'POST' || method === 'PATCH' || method === 'PUT' ? readBody(incoming) : {},
  }
  try {
    return await handler(request)
  } catch (error) {
    if (error instanceof GraphError && error.status === 403) auditRefusal(ports, incoming, caller, error)
    throw error
  }
}

function auditRefusal(
  { audit, clock }: DirectoryPorts,
  { method, url, correlationId }: IncomingGraphRequest,
  { principalId }: DirectoryCaller,
  { code }: GraphError,
): void {
  const facts = { service: 'graph', method, path: url.split('?')[0] ?? '', code }
  audit({ time: clock.nowMillis(), kind: 'access.denied', principalId, correlationId, facts })
}

/** `/me` is the user who signed in. @throws GraphError `OnlyForUsers` */
function withoutMe(path: GraphPath, caller: DirectoryCaller): GraphPath {
  const [first, ...rest] = path.segments
  if (first?.text.toLowerCase() !== 'me') return path
  if (caller.kind !== 'user') throw new GraphError('OnlyForUsers')
  return { ...path, segments: [{ text: 'users' }, { text: caller.principalId }, ...rest] }
}

/** Options are taken with and without their `$`. */
const graphQuery = (rawQuery: string): QueryOptions =>
  new Map([...parseQuery(rawQuery)].map(([name, value]) => [name.replace(/^\$/, ''), value]))

/** Deeper bodies are refused before anything walks through them. Decision: the limit of Azure Resource Manager. */
const deepest = 64

/** Actions without parameters may come without a body; everything else is a JSON object. @throws GraphError `UnreadableBody` */
export function readBody({ rawBody, header }: Pick<IncomingGraphRequest, 'rawBody' | 'header'>): JsonObject {
  if (rawBody === undefined || rawBody.length === 0) return {}
  if (!/^application\/([\w.-]+\+)?json\b/i.test(header('content-type') ?? '')) throw new GraphError('UnreadableBody')
  const text = typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new GraphError('UnreadableBody', {}, { cause })
  }
  if (!isJsonObject(value) || !isWithinDepth(value, deepest)) throw new GraphError('UnreadableBody')
  return value
}
