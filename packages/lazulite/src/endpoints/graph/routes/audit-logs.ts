/**
 * `auditLogs/signIns` and `auditLogs/directoryAudits` (Microsoft Graph, v1.0 and beta): the query options of the reporting
 * service, which are not the directory's.
 *
 * Rules: "List signIns": up to 1000 to a page, newest first, and of people at a screen only, unless the filter speaks of
 * `signInEventTypes`. Decision: v1.0 takes that filter too.
 */
import { globalReader } from '../../../domain/directory/directory-roles.js'
import { mayDo } from '../../../domain/directory/rights.js'
import { GraphError } from '../../../domain/errors/graph-error.js'
import type { JsonObject } from '../../../domain/json.js'
import { matchesFilter } from '../../../domain/odata/evaluate-filter.js'
import type { FilterExpression } from '../../../domain/odata/filter-expression.js'
import { parseFilter } from '../../../domain/odata/parse-filter.js'
import {
  findDirectoryAudit,
  findSignIn,
  listDirectoryAudits,
  listSignIns,
} from '../../../operations/directory/audit-logs.js'
import { contextOf, type GraphAnswer, type GraphRequest, type GraphRoute, keyOf } from '../graph-request.js'
import { missing } from './missing.js'

const largestPage = 1000

/** @throws GraphError `AuditLogPermission`, `AuditLogRole` */
function requireAuditor({ call }: GraphRequest): void {
  const { caller } = call
  if (mayDo(caller, { area: 'auditLog', verb: 'read' })) return
  // would a directory role be enough?
  const withRole = { ...caller, directoryRoles: [globalReader] }
  const isPermitted = caller.kind === 'user' && mayDo(withRole, { area: 'auditLog', verb: 'read' })
  throw new GraphError(isPermitted ? 'AuditLogRole' : 'AuditLogPermission')
}

interface Log {
  readonly set: string
  readonly time: string
  readonly load: (request: GraphRequest, filter: FilterExpression | undefined) => Promise<readonly JsonObject[]>
}

async function listLog(request: GraphRequest, { set, time, load }: Log): Promise<GraphAnswer> {
  requireAuditor(request)
  const { query } = request
  const text = query.get('filter')
  const filter = text === undefined || text.trim() === '' ? undefined : parseFilter(text)
  const size = pageSizeOf(query.get('top'))
  const isAscending = readOrder(query.get('orderby'), time)
  const all = await load(request, filter)
  const matching = filter === undefined ? all : all.filter((one) => matchesFilter(one, filter))
  if (request.isCount) return { status: 200, body: String(matching.length) }
  const ordered = isAscending ? matching.toReversed() : matching
  const token = query.get('skiptoken')
  const rest = token === undefined ? ordered : ordered.slice(ordered.findIndex(({ id }) => id === token) + 1)
  const page = rest.slice(0, size)
  const last = page.at(-1)
  const select = query
    .get('select')
    ?.split(',')
    .map((name) => name.trim())
  const value = page.map((one) =>
    select === undefined ? one : Object.fromEntries(Object.entries(one).filter(([name]) => select.includes(name))),
  )
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(request, `auditLogs/${set}`),
      ...(query.get('count')?.toLowerCase() === 'true' ? { '@odata.count': matching.length } : {}),
      ...(rest.length > size && last !== undefined ? { '@odata.nextLink': nextLink(request, String(last.id)) } : {}),
      value,
    },
  }
}

/** @throws GraphError `ReportPageSize` */
function pageSizeOf(text: string | undefined): number {
  if (text === undefined) return largestPage
  const size = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (size < 1 || size > largestPage) throw new GraphError('ReportPageSize', { size: text })
  return size
}

/** @throws GraphError `InvalidOrderBy` */
function readOrder(text: string | undefined, time: string): boolean {
  const [property = time, direction = 'asc', ...more] = (text ?? `${time} desc`).trim().split(/\s+/)
  if (property !== time || more.length > 0 || !/^(asc|desc)$/i.test(direction)) {
    throw new GraphError('InvalidOrderBy', { reason: `Only '${time}' can be ordered by.` })
  }
  return direction.toLowerCase() === 'asc'
}

function nextLink({ origin, url }: GraphRequest, token: string): string {
  const [path = '', query = ''] = url.split(/\?(.*)/s)
  const kept = query.split('&').filter((pair) => pair !== '' && !/^(\$|%24)?skiptoken=/i.test(pair))
  return `${origin}${path}?${[...kept, `$skiptoken=${token}`].join('&')}`
}

const signIns: Log = {
  set: 'signIns',
  time: 'createdDateTime',
  async load({ call, version }, filter) {
    const { ports } = call
    await ports.auditStored?.()
    const all = await listSignIns(ports.store.read, {
      now: ports.clock.nowMillis(),
      isBeta: version === 'beta',
      ...principalIn(filter),
    })
    return filter !== undefined && speaksOf(filter, 'signInEventTypes')
      ? all
      : all.filter(({ isInteractive }) => isInteractive === true)
  },
}

const directoryAudits: Log = {
  set: 'directoryAudits',
  time: 'activityDateTime',
  async load({ call: { ports } }) {
    await ports.auditStored?.()
    return listDirectoryAudits(ports.store.read, { now: ports.clock.nowMillis() })
  },
}

/** Whose events are wanted, where the whole filter depends on it. */
function principalIn(filter: FilterExpression | undefined): { readonly principalId?: string } {
  if (filter?.kind === 'and') return { ...principalIn(filter.left), ...principalIn(filter.right) }
  if (filter?.kind !== 'compare' || filter.operator !== 'eq') return {}
  const name = filter.path.join('/')
  const isId = name === 'userId' || name === 'servicePrincipalId'
  return isId && (filter.value.type === 'String' || filter.value.type === 'Guid')
    ? { principalId: filter.value.value }
    : {}
}

function speaksOf(filter: FilterExpression, property: string): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return speaksOf(filter.left, property) || speaksOf(filter.right, property)
    case 'not':
      return speaksOf(filter.operand, property)
    default:
      return filter.path[0] === property
  }
}

async function showOne(
  request: GraphRequest,
  set: string,
  find: (id: string) => Promise<JsonObject | undefined>,
): Promise<GraphAnswer> {
  requireAuditor(request)
  const id = keyOf(request).value
  await request.call.ports.auditStored?.()
  const found = await find(id)
  if (found === undefined) throw new GraphError('ResourceNotFound', { id })
  return { status: 200, body: { '@odata.context': contextOf(request, `auditLogs/${set}/$entity`), ...found } }
}

export const auditLogRoutes: readonly GraphRoute[] = [
  { pattern: 'auditLogs/signIns', methods: { GET: (request) => listLog(request, signIns) } },
  {
    pattern: 'auditLogs/signIns/{id}',
    methods: {
      GET: (request) =>
        showOne(request, 'signIns', (id) =>
          findSignIn(request.call.ports.store.read, id, { isBeta: request.version === 'beta' }),
        ),
    },
  },
  { pattern: 'auditLogs/directoryAudits', methods: { GET: (request) => listLog(request, directoryAudits) } },
  {
    pattern: 'auditLogs/directoryAudits/{id}',
    methods: {
      GET: (request) =>
        showOne(request, 'directoryAudits', (id) => findDirectoryAudit(request.call.ports.store.read, id)),
    },
  },
  ...missing('auditLogs', ['provisioning', 'customSecurityAttributeAudits', 'signUps']),
]
