/**
 * What a client asks of the authorization endpoint: checked as far as can be without knowing who the person is.
 *
 * Source: "OAuth 2.0 authorization code flow" of the Microsoft identity platform; RFC 6749 section 4.1.1; RFC 7636.
 * As long as the redirect URI is not known to be the client's, a refusal is shown to the person; after that it is the
 * client's. Order of checks: client, redirect URI, response mode, response type, prompt, scope, challenge.
 */
import type { Application, ServicePrincipal, Tenant } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { allRedirectUris, findRedirectPlatform, type RedirectPlatform } from '../../domain/sign-in/redirect-uri.js'
import type { ReadStores } from '../../ports/store.js'
import { findTokenResource } from '../find-token-resource.js'
import { type CodeChallenge, isCodeChallenge } from './code-challenge.js'
import { redirectUrisOf } from './first-party-clients.js'
import type { AskedAccess } from './grant-facts.js'
import { readAccess } from './issue-user-tokens.js'

/** Where and how the client gets its answer. */
export interface ReplyAddress {
  readonly redirectUri: string
  readonly mode: 'query' | 'fragment' | 'form_post'
  readonly state?: string
}

export interface AuthorizationRequest {
  readonly tenant: Tenant
  readonly application: Application
  readonly platform: RedirectPlatform
  readonly reply: ReplyAddress
  readonly access: AskedAccess
  readonly prompts: ReadonlySet<Prompt>
  readonly loginHint?: string
  readonly nonce?: string
  readonly challenge?: CodeChallenge
  readonly wantsClientInfo: boolean
}

export const prompts = ['none', 'login', 'select_account', 'consent'] as const
export type Prompt = (typeof prompts)[number]

export type AuthorizationReading =
  | { readonly kind: 'accepted'; readonly request: AuthorizationRequest }
  /** For the person: nobody else can be trusted with it. */
  | { readonly kind: 'refused'; readonly error: OAuthError }
  /** For the client. */
  | { readonly kind: 'answered'; readonly error: OAuthError; readonly reply: ReplyAddress }

export interface AuthorizationQuestion {
  readonly tenant: Tenant
  readonly version: 'v1' | 'v2'
  /** Parameters by name, from the query or the form. */
  readonly parameters: ReadonlyMap<string, string>
}

type Directory = Pick<ReadStores, 'applications' | 'principals'>

export async function readAuthorizationRequest(
  directory: Directory,
  question: AuthorizationQuestion,
): Promise<AuthorizationReading> {
  const { parameters } = question
  let reply: ReplyAddress | undefined
  try {
    const application = await findApplication(directory, question)
    const { redirectUri, platform } = findRedirect(application, parameters.get('redirect_uri'))
    const state = parameters.get('state')
    reply = { redirectUri, mode: 'query', ...(state === undefined ? {} : { state }) }
    reply = { ...reply, mode: readResponseMode(parameters.get('response_mode')) }
    requireCodeResponse(parameters.get('response_type'))
    const requested = readPrompts(parameters.get('prompt'))
    const access = await readAskedAccess(directory, question)
    const challenge = readChallenge(parameters, platform)
    const [loginHint, nonce] = [parameters.get('login_hint'), parameters.get('nonce')]
    return {
      kind: 'accepted',
      request: {
        tenant: question.tenant,
        ...{ application, platform, reply, access },
        prompts: requested,
        ...(loginHint === undefined ? {} : { loginHint }),
        ...(nonce === undefined ? {} : { nonce }),
        ...(challenge === undefined ? {} : { challenge }),
        wantsClientInfo: parameters.get('client_info') === '1',
      },
    }
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return reply === undefined ? { kind: 'refused', error } : { kind: 'answered', error, reply }
  }
}

async function findApplication(
  { applications, principals }: Directory,
  { parameters, tenant }: AuthorizationQuestion,
): Promise<Application> {
  const clientId = parameters.get('client_id')
  if (clientId === undefined) throw new OAuthError('MissingParameter', { parameter: 'client_id' })
  const application = await applications.findByClientId(clientId)
  if (application === undefined) throw new OAuthError('ClientNotFound', { clientId, directory: tenant.displayName })
  const principal = await principals.findByClientId(application.clientId)
  requireEnabled(application, principal?.kind === 'ServicePrincipal' ? principal : undefined, tenant)
  return application
}

