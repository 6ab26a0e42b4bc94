/** A metadata request as it was sent: path and query are taken apart here, nothing is decoded twice. */
import type { FastifyRequest } from 'fastify'

export interface ImdsRequest {
  readonly method: string
  /** Undecoded, without the query. */
  readonly path: string
  /** Decoded pairs in their order; names in lower case. */
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly header: (name: string) => string | undefined
}

export function readImdsRequest(request: FastifyRequest): ImdsRequest {
  const url = request.raw.url ?? '/'
  const mark = url.indexOf('?')
  const search = mark === -1 ? '' : url.slice(mark + 1)
  return {
    method: request.method,
    path: mark === -1 ? url : url.slice(0, mark),
    query: [...new URLSearchParams(search)].map(([name, value]) => [name.toLowerCase(), value] as const),
    header: (name) => {
      const value = request.headers[name]
      return Array.isArray(value) ? value.join(', ') : value
    },
  }
}

/** The value of a parameter; an empty one counts as left out. */
export const queryValue = (request: ImdsRequest, name: string): string | undefined =>
  request.query.find(([candidate]) => candidate === name)?.[1] || undefined
