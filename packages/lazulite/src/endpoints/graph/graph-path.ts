/**
 * Paths of Microsoft Graph: `/v1.0/servicePrincipals(appId='…')/appRoleAssignments`, `/v1.0/users/{id}/$count`.
 *
 * Source: OData 4.01, URL conventions: a key stands in parentheses or as a segment of its own; alternate keys name their
 * property. Segment names compare without case (az deletes `/oAuth2PermissionGrants/{id}`).
 */
import { GraphError } from '../../domain/errors/graph-error.js'

export interface PathSegment {
  readonly text: string
  /** The segment is a key in parentheses: of this property, or of the id when empty. */
  readonly keyOf?: string
}

export interface GraphPath {
  readonly version: 'v1.0' | 'beta'
  readonly segments: readonly PathSegment[]
  /** The path ended in `/$count`. */
  readonly isCount: boolean
  /** The path ended in `/microsoft.graph.user`; without `microsoft.graph.`. */
  readonly cast?: string
}

/** @param path  without its query @throws GraphError `InvalidVersion`, `SegmentNotFound` */
export function parseGraphPath(path: string): GraphPath {
  const [first = '', ...rest] = path.split('/').filter((part) => part !== '')
  const version = first.toLowerCase()
  if (version !== 'v1.0' && version !== 'beta') throw new GraphError('InvalidVersion', { version: first })
  const segments = rest.flatMap((part) => readSegment(decode(part)))
  const isCount = segments.at(-1)?.text === '$count'
  const named = isCount ? segments.slice(0, -1) : segments
  const last = named.at(-1)
  const cast = last?.keyOf === undefined ? /^microsoft\.graph\.(\w+)$/i.exec(last?.text ?? '')?.[1] : undefined
  return {
    version,
    segments: cast === undefined ? named : named.slice(0, -1),
    isCount,
    ...(cast === undefined ? {} : { cast }),
  }
}

function readSegment(part: string): readonly PathSegment[] {
  const [, name, key] = /^([\w.$]+)\((.*)\)$/s.exec(part) ?? []
  if (name === undefined || key === undefined) return [{ text: part }]
  if (key === '') return [{ text: part }] // a function without parameters: `delta()`
  const [, property = '', quoted, bare] = /^(?:(\w+)=)?(?:'((?:[^']|'')*)'|([\w-]+))$/.exec(key) ?? []
  const value = quoted?.replaceAll("''", "'") ?? bare
  if (value === undefined) throw new GraphError('SegmentNotFound', { segment: part })
  return [{ text: name }, { text: value, keyOf: property }]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new GraphError('SegmentNotFound', { segment: text }, { cause })
  }
}
