/**
 * An answer to the application, in the way it asked for: parameters in the query or behind the `#` of its address, or a
 * form that the browser sends there (OAuth 2.0 Multiple Response Types, OAuth 2.0 Form Post Response Mode).
 */
import type { FastifyReply } from 'fastify'
import { formActionSource } from '../../../domain/sign-in/redirect-uri.js'
import type { ReplyAddress } from '../../../operations/sign-in/authorization-request.js'
import { formPostPage } from './plain-pages.js'
import { pageHeaders, writePage } from './write-page.js'

/** @param members  in order; `state` is added */
export function writeReply(
  reply: FastifyReply,
  { redirectUri, mode, state }: ReplyAddress,
  members: readonly (readonly [string, string])[],
): FastifyReply {
  const parameters = [...members, ...(state === undefined ? [] : [['state', state] as const])]
  if (mode === 'form_post') {
    const formActions = [formActionSource(redirectUri)]
    const page = formPostPage({ action: redirectUri, fields: new Map(parameters) })
    return writePage(reply, page, { formActions, runsOurScript: true })
  }
  const text = new URLSearchParams([...new Map(parameters)]).toString()
  const joint = mode === 'fragment' ? '#' : redirectUri.includes('?') ? '&' : '?'
  return reply.headers(pageHeaders({})).redirect(`${redirectUri}${joint}${text}`, 302)
}
