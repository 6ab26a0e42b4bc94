/** A person lets a device in: the code it shows, who they are, whether it was them, done. */
import type { FastifyReply } from 'fastify'
import { answerDevice, findWaitingDevice, type WaitingDevice } from '../../../operations/sign-in/device-sign-in.js'
import type { SessionAccount } from '../../../operations/sign-in/sessions.js'
import { clientAddress, correlationIdOf } from '../request-facts.js'
import { chooseAccount } from './choose-account.js'
import { html } from './html.js'
import { formProof, sessionOf } from './page-guard.js'
import { deviceCodePage, messagePage } from './plain-pages.js'
import { accountsPage, questionPage, signInPage } from './sign-in-pages.js'
import { ownForm, type Progress, shownAccount, type Visit } from './visit.js'
import { writePage } from './write-page.js'

/** Where the code is typed; also known as the verification address. */
export const deviceAddress = '/common/oauth2/deviceauth'

/** @param code  what stands in the box already */
export function askForCode({ deps, request, reply }: Visit, code: string, problem?: string): FastifyReply {
  const page = deviceCodePage({
    action: deviceAddress,
    fields: new Map([['proof', formProof(request, reply, deps.ids)]]),
    code,
    ...(problem === undefined ? {} : { problem }),
  })
  return writePage(reply, page, problem === undefined ? {} : { status: 400 })
}

const badCode = 'That code is not right, or its time is over. Check the code, or start again on your device.'

export async function signInDevice(visit: Visit, typed: string, progress: Progress): Promise<FastifyReply> {
  const { deps, request, reply } = visit
  const waiting = await findWaitingDevice(deps.signIn, typed)
  if (waiting === undefined) return askForCode(visit, typed.slice(0, 20), badCode)
  if (progress.hasCancelled) {
    await answerDevice(deps.signIn, { userCode: waiting.userCode })
    return writePage(
      reply,
      messagePage({ title: 'Cancelled', text: 'Your device was not signed in. You may close this window.' }),
    )
  }
  const accounts = await deps.signIn.sessions.accounts(sessionOf(request))
  const choice = chooseAccount({
    accounts,
    prompts: new Set(['select_account']),
    progress,
    now: deps.clock.nowMillis(),
  })
  if (choice.kind !== 'account') return showWho(visit, { waiting, accounts, progress, shows: choice.kind })
  if (progress.hasAccepted !== true) return showQuestion(visit, waiting, choice.account)
  const { user, authenticatedAt } = choice.account
  const isDone = await answerDevice(deps.signIn, { userCode: waiting.userCode, approvedBy: { user, authenticatedAt } })
  if (!isDone) return askForCode(visit, '', badCode)
  recordApproval(visit, waiting, choice.account)
  const text = `You have signed in to ${waiting.application.displayName} on your device. You may close this window.`
  return writePage(reply, messagePage({ title: 'You are signed in', text }))
}

const carriedFields = ({ userCode }: WaitingDevice): ReadonlyMap<string, string> =>
  new Map([
    ['flow', 'device'],
    ['code', userCode],
  ])

interface Who {
  readonly waiting: WaitingDevice
  readonly accounts: readonly SessionAccount[]
  readonly progress: Progress
  readonly shows: string
}

function showWho(visit: Visit, { waiting, accounts, progress, shows }: Who): FastifyReply {
  const form = ownForm(visit, carriedFields(waiting))
  const applicationName = waiting.application.displayName
  if (shows === 'accounts') {
    return writePage(visit.reply, accountsPage({ form, applicationName, accounts: accounts.map(shownAccount) }))
  }
  const { problem, userName } = progress
  const page = signInPage({
    form,
    applicationName,
    ...(userName === undefined ? {} : { userName }),
    ...(problem === undefined ? {} : { problem }),
    offersAccounts: accounts.length > 0,
  })
  return writePage(visit.reply, page, problem === undefined ? {} : { status: 400 })
}

function showQuestion(visit: Visit, waiting: WaitingDevice, { user }: SessionAccount): FastifyReply {
  const { displayName } = waiting.application
  const page = questionPage({
    form: ownForm(visit, carriedFields(waiting)),
    title: `Sign in to ${displayName}?`,
    applicationName: displayName,
    userName: user.userPrincipalName,
    principalId: user.principalId,
    question: html`<p class="lead">The device or program that shows the code <strong>${waiting.userCode}</strong> will act in your name. Go on only if you started it yourself.</p>`,
    accept: 'Continue',
  })
  return writePage(visit.reply, page)
}

function recordApproval({ deps, request }: Visit, { application }: WaitingDevice, { user }: SessionAccount): void {
  deps.signIn.audit({
    time: deps.clock.nowMillis(),
    kind: 'signin.succeeded',
    principalId: user.principalId,
    correlationId: correlationIdOf(request),
    facts: {
      user: user.userPrincipalName,
      clientId: application.clientId,
      ipAddress: clientAddress(request),
      method: 'deviceCode',
      result: 'success',
    },
  })
}
