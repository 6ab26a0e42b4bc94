/** A request to Microsoft Graph as its routes get it, and the answers they give. */
import type { Json, JsonObject } from '../../domain/json.js'
import type { QueryOptions } from '../../domain/odata/list-options.js'
import type { DirectoryCall } from '../../operations/directory/directory-call.js'
import type { ObjectKey } from '../../operations/directory/find-objects.js'

export interface GraphRequest {
  readonly call: DirectoryCall
  readonly version: 'v1.0' | 'beta'
  /** `https://graph.microsoft.com`, as addressed. */
  readonly origin: string
  /** Path and query as on the request line, for links to further pages. */
  readonly url: string
  readonly query: QueryOptions
  readonly isEventual: boolean
  readonly isCount: boolean
  readonly cast?: string
  /** By the name in the route's pattern. */
  readonly keys: ReadonlyMap<string, ObjectKey>
  /** `{}` when there is none. */
  readonly body: JsonObject
}

export interface GraphAnswer {
  readonly status: number
  /** Absent: no body. A text is written as it stands, `text/plain`. */
  readonly body?: JsonObject | string
  readonly headers?: Readonly<Record<string, string>>
}

export type GraphHandler = (request: GraphRequest) => Promise<GraphAnswer>

export type GraphMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

export interface GraphRoute {
  /** `users/{id}/memberOf` */
  readonly pattern: string
  readonly methods: Readonly<Partial<Record<GraphMethod, GraphHandler>>>
}

/** A key of the route's own pattern. @throws Error when the pattern has no such key: a mistake in the program */
export function keyOf(request: GraphRequest, name = 'id'): ObjectKey {
  const key = request.keys.get(name)
  if (key === undefined) throw new Error(`the route has no key ${name}`)
  return key
}

/** `@odata.context` of an answer. */
export const contextOf = ({ origin, version }: GraphRequest, fragment: string): string =>
  `${origin}/${version}/$metadata#${fragment}`

export const noContent: GraphAnswer = { status: 204 }

/** What actions and functions answer: never a link to anything. */
export const actionHeaders = ({ origin }: GraphRequest): Readonly<Record<string, string>> => ({ location: origin })

export const textsAnswer = (request: GraphRequest, value: readonly Json[]): GraphAnswer => ({
  status: 200,
  body: { '@odata.context': contextOf(request, 'Collection(Edm.String)'), value: [...value] },
  headers: actionHeaders(request),
})
