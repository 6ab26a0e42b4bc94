/**
 * The cookies of the pages, and the proof that a form came from a page of ours.
 *
 * Each browser gets a random cookie that other sites can neither read nor set (`__Host-`); a form carries its keyed
 * digest. Both cookies end with the browser; neither is sent along by other sites' forms or frames.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ids } from '../../../ports/ids.js'
import { cookieOf, requireOwnPage } from '../request-facts.js'

const sessionCookie = '__Host-lazulite-session'
const formCookie = '__Host-lazulite-form'
/** Lax: people come here by links and redirects of the applications, and are to be recognised then. */
const sessionAttributes = 'Path=/; Secure; HttpOnly; SameSite=Lax'
const formAttributes = 'Path=/; Secure; HttpOnly; SameSite=Strict'

export const sessionOf = (request: FastifyRequest): string | undefined => cookieOf(request, sessionCookie)

export const setSession = (reply: FastifyReply, secret: string): FastifyReply =>
  reply.header('set-cookie', `${sessionCookie}=${secret}; ${sessionAttributes}`)

export const clearSession = (reply: FastifyReply): FastifyReply =>
  reply.header('set-cookie', `${sessionCookie}=; Max-Age=0; ${sessionAttributes}`)

/** What a form has to carry; gives the browser its cookie unless it has one. */
export function formProof(request: FastifyRequest, reply: FastifyReply, ids: Ids): string {
  const known = cookieOf(request, formCookie)
  const secret = known ?? ids.secret('form')
  if (known === undefined) reply.header('set-cookie', `${formCookie}=${secret}; ${formAttributes}`)
  return digest(secret)
}

/** @throws OAuthError `MalformedRequest` when the browser says that another site sent the form */
export function isFormOurs(request: FastifyRequest, proof: string | undefined): boolean {
  requireOwnPage(request)
  const secret = cookieOf(request, formCookie)
  if (secret === undefined || proof === undefined) return false
  const [one, other] = [Buffer.from(digest(secret)), Buffer.from(proof)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const digest = (secret: string): string => createHmac('sha256', secret).update('sign-in form').digest('base64url')
