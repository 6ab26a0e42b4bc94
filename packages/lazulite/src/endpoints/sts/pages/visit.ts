/** One request for a page: what every step on the way through a sign-in needs at hand. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorTimestamp, type OAuthError, stampedDescription } from '../../../domain/errors/oauth-error.js'
import type { SessionAccount } from '../../../operations/sign-in/sessions.js'
import { correlationIdOf } from '../request-facts.js'
import type { StsDependencies } from '../sts-dependencies.js'
import { formProof } from './page-guard.js'
import { refusalPage } from './plain-pages.js'
import type { FormTarget } from './sign-in-pages.js'
import { writePage } from './write-page.js'

export interface Visit {
  readonly deps: StsDependencies
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** What the person has done so far on our pages; nothing, when they have just come. */
export interface Progress {
  /** Picked, or signed in with, just now. */
  readonly account?: SessionAccount
  /** The password was typed just now. */
  readonly isFresh?: boolean
  readonly hasAccepted?: boolean
  readonly hasCancelled?: boolean
  /** Wants to type a user name (`form`), or to see the accounts (`accounts`). */
  readonly shows?: 'form' | 'accounts'
  /** What went wrong with the user name that was typed. */
  readonly problem?: string
  readonly userName?: string
}

export const signInAddress = '/common/login'

/** A form that comes back to us. */
export const ownForm = ({ request, reply, deps }: Visit, carried: ReadonlyMap<string, string>): FormTarget => ({
  action: signInAddress,
  fields: new Map([...carried, ['proof', formProof(request, reply, deps.ids)]]),
})

/** For the person, because there is no application that could be told. */
export function writeRefusal({ deps, request, reply }: Visit, error: OAuthError): FastifyReply {
  const stamp = stampOf({ deps, request, reply })
  const { traceId, correlationId } = stamp
  const timestamp = errorTimestamp(stamp.time)
  return writePage(
    reply,
    refusalPage({ message: error.message, traceId, correlationId, timestamp, isOurs: error.status >= 500 }),
    {
      status: error.status,
    },
  )
}

const stampOf = ({ deps, request }: Visit) => ({
  traceId: request.id,
  correlationId: correlationIdOf(request),
  time: deps.clock.nowMillis(),
})

/** For the application. */
export const errorMembers = (visit: Visit, error: OAuthError): (readonly [string, string])[] => [
  ['error', error.error],
  ['error_description', stampedDescription(error, stampOf(visit))],
]

export const shownAccount = ({ user }: SessionAccount) => ({
  principalId: user.principalId,
  name: user.displayName,
  userName: user.userPrincipalName,
})
