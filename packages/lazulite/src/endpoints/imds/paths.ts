/**
 * Addresses of the metadata service. They are compared letter by letter in the form in which they were sent: whoever
 * filters requests to 169.254.169.254 by path sees what we see, and no encoding, case or dot segment is a way around.
 */
import type { Category } from './api-versions.js'

export interface ImdsPath {
  readonly path: string
  /** Absent: the address needs no api-version. */
  readonly category?: Category
  readonly methods: readonly string[]
  /** Everything below the address belongs to it. */
  readonly isTree?: true
  /** Azure has it, Lazulite does not yet. */
  readonly isMissing?: true
}

const paths: readonly ImdsPath[] = [
  { path: '/metadata/versions', methods: ['GET'] },
  { path: '/metadata/identity/oauth2/token', category: 'identity', methods: ['GET'] },
  { path: '/metadata/identity/info', category: 'identity', methods: ['GET'] },
  { path: '/metadata/instance', category: 'instance', methods: ['GET'], isTree: true, isMissing: true },
  { path: '/metadata/attested/document', category: 'attested', methods: ['GET'], isMissing: true },
  { path: '/metadata/scheduledevents', category: 'scheduledevents', methods: ['GET', 'POST'], isMissing: true },
  { path: '/metadata/loadbalancer', category: 'loadbalancer', methods: ['GET'], isMissing: true },
]

const plainPath = /^(?:\/[A-Za-z0-9_-]+)+$/

/** `path` as on the request line, without the query. `undefined`: there is nothing at that address. */
export function findPath(path: string): ImdsPath | undefined {
  if (!plainPath.test(path)) return undefined
  return paths.find((known) => path === known.path || (known.isTree === true && path.startsWith(`${known.path}/`)))
}

/** The identity category words its errors in a shape of its own, at addresses that do not exist too. */
export const isIdentityPath = (path: string): boolean => path.toLowerCase().startsWith('/metadata/identity')
