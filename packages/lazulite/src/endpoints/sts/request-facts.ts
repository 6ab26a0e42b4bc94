/** What the token service reads of a request beside its form: ids, addresses, cookies. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { isGuid } from '../../domain/guid.js'
import type { Ids } from '../../ports/ids.js'
import { type Form, readForm, readPairs } from './read-form.js'
import { commonHeaders } from './write-oauth-answer.js'

const correlationHeader = 'client-request-id'

/** Every request has a correlation id from here on: the client's, if it is one, else a fresh one. */
export function prepareRequest(ids: Ids, request: FastifyRequest, reply: FastifyReply): void {
  const sent = headerOf(request, correlationHeader) ?? queryOf(request).get(correlationHeader) ?? undefined
  const correlationId = sent !== undefined && isGuid(sent) ? sent.toLowerCase() : ids.guid('correlation')
  request.headers[correlationHeader] = correlationId
  reply.headers({ ...commonHeaders, 'x-ms-request-id': request.id })
  if (headerOf(request, 'return-client-request-id')?.toLowerCase() === 'true') {
    reply.header(correlationHeader, correlationId)
  }
}

export const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

export const correlationIdOf = (request: FastifyRequest): string => headerOf(request, correlationHeader) ?? request.id

export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''

/** A part of the path, by its name in the route. */
export function parameter(request: FastifyRequest, name: string, otherwise = ''): string {
  const params: unknown = request.params
  const value = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined
  return typeof value === 'string' ? value : otherwise
}

const queryText = (request: FastifyRequest): string => request.url.split('?').slice(1).join('?')

const queryOf = (request: FastifyRequest): URLSearchParams => new URLSearchParams(queryText(request))

/** First value of a query parameter. */
export const queryValue = (request: FastifyRequest, name: string): string | undefined =>
  queryOf(request).get(name) ?? undefined

/** Of an address that takes its parameters from the query or, by POST, from a form. @throws OAuthError */
export const readParameters = (request: FastifyRequest): Form =>
  request.method === 'POST' ? readForm(request.headers['content-type'], request.body) : readPairs(queryText(request))

/** Whose connection it is; IPv4 in its own notation. */
export const clientAddress = (request: FastifyRequest): string => (request.ip ?? '127.0.0.1').replace(/^::ffff:/, '')

/** First value of a cookie. */
export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const mark = pair.indexOf('=')
    if (mark !== -1 && pair.slice(0, mark).trim() === name) return pair.slice(mark + 1).trim() || undefined
  }
  return undefined
}

/**
 * Forms of our own come from our own pages; what a browser says of another origin is believed.
 * @throws OAuthError `MalformedRequest`
 */
export function requireOwnPage(request: FastifyRequest): void {
  const origin = headerOf(request, 'origin')
  const isOwn = origin === undefined || origin === 'null' || origin.toLowerCase() === `https://${request.headers.host}`
  const site = headerOf(request, 'sec-fetch-site')
  if (!isOwn || (site !== undefined && site !== 'same-origin')) throw new OAuthError('MalformedRequest')
}
