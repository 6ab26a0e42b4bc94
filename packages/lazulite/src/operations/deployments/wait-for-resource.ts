/**
 * Until a written resource is what was asked for: its provider's long-running operation, or its own provisioning state.
 *
 * Nothing here waits by the clock alone: background work says when something may have changed.
 */
import type { ErrorDetail } from '../../domain/errors/arm-error.js'
import { textAt } from '../../domain/json.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ArmCallAnswer, ArmCalls } from '../../ports/arm-calls.js'
import { ArmFailure, errorOf, requireSuccess } from './arm-failure.js'

/** Says that something may have changed, or that time has passed; rejects when the wait is over for good. */
export interface Changes {
  /** How many changes there have been. */
  readonly count: number
  /** Resolves when there have been more than `seen`. */
  after(seen: number): Promise<void>
}

export interface Awaited {
  readonly arm: ArmCalls
  readonly changes: Changes
  readonly caller: Caller
  readonly correlationId: string
  /** Of the resource. */
  readonly path: string
  readonly apiVersion: string
}

const ended = /^(succeeded|failed|canceled)$/i

/**
 * @param answer  what the write was answered with
 * @throws ArmFailure `ResourceDeploymentFailure` when it ended otherwise than well
 */
export async function waitForResource(question: Awaited, answer: ArmCallAnswer): Promise<void> {
  const polling = answer.headers['azure-asyncoperation']
  const state = textAt(answer.body, 'properties', 'provisioningState')
  if (polling === undefined && answer.status !== 202 && (state === undefined || ended.test(state))) {
    return requireWellEnded(question, state, undefined)
  }
  const poll = polling === undefined ? undefined : addressOf(polling)
  for (;;) {
    const seen = question.changes.count
    const { status, error } = poll === undefined ? await lookAtResource(question) : await lookAt(question, poll)
    if (ended.test(status)) return requireWellEnded(question, status, error)
    await question.changes.after(seen)
  }
}

function addressOf(url: string): { readonly path: string; readonly apiVersion: string } {
  const { pathname, searchParams } = new URL(url)
  return { path: decodeURIComponent(pathname), apiVersion: searchParams.get('api-version') ?? '' }
}

async function lookAt(
  { arm, caller, correlationId }: Awaited,
  address: { readonly path: string; readonly apiVersion: string },
): Promise<{ readonly status: string; readonly error: ErrorDetail | undefined }> {
  const { body } = requireSuccess(await arm.call({ caller, correlationId, method: 'GET', ...address }))
  return { status: textAt(body, 'status') ?? 'Succeeded', error: errorOf(body) }
}

async function lookAtResource({ arm, caller, correlationId, path, apiVersion }: Awaited) {
  const { body } = requireSuccess(await arm.call({ caller, correlationId, method: 'GET', path, apiVersion }))
  return { status: textAt(body, 'properties', 'provisioningState') ?? 'Succeeded', error: undefined }
}

function requireWellEnded({ path }: Awaited, state: string | undefined, inner: ErrorDetail | undefined): void {
  if (state === undefined || /^succeeded$/i.test(state)) return
  throw new ArmFailure(409, {
    code: 'ResourceDeploymentFailure',
    target: path,
    message: `The resource write operation failed to complete successfully, because it reached terminal provisioning state '${state}'.`,
    ...(inner === undefined ? {} : { details: [inner] }),
  })
}
