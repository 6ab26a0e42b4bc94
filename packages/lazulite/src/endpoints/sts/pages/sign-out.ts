/**
 * Signing out ends the browser's session (OpenID Connect RP-Initiated Logout 1.0). It leads back to the application only
 * when the address is one of the application's own redirect URIs; tokens that were issued stay valid, as in Entra.
 */
import type { FastifyReply } from 'fastify'
import { findRedirectPlatform } from '../../../domain/sign-in/redirect-uri.js'
import { redirectUrisOf } from '../../../operations/sign-in/first-party-clients.js'
import { readParameters } from '../request-facts.js'
import { clearSession, sessionOf } from './page-guard.js'
import { messagePage } from './plain-pages.js'
import type { Visit } from './visit.js'
import { pageHeaders, writePage } from './write-page.js'

export async function signOut({ deps, request, reply }: Visit): Promise<FastifyReply> {
  const parameters = readParameters(request)
  const session = sessionOf(request)
  if (session !== undefined) await deps.signIn.sessions.end(session)
  clearSession(reply)
  const back = parameters.get('post_logout_redirect_uri')
  if (back !== undefined && (await isRegistered(deps.signIn, back, parameters.get('client_id')))) {
    const state = parameters.get('state')
    const target = new URL(back)
    if (state !== undefined) target.searchParams.set('state', state)
    return reply.headers(pageHeaders({})).redirect(state === undefined ? back : target.href, 302)
  }
  const text = 'You have signed out of this browser. It is a good idea to close its windows.'
  return writePage(reply, messagePage({ title: 'You are signed out', text }))
}

/** Entra knows who was signed in to what; Decision: without a client id, any application's address will do. */
async function isRegistered(
  { store }: Visit['deps']['signIn'],
  address: string,
  clientId: string | undefined,
): Promise<boolean> {
  const { applications } = store.read
  const named = clientId === undefined ? undefined : await applications.findByClientId(clientId)
  const candidates = clientId === undefined ? await applications.list() : named === undefined ? [] : [named]
  return candidates.some((application) => findRedirectPlatform(address, redirectUrisOf(application)) !== undefined)
}
