/**
 * Deep links, in the form of Azure's own portal, so that links from documents, editors and az lead to the right place:
 *
 * - `#home`
 * - `#browse/Microsoft.Compute%2FvirtualMachines`, `#create/Microsoft.Compute%2FvirtualMachines`
 * - `#@tenant/resource/subscriptions/…/resourceGroups/dev/users`: an id, then the name of one of its pages
 * - `#view/entra/users/{id}`: a page that belongs to no resource
 *
 * Any of them may end in `?name=value`. Source: links as "Azure portal" copies them (`/#@contoso.com/resource/…/overview`).
 */
import { parseResourceReference } from '../api/resource-reference.js'

export type Route =
  | { readonly kind: 'home'; readonly parameters: RouteParameters }
  | { readonly kind: 'browse'; readonly type: string; readonly parameters: RouteParameters }
  | { readonly kind: 'create'; readonly type: string; readonly parameters: RouteParameters }
  | { readonly kind: 'resource'; readonly id: string; readonly blade: string; readonly parameters: RouteParameters }
  | {
      readonly kind: 'view'
      readonly area: string
      readonly path: readonly string[]
      readonly parameters: RouteParameters
    }
  | { readonly kind: 'unknown'; readonly text: string; readonly parameters: RouteParameters }

export type RouteParameters = Readonly<Record<string, string>>

/** The page of a resource when a link names none. */
export const defaultBlade = 'overview'

/** @param hash with or without its `#` */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = splitOnce(hash.replace(/^#/, ''), '?')
  const parameters = Object.fromEntries(new URLSearchParams(query))
  const segments = path.split('/').filter(Boolean).map(decode)
  if (segments[0]?.startsWith('@')) segments.shift()
  const [kind, ...rest] = segments
  switch (kind?.toLowerCase()) {
    case undefined:
    case 'home':
      return { kind: 'home', parameters }
    case 'browse':
    case 'create':
      if (rest.length === 0) break
      return { kind: kind.toLowerCase() === 'browse' ? 'browse' : 'create', type: rest.join('/'), parameters }
    case 'resource': {
      const found = splitResource(rest)
      if (found !== undefined) return { kind: 'resource', ...found, parameters }
      break
    }
    case 'view':
      if (rest[0] !== undefined) return { kind: 'view', area: rest[0], path: rest.slice(1), parameters }
  }
  return { kind: 'unknown', text: hash, parameters }
}

/** An id has its segments in pairs; one more is the page. */
function splitResource(segments: readonly string[]): { readonly id: string; readonly blade: string } | undefined {
  const whole = `/${segments.join('/')}`
  if (parseResourceReference(whole) !== undefined) return { id: whole, blade: defaultBlade }
  const id = `/${segments.slice(0, -1).join('/')}`
  const blade = segments.at(-1)
  return blade === undefined || parseResourceReference(id) === undefined
    ? undefined
    : { id, blade: blade.toLowerCase() }
}

const queryOf = (parameters: RouteParameters = {}): string => {
  const text = new URLSearchParams(parameters).toString()
  return text === '' ? '' : `?${text}`
}
const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

/** Links, as the `href` of an anchor. */
export const linkTo = {
  home: (): string => '#home',
  browse: (type: string): string => `#browse/${encodeURIComponent(type)}`,
  create: (type: string, parameters?: RouteParameters): string =>
    `#create/${encodeURIComponent(type)}${queryOf(parameters)}`,
  resource: (id: string, blade: string = defaultBlade, parameters?: RouteParameters): string =>
    `#resource${encodePath(id)}/${blade}${queryOf(parameters)}`,
  view: (area: string, path: readonly string[] = [], parameters?: RouteParameters): string =>
    `#view/${[area, ...path].map(encodeURIComponent).join('/')}${queryOf(parameters)}`,
} as const

function splitOnce(text: string, separator: string): readonly string[] {
  const index = text.indexOf(separator)
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
