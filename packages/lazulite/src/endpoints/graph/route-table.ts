/** From a path to its route. What no route begins with is a segment that Microsoft Graph would not find either. */
import { GraphError } from '../../domain/errors/graph-error.js'
import type { ObjectKey } from '../../operations/directory/find-objects.js'
import type { PathSegment } from './graph-path.js'
import type { GraphRoute } from './graph-request.js'
import { isKnownElsewhere } from './known-segments.js'
import { applicationRoutes } from './routes/applications.js'
import { auditLogRoutes } from './routes/audit-logs.js'
import { directoryObjectRoutes } from './routes/directory-objects.js'
import { groupRoutes } from './routes/groups.js'
import { permissionGrantRoutes } from './routes/permission-grants.js'
import { servicePrincipalRoutes } from './routes/service-principals.js'
import { tenantRoutes } from './routes/tenant.js'
import { userRoutes } from './routes/users.js'

interface CompiledRoute {
  readonly route: GraphRoute
  /** Lower case; a key is its name in braces. */
  readonly parts: readonly string[]
}

const routes: readonly CompiledRoute[] = [
  ...userRoutes,
  ...groupRoutes,
  ...applicationRoutes,
  ...servicePrincipalRoutes,
  ...directoryObjectRoutes,
  ...permissionGrantRoutes,
  ...tenantRoutes,
  ...auditLogRoutes,
].map((route) => ({
  route,
  parts: route.pattern.split('/').map((part) => (isKey(part) ? part : part.toLowerCase())),
}))

function isKey(part: string): boolean {
  return part.startsWith('{')
}

export interface FoundRoute {
  readonly route: GraphRoute
  readonly keys: ReadonlyMap<string, ObjectKey>
}

/** Literal segments go before keys. @throws GraphError `SegmentNotFound`, `NotImplemented` */
export function findRoute(segments: readonly PathSegment[], version: string): FoundRoute {
  let candidates = routes
  segments.forEach((segment, depth) => {
    const fitting = candidates.filter(({ parts }) => fits(parts[depth], segment, depth))
    const literal = fitting.filter(({ parts }) => !isKey(parts[depth] ?? ''))
    const next = literal.length > 0 ? literal : fitting
    if (next.length === 0) throw unknownSegment(segments, depth, version)
    candidates = next
  })
  const found = candidates.find(({ parts }) => parts.length === segments.length)
  if (found === undefined) throw unknownSegment(segments, segments.length - 1, version)
  return { route: found.route, keys: keysOf(found, segments) }
}

/** A word of the language (`$ref`, `delta`) is a key only in parentheses. */
function fits(part: string | undefined, segment: PathSegment, depth: number): boolean {
  if (part === undefined) return false
  const isWord = segment.text.startsWith('$') || isKnownElsewhere(segment.text, depth)
  if (isKey(part)) return !isWord || segment.keyOf !== undefined
  return segment.keyOf === undefined && part === segment.text.toLowerCase()
}

function unknownSegment(segments: readonly PathSegment[], depth: number, version: string): GraphError {
  const segment = segments[depth]?.text ?? ''
  const path = segments.map(({ text }) => text).join('/')
  return isKnownElsewhere(segment, depth)
    ? new GraphError('NotImplemented', { what: `/${version}/${path}` })
    : new GraphError('SegmentNotFound', { segment })
}

function keysOf({ parts }: CompiledRoute, segments: readonly PathSegment[]): ReadonlyMap<string, ObjectKey> {
  return new Map(
    parts.flatMap((part, depth): [string, ObjectKey][] => {
      const segment = segments[depth]
      if (!isKey(part) || segment === undefined) return []
      const property = segment.keyOf === undefined || segment.keyOf === '' ? undefined : segment.keyOf
      return [[part.slice(1, -1), { value: segment.text, ...(property === undefined ? {} : { property }) }]]
    }),
  )
}
