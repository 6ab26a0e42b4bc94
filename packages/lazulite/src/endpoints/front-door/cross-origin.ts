/**
 * Whether scripts of other origins may ask (Fetch standard, "CORS protocol").
 *
 * Resource Manager and Microsoft Graph answer scripts of any origin, as Azure does: the portal and single-page
 * applications live elsewhere. Nothing is given away by that: both know a caller by the bearer token alone, which a page
 * has to send itself, and never by a cookie; so do the addresses of terminals. The token service decides for each of its addresses; the operations API and
 * the portal are for their own origin.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from './choose-endpoint.js'

const openEndpoints: ReadonlySet<Endpoint> = new Set(['arm', 'graph', 'terminals'])

/** What clients in browsers read beside the body: long operations, request ids, throttling, challenges. */
const exposed = [
  ...['Azure-AsyncOperation', 'Location', 'Retry-After', 'ETag', 'WWW-Authenticate', 'client-request-id', 'request-id'],
  ...['x-ms-request-id', 'x-ms-correlation-request-id', 'x-ms-routing-request-id', 'x-ms-failure-cause'],
  ...['x-ms-ratelimit-remaining-subscription-reads', 'x-ms-ratelimit-remaining-subscription-writes'],
].join(', ')

/** Marks the answer as readable when it is. @returns whether a script of another origin asks for what it may read */
export function letScriptsRead(endpoint: Endpoint, request: IncomingMessage, response: ServerResponse): boolean {
  if (request.headers.origin === undefined || !openEndpoints.has(endpoint)) return false
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Access-Control-Expose-Headers', exposed)
  return true
}

/** Answers the question that a browser asks before a request. @returns false when the request is not that question */
export function answerPreflight(request: IncomingMessage, response: ServerResponse): boolean {
  const method = request.headers['access-control-request-method']
  if (request.method !== 'OPTIONS' || method === undefined) return false
  response.writeHead(200, {
    'Access-Control-Allow-Methods': method,
    'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
    'Access-Control-Max-Age': '3600',
    'Content-Length': '0',
  })
  response.end()
  return true
}
