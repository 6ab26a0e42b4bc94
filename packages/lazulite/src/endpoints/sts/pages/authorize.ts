/**
 * From an application's request to its answer, over whatever pages are needed: who are you, is that all right, here is
 * the code. The request is carried along by the forms and read anew at each step, so nothing in it has to be trusted.
 */
import type { FastifyReply } from 'fastify'
import { OAuthError } from '../../../domain/errors/oauth-error.js'
import { formActionSource } from '../../../domain/sign-in/redirect-uri.js'
import { clientInfo } from '../../../domain/token/user-claims.js'
import {
  type AuthorizationRequest,
  readAuthorizationRequest,
} from '../../../operations/sign-in/authorization-request.js'
import { issueCode } from '../../../operations/sign-in/issue-code.js'
import { readAccess } from '../../../operations/sign-in/issue-user-tokens.js'
import type { SessionAccount } from '../../../operations/sign-in/sessions.js'
import { addressedTenant } from '../find-tenant.js'
import { readClientCapabilities } from '../read-client.js'
import { readPairs } from '../read-form.js'
import { clientAddress, correlationIdOf } from '../request-facts.js'
import { chooseAccount } from './choose-account.js'
import { html } from './html.js'
import { sessionOf } from './page-guard.js'
import { accountsPage, questionPage, signInPage } from './sign-in-pages.js'
import { errorMembers, ownForm, type Progress, shownAccount, type Visit, writeRefusal } from './visit.js'
import { writePage } from './write-page.js'
import { writeReply } from './write-reply.js'

/** An application's request, as it came. */
export interface AskedAuthorization {
  /** First segment of the path. */
  readonly tenant: string
  readonly version: 'v1' | 'v2'
  /** The parameters as a query string. */
  readonly query: string
}

export async function authorize(visit: Visit, asked: AskedAuthorization, progress: Progress): Promise<FastifyReply> {
  const { deps, request, reply } = visit
  const parameters = readPairs(asked.query)
  const { tenant } = await addressedTenant(deps, {
    asked: asked.tenant,
    version: asked.version,
    clientId: () => parameters.get('client_id'),
  })
  const reading = await readAuthorizationRequest(deps.signIn.store.read, { tenant, version: asked.version, parameters })
  if (reading.kind === 'refused') return writeRefusal(visit, reading.error)
  if (reading.kind === 'answered') return writeReply(reply, reading.reply, errorMembers(visit, reading.error))
  const authorization = reading.request
  const refuse = (error: OAuthError) => writeReply(reply, authorization.reply, errorMembers(visit, error))
  if (progress.hasCancelled) return refuse(new OAuthError('ConsentDeclined'))

  const accounts = await deps.signIn.sessions.accounts(sessionOf(request))
  const { prompts, loginHint } = authorization
  const now = deps.clock.nowMillis()
  const hint = loginHint === undefined ? {} : { loginHint }
  const choice = chooseAccount({ accounts, prompts, progress, now, ...hint })
  const shown = { visit, asked, authorization, progress }
  switch (choice.kind) {
    case 'nobody':
      return refuse(new OAuthError('NobodySignedIn'))
    case 'several':
      return refuse(new OAuthError('SeveralSignedIn'))
    case 'form':
      return showSignIn(shown, accounts.length > 0)
    case 'accounts':
      return showAccounts(shown, accounts)
    case 'account':
      if (prompts.has('consent') && progress.hasAccepted !== true) return showConsent(shown, choice.account)
      return answerWithCode(shown, choice.account, readClientCapabilities(parameters.get('claims')))
  }
}

interface Shown {
  readonly visit: Visit
  readonly asked: AskedAuthorization
  readonly authorization: AuthorizationRequest
  readonly progress: Progress
}

const carriedFields = ({ tenant, version, query }: AskedAuthorization): ReadonlyMap<string, string> =>
  new Map([
    ['flow', 'authorize'],
    ['tenant', tenant],
    ['version', version],
    ['request', query],
  ])

/** Our forms end, by a redirect, at the application. */
const leadingTo = ({ reply }: AuthorizationRequest) => ({ formActions: [formActionSource(reply.redirectUri)] })

function showSignIn({ visit, asked, authorization, progress }: Shown, offersAccounts: boolean): FastifyReply {
  const userName = progress.userName ?? authorization.loginHint
  const { problem } = progress
  const page = signInPage({
    form: ownForm(visit, carriedFields(asked)),
    applicationName: authorization.application.displayName,
    ...(userName === undefined ? {} : { userName }),
    ...(problem === undefined ? {} : { problem }),
    offersAccounts: offersAccounts && !authorization.prompts.has('login'),
  })
  return writePage(visit.reply, page, {
    ...leadingTo(authorization),
    ...(problem === undefined ? {} : { status: 400 }),
  })
}

const showAccounts = ({ visit, asked, authorization }: Shown, accounts: readonly SessionAccount[]): FastifyReply =>
  writePage(
    visit.reply,
    accountsPage({
      form: ownForm(visit, carriedFields(asked)),
      applicationName: authorization.application.displayName,
      accounts: accounts.map(shownAccount),
    }),
    leadingTo(authorization),
  )

function showConsent({ visit, asked, authorization }: Shown, { user }: SessionAccount): FastifyReply {
  const { application, access } = authorization
  const wanted = readAccess(access)
  const everything = wanted.resource === undefined ? 'Your name and address' : `All it may do at ${wanted.resource}`
  const named = wanted.isDefault || wanted.asked.length === 0 ? [everything] : wanted.asked
  const page = questionPage({
    form: ownForm(visit, carriedFields(asked)),
    title: 'Permissions requested',
    applicationName: application.displayName,
    userName: user.userPrincipalName,
    principalId: user.principalId,
    question: html`<p class="lead"><strong>${application.displayName}</strong> would like to use in your name:</p>
<ul class="permissions">${named.map((name) => html`<li>${name}</li>`)}</ul>`,
    accept: 'Accept',
  })
  return writePage(visit.reply, page, leadingTo(authorization))
}

/** In the order in which Entra sends the members. */
async function answerWithCode(
  { visit, authorization, progress }: Shown,
  { user, authenticatedAt }: SessionAccount,
  clientCapabilities: readonly string[],
): Promise<FastifyReply> {
  const { deps, request, reply } = visit
  const code = await issueCode(deps.signIn, {
    ...{ request: authorization, user, authenticatedAt, clientCapabilities },
    ipAddress: clientAddress(request),
    correlationId: correlationIdOf(request),
    isFresh: progress.isFresh === true,
  })
  return writeReply(reply, authorization.reply, [
    ['code', code],
    ...(authorization.wantsClientInfo
      ? [['client_info', clientInfo(authorization.tenant.tenantId, user.principalId)] as const]
      : []),
    ['session_state', deps.ids.guid('sessionState')],
  ])
}
