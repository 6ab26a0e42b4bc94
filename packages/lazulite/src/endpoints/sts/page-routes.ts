/** The addresses that people see: sign in, pick an account, let a device in, sign out. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { type Asset, assetFolder, assets } from './pages/assets.js'
import { authorize } from './pages/authorize.js'
import { askForCode, signInDevice } from './pages/device.js'
import { isFormOurs, sessionOf, setSession } from './pages/page-guard.js'
import { messagePage } from './pages/plain-pages.js'
import { signOut } from './pages/sign-out.js'
import { type Progress, signInAddress, type Visit, writeRefusal } from './pages/visit.js'
import { writePage } from './pages/write-page.js'
import type { Form } from './read-form.js'
import { clientAddress, correlationIdOf, parameter, pathOf, readParameters } from './request-facts.js'
import type { AddRoute, Handler } from './route-table.js'
import type { StsDependencies } from './sts-dependencies.js'
import { asOAuthError } from './write-oauth-answer.js'

export function addPageRoutes(add: AddRoute, deps: StsDependencies): void {
  /** People are told in pages. */
  const page =
    (show: (visit: Visit) => Promise<FastifyReply>): Handler =>
    async (request, reply) => {
      const visit = { deps, request, reply }
      try {
        return await show(visit)
      } catch (error) {
        const answer = asOAuthError(error)
        const facts = { correlationId: correlationIdOf(request), method: request.method, path: pathOf(request) }
        if (answer.status === 500) deps.log.error({ ...facts, err: answer.cause }, 'unexpected token service failure')
        return writeRefusal(visit, answer)
      }
    }

  for (const [path, version] of [
    ['oauth2/v2.0/authorize', 'v2'],
    ['oauth2/authorize', 'v1'],
  ] as const) {
    const show = page((visit) => {
      const query = new URLSearchParams([...readParameters(visit.request)]).toString()
      return authorize(visit, { tenant: parameter(visit.request, 'tenant'), version, query }, {})
    })
    add(['GET', 'POST'], `/:tenant/${path}`, show)
  }
  add(['POST'], signInAddress, page(takeStep))
  const deviceSteps = page(async (visit) => {
    const form = readParameters(visit.request)
    const code = form.get('code') ?? form.get('otc') ?? ''
    if (visit.request.method === 'GET') return askForCode(visit, code.slice(0, 20))
    if (!isFormOurs(visit.request, form.get('proof'))) return askForCode(visit, code.slice(0, 20), staleForm)
    return signInDevice(visit, code, {})
  })
  add(['GET', 'POST'], '/:tenant/oauth2/deviceauth', deviceSteps)
  add(['GET', 'POST'], '/:tenant/oauth2/v2.0/logout', page(signOut))
  add(['GET', 'POST'], '/:tenant/oauth2/logout', page(signOut))
  add(['GET', 'POST'], '/common/oauth2/nativeclient', page(showNativeClient))
  add(['GET'], `${assetFolder}/:name`, sendAsset)
}

const staleForm = 'This page was open for too long, or cookies are blocked. Please try again.'

/** What a person did on one of our forms. */
async function takeStep(visit: Visit): Promise<FastifyReply> {
  const form = readParameters(visit.request)
  const goOn = continuation(visit, form)
  if (!isFormOurs(visit.request, form.get('proof'))) return goOn({ shows: 'form', problem: staleForm })
  switch (form.get('step')) {
    case 'password':
      return goOn(await signInByForm(visit, form))
    case 'account':
    case 'accept':
      return goOn(await pickedAccount(visit, form))
    case 'accounts':
      return goOn({ shows: 'accounts' })
    case 'cancel':
      return goOn({ hasCancelled: true })
    default:
      throw new OAuthError('MalformedRequest')
  }
}

/** Where the form leads: on with the application's request, or with the device's. */
function continuation(visit: Visit, form: Form): (progress: Progress) => Promise<FastifyReply> {
  if (form.get('flow') === 'device') return (progress) => signInDevice(visit, form.get('code') ?? '', progress)
  const [tenant, query] = [form.get('tenant') ?? '', form.get('request') ?? '']
  const version = form.get('version') === 'v1' ? 'v1' : 'v2'
  return (progress) => authorize(visit, { tenant, version, query }, progress)
}

/** What people read of a failed sign-in; which of name and password was wrong is nobody's business. */
const problems: Readonly<Partial<Record<string, string>>> = {
  UserNotFound: 'The user name or the password is not right.',
  InvalidUserCredentials: 'The user name or the password is not right.',
  UserLocked: 'There were too many wrong passwords. Wait a minute, then try again.',
  UserDisabled: 'This account is disabled. Ask your administrator.',
}

async function signInByForm({ deps, request, reply }: Visit, form: Form): Promise<Progress> {
  const [userName, password] = [form.get('username') ?? '', form.get('password') ?? '']
  if (userName === '' || password === '')
    return { shows: 'form', userName, problem: 'Type your user name and your password.' }
  try {
    const query = new URLSearchParams(form.get('request') ?? '')
    const user = await deps.signIn.authenticateUser({
      userPrincipalName: userName,
      password,
      method: 'page',
      clientId: query.get('client_id') ?? undefined,
      ipAddress: clientAddress(request),
      correlationId: correlationIdOf(request),
    })
    setSession(reply, await deps.signIn.sessions.signIn(sessionOf(request), user))
    return { account: { user, authenticatedAt: deps.clock.nowMillis() }, isFresh: true }
  } catch (error) {
    const problem = error instanceof OAuthError ? problems[error.key] : undefined
    if (problem === undefined) throw error
    return { shows: 'form', userName, problem }
  }
}

/** Only whoever is signed in at this browser can be picked. */
async function pickedAccount({ deps, request }: Visit, form: Form): Promise<Progress> {
  const accounts = await deps.signIn.sessions.accounts(sessionOf(request))
  const account = accounts.find(({ user }) => user.principalId === form.get('account'))
  if (account === undefined) return { shows: 'form' }
  return { account, hasAccepted: form.get('step') === 'accept' }
}

/** Where programs without an address of their own are sent; they read the answer from the address bar. */
async function showNativeClient({ request, reply }: Visit): Promise<FastifyReply> {
  const isRefused = readParameters(request).has('error')
  const shown = isRefused
    ? { title: 'You are not signed in', text: 'The program learns why. You may close this window.' }
    : { title: 'You are signed in', text: 'You may close this window and go back to the program.' }
  return writePage(reply, messagePage(shown))
}

const sendAsset: Handler = async (request: FastifyRequest, reply: FastifyReply) => {
  const name = parameter(request, 'name')
  const asset: Asset | undefined = new Map<string, Asset>(Object.entries(assets)).get(name)
  if (asset === undefined) throw new OAuthError('EndpointNotFound', { method: request.method, path: pathOf(request) })
  reply.removeHeader('pragma')
  reply.removeHeader('expires')
  return reply
    .headers({ 'cache-control': 'public, max-age=31536000, immutable', 'cross-origin-resource-policy': 'same-origin' })
    .type(asset.type)
    .send(asset.text)
}
