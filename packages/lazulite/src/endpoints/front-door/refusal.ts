/**
 * What is answered before any endpoint is chosen: a status and one line of JSON in a shape that ARM and Graph clients
 * can read. Endpoints write their own errors; these are the connection's.
 */
import { type ServerResponse, STATUS_CODES } from 'node:http'

export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
  /** The connection is of no more use: what follows on it cannot be trusted to be a request. */
  readonly closes?: true
}

export const refusals = {
  badHost: { status: 400, code: 'BadRequest', message: 'A request names exactly one host.', closes: true },
  badTarget: {
    status: 400,
    code: 'BadRequest',
    message: 'The request target is neither a path nor an https URL.',
    closes: true,
  },
  malformed: { status: 400, code: 'BadRequest', message: 'The request is not well-formed HTTP/1.1.', closes: true },
  badUpgrade: {
    status: 400,
    code: 'BadRequest',
    message: 'The connection can be upgraded to a websocket only, by a GET request.',
    closes: true,
  },
  timeout: { status: 408, code: 'RequestTimeout', message: 'The request did not arrive in time.', closes: true },
  urlTooLong: { status: 414, code: 'UriTooLong', message: 'The request target is too long.', closes: true },
  headersTooLarge: {
    status: 431,
    code: 'RequestHeaderFieldsTooLarge',
    message: 'The request headers are too large.',
    closes: true,
  },
  crashed: { status: 500, code: 'InternalServerError', message: 'The request could not be completed.', closes: true },
  starting: { status: 503, code: 'ServiceUnavailable', message: 'Lazulite is starting.' },
} as const satisfies Record<string, Refusal>

/** @param host as sent; shortened, because a stranger chose it */
export const misdirected = (host: string): Refusal => ({
  status: 421,
  code: 'MisdirectedRequest',
  message: `The host '${host.slice(0, 100)}' is not served here.`,
})

export const notImplemented = (what: string): Refusal => ({
  status: 501,
  code: 'NotImplemented',
  message: `NotImplemented: ${what}`,
})

const contentType = 'application/json; charset=utf-8'
const toBody = ({ code, message }: Refusal): string => JSON.stringify({ error: { code, message } })

export function writeRefusal(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.status, {
    'Content-Type': contentType,
    'X-Content-Type-Options': 'nosniff',
    ...(refusal.closes ? { Connection: 'close' } : {}),
    ...(refusal.status === 503 ? { 'Retry-After': '1' } : {}),
  })
  response.end(toBody(refusal))
}

/** The same, for a connection on which no request could be read. */
export function toRawResponse(refusal: Refusal): string {
  const body = toBody(refusal)
  return [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}

/** @param code of the error that `node:http` reports as `clientError` */
export function refusalOfClientError(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return refusals.headersTooLarge
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refusals.timeout
  return refusals.malformed
}
