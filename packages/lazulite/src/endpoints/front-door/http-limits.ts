/**
 * How much a client may send, and how slowly.
 *
 * Decision: the sizes are those of common front ends (16 KiB of headers; Azure Resource Manager takes URLs somewhat
 * longer than 8 KiB in no documented case); the times let a person debug and a slow sender go.
 */
import type { Seconds } from '../../domain/time.js'

export interface HttpLimits {
  /** Bytes of request line and headers together; more is answered 431. */
  readonly maxHeaderBytes: number
  /** Number of headers; more is answered 431, never cut off: a header left out could have been the one that forbids. */
  readonly maxHeaders: number
  /** Characters of the request target; more is answered 414. */
  readonly maxUrlLength: number
  /** Connections open at the same time, counted apart for the listener and for sockets handed over; more are closed at once. */
  readonly maxConnections: number
  /** For the TLS handshake. */
  readonly handshakeTimeout: Seconds
  /** Until all headers of a request have come; then 408. */
  readonly headersTimeout: Seconds
  /** Until the whole request has come; then 408. */
  readonly requestTimeout: Seconds
  /** How long an idle connection is kept: longer than clients keep theirs, or they would send into a closing one. */
  readonly keepAliveTimeout: Seconds
  /** How often the two request times are looked at. */
  readonly checkedEvery: Seconds
  /** How long `close` listens to idle connections: a client may have sent its next request before it could know. */
  readonly idleGrace: Seconds
  /** How long `close` waits for answers under way. */
  readonly closeGrace: Seconds
}

export const defaultHttpLimits: HttpLimits = {
  maxHeaderBytes: 16 * 1024,
  maxHeaders: 100,
  maxUrlLength: 8 * 1024,
  maxConnections: 2000,
  handshakeTimeout: 10,
  headersTimeout: 15,
  requestTimeout: 120,
  keepAliveTimeout: 75,
  checkedEvery: 5,
  idleGrace: 0.1,
  closeGrace: 5,
}

/** The limits in the words of `node:http`. */
export const toServerOptions = (limits: HttpLimits) => ({
  maxHeaderSize: limits.maxHeaderBytes,
  headersTimeout: limits.headersTimeout * 1000,
  requestTimeout: limits.requestTimeout * 1000,
  keepAliveTimeout: limits.keepAliveTimeout * 1000,
  connectionsCheckingInterval: limits.checkedEvery * 1000,
  insecureHTTPParser: false,
  // answered by the endpoint that is asked, in its own words
  requireHostHeader: false,
})
