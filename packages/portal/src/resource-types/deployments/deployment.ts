/**
 * Deployments and their operations, and what their pages say of them.
 *
 * Shapes: the deployments reference (2025-04-01). Headings: "Your deployment is complete", as Azure's portal says it.
 */
import type { ServiceErrorFacts } from '../../api/service-error.js'

export interface Deployment {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly provisioningState: string
    /** ISO: when it last changed. */
    readonly timestamp?: string
    /** ISO 8601: `PT3.04S`. */
    readonly duration?: string
    readonly correlationId?: string
    readonly mode?: string
    readonly parameters?: Readonly<Record<string, TypedValue>>
    readonly outputs?: Readonly<Record<string, TypedValue>>
    readonly error?: DeploymentError
  }
}

export interface TypedValue {
  readonly type: string
  /** Absent for what is secret. */
  readonly value?: unknown
}

/** Errors hold errors: of a deployment those of its resources, of a nested deployment the whole again. */
export interface DeploymentError {
  readonly code?: string
  readonly message?: string
  readonly target?: string
  readonly details?: readonly DeploymentError[]
}

export interface DeploymentOperation {
  readonly id: string
  readonly operationId: string
  readonly properties: {
    readonly provisioningOperation?: string
    readonly provisioningState?: string
    readonly timestamp?: string
    readonly duration?: string
    readonly trackingId?: string
    readonly serviceRequestId?: string
    readonly statusCode?: string
    readonly statusMessage?: unknown
    readonly targetResource?: { readonly id: string; readonly resourceType: string; readonly resourceName: string }
  }
}

export type Phase = 'underway' | 'complete' | 'failed' | 'canceled'

export function phaseOf(state: string): Phase {
  switch (state.toLowerCase()) {
    case 'succeeded':
      return 'complete'
    case 'failed':
      return 'failed'
    case 'canceled':
      return 'canceled'
    default:
      return 'underway'
  }
}

const sentences: Readonly<Record<Phase, string>> = {
  underway: 'Deployment is in progress',
  complete: 'Your deployment is complete',
  failed: 'Your deployment failed',
  canceled: 'Your deployment was canceled',
}

export const sentenceOf = (state: string): string => sentences[phaseOf(state)]

/** "OK" where it went well, as Azure's table says; else the state, or the status that the provider gave. */
export function statusOf({ properties }: DeploymentOperation): string {
  const { provisioningState = '', statusCode } = properties
  return phaseOf(provisioningState) === 'underway' ? provisioningState : (statusCode ?? provisioningState)
}

/** Seconds of `PT1H2M3.4S`; `undefined` for anything else. */
export function secondsOf(duration: string | undefined): number | undefined {
  const found = /^P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/i.exec(duration ?? '')
  if (found === null) return undefined
  const [, days, hours, minutes, seconds] = found
  return Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
}

/** "1 minute 5 seconds", as deployments' times are said. */
export function durationText(duration: string | undefined): string {
  const total = secondsOf(duration)
  if (total === undefined) return '-'
  if (total < 1) return 'less than a second'
  const whole = Math.round(total)
  const parts = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor((whole % 3600) / 60), 'minute'],
    [whole % 60, 'second'],
  ] as const
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ')
}

/** ISO: a deployment says when it last changed and how long it took until then. */
export function startOf({ timestamp, duration }: Deployment['properties']): string | undefined {
  const seconds = secondsOf(duration)
  if (timestamp === undefined) return undefined
  const end = Date.parse(timestamp)
  return seconds === undefined || Number.isNaN(end) ? timestamp : new Date(end - seconds * 1000).toISOString()
}

/** An error and those that it holds, outermost first, each with how deep it lies. */
export interface LaidOutError {
  readonly depth: number
  readonly code: string
  readonly message: string
  readonly target?: string
}

export function layOutError(error: DeploymentError, depth = 0): readonly LaidOutError[] {
  const { code = '', message = '', target, details = [] } = error
  const inner = innerErrorOf(message)
  return [
    { depth, code, message: inner === undefined ? message : '', ...(target === undefined ? {} : { target }) },
    ...(inner === undefined ? [] : layOutError(inner, depth + 1)),
    ...details.flatMap((detail) => layOutError(detail, depth + 1)),
  ]
}

/** A provider's answer that was put into a message as text, as services did until 2023. */
function innerErrorOf(message: string): DeploymentError | undefined {
  if (!message.trimStart().startsWith('{')) return undefined
  try {
    return errorIn(JSON.parse(message))
  } catch {
    return undefined
  }
}

/** The error of an answer, with or without its envelope. */
export function errorIn(body: unknown): DeploymentError | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { error, code } = body as { readonly error?: unknown; readonly code?: unknown } // looked at, not trusted
  if (typeof error === 'object' && error !== null) return error
  return typeof code === 'string' ? (body as DeploymentError) : undefined // its code was just seen
}

/** For the panel of errors, which copies and explains as it does for any other. */
export function factsOfError(error: DeploymentError, deployment: string): ServiceErrorFacts {
  const [head, ...inner] = layOutError(error)
  return {
    code: head?.code ?? '',
    message: head?.message ?? '',
    status: 200,
    request: { method: 'GET', url: deployment },
    details: inner.map(({ depth, code, message }) => ({ code: `${'  '.repeat(depth - 1)}${code}`, message })),
  }
}

/** A value for people: text as it is, anything else as JSON; what is secret is not there. */
export function valueText({ type, value }: TypedValue): string {
  if (/^secure/i.test(type)) return '(secure value, not kept)'
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