function requireEnabled(application: Application, principal: ServicePrincipal | undefined, tenant: Tenant): void {
  const { clientId, displayName } = application
  if (principal === undefined) throw new OAuthError('ServicePrincipalMissing', { clientId, tenantId: tenant.tenantId })
  if (!principal.isEnabled) throw new OAuthError('ClientDisabled', { clientId, displayName })
}

/** The parameter may be left out when only one address is registered (RFC 6749 section 3.1.2.3). */
function findRedirect(
  application: Application,
  asked: string | undefined,
): { readonly redirectUri: string; readonly platform: RedirectPlatform } {
  const registered = redirectUrisOf(application)
  const all = allRedirectUris(registered)
  if (all.length === 0) throw new OAuthError('NoRedirectRegistered')
  const redirectUri = asked ?? (all.length === 1 ? all[0] : undefined)
  if (redirectUri === undefined) throw new OAuthError('RedirectMissing')
  const platform = findRedirectPlatform(redirectUri, registered)
  if (platform === undefined) {
    throw new OAuthError('RedirectNotRegistered', { redirectUri, clientId: application.clientId })
  }
  return { redirectUri, platform }
}

function readResponseMode(mode: string | undefined): ReplyAddress['mode'] {
  switch (mode) {
    case undefined:
    case 'query':
      return 'query'
    case 'fragment':
    case 'form_post':
      return mode
    default:
      throw new OAuthError('UnsupportedResponseMode', { responseMode: mode })
  }
}

function requireCodeResponse(responseType: string | undefined): void {
  if (responseType === undefined) throw new OAuthError('MissingParameter', { parameter: 'response_type' })
  const wanted = responseType.split(' ').filter(Boolean)
  if (wanted.length === 1 && wanted[0] === 'code') return
  const isKnown = wanted.length > 0 && wanted.every((one) => ['code', 'id_token', 'token'].includes(one))
  throw new OAuthError(isKnown ? 'ResponseTypeNotEnabled' : 'UnsupportedResponseType', { responseType })
}

/** `none` stands alone (OpenID Connect Core section 3.1.2.1). */
function readPrompts(text: string | undefined): ReadonlySet<Prompt> {
  const asked = (text ?? '').split(' ').filter(Boolean)
  const known = prompts.filter((prompt) => asked.includes(prompt))
  if (asked.some((one) => !known.some((prompt) => prompt === one))) throw new OAuthError('UnsupportedPrompt')
  if (known.includes('none') && known.length > 1) throw new OAuthError('UnsupportedPrompt')
  return new Set(known)
}

/** Also finds out, before anybody types a password, that the resource does not exist. */
async function readAskedAccess(
  { principals }: Directory,
  { parameters, version, tenant }: AuthorizationQuestion,
): Promise<AskedAccess> {
  const [scope, resource] = [parameters.get('scope'), parameters.get('resource')]
  const access: AskedAccess = {
    version,
    ...(version === 'v2' && scope !== undefined ? { scope } : {}),
    ...(version === 'v1' && resource !== undefined ? { resource } : {}),
  }
  const wanted = readAccess(access)
  if (wanted.resource !== undefined) await findTokenResource(principals, wanted.resource, tenant)
  return access
}

function readChallenge(parameters: ReadonlyMap<string, string>, platform: RedirectPlatform): CodeChallenge | undefined {
  const challenge = parameters.get('code_challenge')
  if (challenge === undefined) {
    if (platform === 'spa') throw new OAuthError('ChallengeRequired')
    return undefined
  }
  const method = parameters.get('code_challenge_method') ?? 'plain'
  if (method !== 'S256' && method !== 'plain') throw new OAuthError('MalformedRequest')
  if (!isCodeChallenge(challenge)) throw new OAuthError('ChallengeInvalid')
  return { challenge, method }
}
