/** Bodies of the metadata service: the token, and every error. The only place where they are written. */
import type { FastifyReply } from 'fastify'
import { ImdsError } from '../../domain/errors/imds-error.js'
import { type ErrorStamp, OAuthError, stampedDescription } from '../../domain/errors/oauth-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { EpochSeconds } from '../../domain/time.js'
import type { ManagedIdentityToken } from '../../operations/issue-managed-identity-token.js'
import { newestVersions } from './api-versions.js'
import { isIdentityPath } from './paths.js'

/**
 * All values are strings. Order: the samples of the tutorials, with what newer answers add in the place where those
 * print it (az 2.14, 2020). `ext_expires_in` is what Entra said when the token was new (86399 in every known sample,
 * whatever `expires_in` had come down to); the other counter is elapsed time.
 */
export function tokenAnswer(token: ManagedIdentityToken, now: EpochSeconds): JsonObject {
  return {
    access_token: token.accessToken,
    refresh_token: '',
    client_id: token.clientId,
    expires_in: String(token.expiresOn - now),
    expires_on: String(token.expiresOn),
    ext_expires_in: String(token.expiresOn - token.issuedAt - 1),
    not_before: String(token.notBefore),
    resource: token.resource,
    token_type: 'Bearer',
  }
}

/** Writes the error in the shape of the address's category. Errors of the token service are passed on as it words them. */
export function writeImdsError(
  reply: FastifyReply,
  error: ImdsError | OAuthError,
  facts: { readonly path: string; readonly stamp: ErrorStamp },
): FastifyReply {
  return reply.code(error.status).send(errorBody(error, facts))
}

function errorBody(
  error: ImdsError | OAuthError,
  { path, stamp }: { readonly path: string; readonly stamp: ErrorStamp },
): JsonObject {
  if (error instanceof OAuthError) {
    return { error: error.error, error_description: stampedDescription(error, stamp) }
  }
  if (isIdentityPath(path)) return { error: error.error, error_description: error.message }
  if (error.listsNewestVersions) return { error: error.otherText, 'newest-versions': newestVersions }
  return { error: error.otherText }
}

/** Anything that is not an answer already becomes a server error that says nothing but where the log has it. */
export const asImdsAnswer = (error: unknown, correlationId: string): ImdsError | OAuthError =>
  error instanceof ImdsError || error instanceof OAuthError
    ? error
    : new ImdsError('ServerError', { correlationId }, { cause: error })
