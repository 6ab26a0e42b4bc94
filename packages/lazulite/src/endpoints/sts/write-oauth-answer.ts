/** Headers and error bodies of the token service. The only place where they are written. */
import type { FastifyReply } from 'fastify'
import { type ErrorStamp, errorTimestamp, OAuthError, stampedDescription } from '../../domain/errors/oauth-error.js'
import type { JsonObject } from '../../domain/json.js'
import { signInHost } from '../../domain/public-names.js'

/** What every answer of the token service carries (real answers pasted in public threads, 2023-2026). */
export const commonHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store, no-cache',
  pragma: 'no-cache',
  expires: '-1',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
  'x-ms-ests-server': '2.1.0.0 - LAZULITE',
}

const helpPage = `https://${signInHost}/error?code=`

export function writeOAuthError(reply: FastifyReply, error: OAuthError, stamp: ErrorStamp): FastifyReply {
  return reply.code(error.status).send(errorBody(error, stamp))
}

const errorBody = (error: OAuthError, stamp: ErrorStamp): JsonObject => ({
  error: error.error,
  error_description: stampedDescription(error, stamp),
  error_codes: error.code === undefined ? [] : [error.code],
  timestamp: errorTimestamp(stamp.time),
  trace_id: stamp.traceId,
  correlation_id: stamp.correlationId,
  ...(error.hasHelpPage ? { error_uri: `${helpPage}${error.code}` } : {}),
})

/** What the framework refuses (size, encoding) is the client's fault; anything else is ours and says nothing but where the log has it. */
export function asOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (status === 413) return new OAuthError('RequestTooLarge', {}, { cause: error })
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new OAuthError('MalformedRequest', {}, { cause: error })
  }
  return new OAuthError('ServerError', {}, { cause: error })
}
