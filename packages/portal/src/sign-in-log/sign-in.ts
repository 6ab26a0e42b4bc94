/**
 * The sign-in log of Microsoft Graph: which request asks for which entries, and what an entry says to people.
 *
 * Source: "List signIns" and the `signIn` resource type (v1.0 and beta). Only beta tells the kinds of sign-ins apart, so
 * everything is asked of beta, as Azure's own portal does.
 */

export interface SignIn {
  readonly id: string
  readonly createdDateTime: string
  readonly appId?: string | null
  readonly appDisplayName?: string | null
  readonly userId?: string | null
  readonly userPrincipalName?: string | null
  readonly userDisplayName?: string | null
  readonly servicePrincipalId?: string | null
  readonly servicePrincipalName?: string | null
  readonly resourceDisplayName?: string | null
  readonly resourceId?: string | null
  readonly ipAddress?: string | null
  readonly clientAppUsed?: string | null
  readonly conditionalAccessStatus?: string | null
  readonly correlationId?: string | null
  readonly signInEventTypes?: readonly string[]
  readonly status?: { readonly errorCode: number; readonly failureReason?: string | null }
}

/** The tabs of "Sign-in logs", in the words of their entries' `signInEventTypes`. */
export const signInKinds = [
  { id: 'interactiveUser', label: 'User sign-ins (interactive)' },
  { id: 'nonInteractiveUser', label: 'User sign-ins (non-interactive)' },
  { id: 'servicePrincipal', label: 'Service principal sign-ins' },
  { id: 'managedIdentity', label: 'Managed identity sign-ins' },
] as const

export type SignInKind = (typeof signInKinds)[number]['id']

/** "Date" of the filters. Hours. */
export const periods = [
  { id: '24h', label: 'Last 24 hours', hours: 24 },
  { id: '7d', label: 'Last 7 days', hours: 24 * 7 },
  { id: '30d', label: 'Last 1 month', hours: 24 * 30 },
] as const

export type Period = (typeof periods)[number]['id']

/** The newest that one look shows. */
export const mostShown = 500

export interface SignInQuestion {
  readonly kind?: SignInKind
  readonly userId?: string
  readonly servicePrincipalId?: string
  /** Milliseconds since the epoch: nothing older. */
  readonly since?: number
}

/** @returns path below the version */
export function signInsPath({ kind, userId, servicePrincipalId, since }: SignInQuestion): string {
  const terms = [
    ...(kind === undefined ? [] : [`signInEventTypes/any(t: t eq '${kind}')`]),
    ...(userId === undefined ? [] : [`userId eq '${userId}'`]),
    ...(servicePrincipalId === undefined ? [] : [`servicePrincipalId eq '${servicePrincipalId}'`]),
    ...(since === undefined ? [] : [`createdDateTime ge ${wholeSeconds(since)}`]),
  ]
  const options = [
    ...(terms.length === 0 ? [] : [`$filter=${encodeURIComponent(terms.join(' and '))}`]),
    `$orderby=${encodeURIComponent('createdDateTime desc')}`,
    `$top=${mostShown}`,
  ]
  return `/auditLogs/signIns?${options.join('&')}`
}

const wholeSeconds = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')

const hour = 3_600_000

/** Where a period begins: on a full minute, so that the same look has the same address for a while. */
export function beginningOf(period: string | undefined, now: number): number {
  const { hours } = periods.find(({ id }) => id === period) ?? periods[0]
  return Math.floor((now - hours * hour) / 60_000) * 60_000
}

export type SignInStatus = 'Success' | 'Failure' | 'Interrupted'

/** What is no failure but a further step: asked for a password, for a second factor, for consent. */
const interruptions: ReadonlySet<number> = new Set([50055, 50072, 50074, 50076, 50079, 50140, 50199, 65001])

export function statusOf({ status }: SignIn): SignInStatus {
  const code = status?.errorCode ?? 0
  if (code === 0) return 'Success'
  return interruptions.has(code) ? 'Interrupted' : 'Failure'
}

/** Whoever signed in, for people. */
export const whoOf = (signIn: SignIn): string =>
  signIn.servicePrincipalName ||
  signIn.userDisplayName ||
  signIn.userPrincipalName ||
  signIn.servicePrincipalId ||
  signIn.userId ||
  ''

/** Everything about an entry, by the names of its panel. */
export function factsOf(signIn: SignIn): readonly { readonly name: string; readonly value: string }[] {
  const { status } = signIn
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Date', signIn.createdDateTime],
    ['Request ID', signIn.id],
    ['Correlation ID', signIn.correlationId],
    ['Status', statusOf(signIn)],
    ...(status === undefined || status.errorCode === 0
      ? []
      : ([
          ['Sign-in error code', String(status.errorCode)],
          ['Failure reason', status.failureReason],
        ] as const)),
    ['User', signIn.userDisplayName],
    ['Username', signIn.userPrincipalName],
    ['User ID', signIn.userId],
    ['Service principal name', signIn.servicePrincipalName],
    ['Service principal ID', signIn.servicePrincipalId],
    ['Application', signIn.appDisplayName],
    ['Application ID', signIn.appId],
    ['Resource', signIn.resourceDisplayName],
    ['Resource ID', signIn.resourceId],
    ['IP address', signIn.ipAddress],
    ['Client app', signIn.clientAppUsed],
    ['Conditional access', signIn.conditionalAccessStatus],
    ['Sign-in event types', signIn.signInEventTypes?.join(', ')],
  ]
  return facts.flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [{ name, value }],
  )
}
