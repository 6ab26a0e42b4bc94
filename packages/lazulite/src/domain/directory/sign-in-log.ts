/**
 * Events of tokens and sign-ins as Microsoft Graph's `signIn`, changes of the directory as its `directoryAudit`.
 *
 * Members: Microsoft Graph's reference of both (v1.0 and beta). Error numbers and texts are those of the catalogue, with
 * placeholders as Entra's own log has them. Decision: what the metadata service refuses before a token is asked for is no
 * sign-in, and neither is the redemption of a code, whose sign-in has been told.
 */
import { oauthErrors } from '../errors/oauth-error.js'
import { eventIdOf } from '../event-id.js'
import { type Json, type JsonObject, textAt } from '../json.js'
import { isWithinScope } from '../resource-id/resource-id.js'
import type { EpochMillis } from '../time.js'

export type SignInEventType = 'interactiveUser' | 'nonInteractiveUser' | 'servicePrincipal' | 'managedIdentity'

/** The parts of an audit event that are read here. */
export interface RecordedSignIn {
  readonly time: EpochMillis
  readonly sequence: number
  readonly kind: string
  readonly principalId?: string
  readonly subject?: string
  readonly correlationId?: string
  readonly facts: JsonObject
}

/** What is known now of those that an event names. */
export interface SignInNames {
  readonly principal?: {
    readonly displayName: string
    readonly clientId?: string
    readonly userPrincipalName?: string
    /** Resource id of a user-assigned identity, or of the machine that a system-assigned one belongs to. */
    readonly managedIdentityId?: string
  }
  /** Of the client that a user signed in with. */
  readonly application?: { readonly displayName: string }
  readonly resource?: { readonly displayName: string; readonly clientId: string; readonly principalId: string }
}

/** Audit events that may be sign-ins. */
export const signInKinds = ['signin.succeeded', 'signin.failed', 'token.issued', 'token.refused'] as const

/** `undefined`: the event is none. */
export function signInEventType({ kind, facts }: RecordedSignIn): SignInEventType | undefined {
  if (kind.startsWith('signin.')) return 'interactiveUser'
  switch (facts.grant) {
    case 'managedIdentity':
      return 'managedIdentity'
    case 'client_credentials':
      return 'servicePrincipal'
    case 'refresh_token':
      return 'nonInteractiveUser'
    default:
      return undefined
  }
}

/** @returns `undefined` for an event that is no sign-in */
export function renderSignIn(
  event: RecordedSignIn,
  names: SignInNames,
  { isBeta }: { readonly isBeta: boolean },
): JsonObject | undefined {
  const type = signInEventType(event)
  const status = statusOf(event)
  if (type === undefined || status === undefined) return undefined
  const { facts, principalId, correlationId } = event
  const { principal, application, resource } = names
  const isUser = type === 'interactiveUser' || type === 'nonInteractiveUser'
  const clientId = textAt(facts, 'clientId') ?? principal?.clientId
  const userPrincipalName = textAt(facts, 'user') ?? principal?.userPrincipalName
  return {
    id: eventIdOf(event),
    createdDateTime: instant(event.time),
    appDisplayName: (isUser ? application?.displayName : principal?.displayName) ?? null,
    appId: clientId ?? null,
    userDisplayName: isUser ? (principal?.displayName ?? null) : null,
    userId: isUser ? (principalId ?? null) : null,
    userPrincipalName: isUser ? (userPrincipalName ?? null) : null,
    servicePrincipalId: isUser ? null : (principalId ?? null),
    servicePrincipalName: isUser ? null : (principal?.displayName ?? null),
    servicePrincipalCredentialKeyId: null,
    ipAddress: textAt(facts, 'ipAddress') ?? null,
    clientAppUsed: clientAppUsed(event),
    isInteractive: type === 'interactiveUser',
    conditionalAccessStatus: 'notApplied',
    appliedConditionalAccessPolicies: [],
    correlationId: correlationId ?? null,
    resourceDisplayName: resource?.displayName ?? textAt(facts, 'resource') ?? null,
    resourceId: resource?.clientId ?? null,
    ...(isBeta ? { resourceServicePrincipalId: resource?.principalId ?? null } : {}),
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    riskEventTypes_v2: [],
    signInEventTypes: [type],
    status,
    deviceDetail: noDevice,
    location: noLocation,
    ...(isBeta ? { managedServiceIdentity: managedIdentityOf(event, names) } : {}),
  }
}

/** `undefined`: no number of Entra's, so Entra was never asked. */
function statusOf({ kind, facts }: RecordedSignIn): JsonObject | undefined {
  if (kind === 'token.issued' || kind === 'signin.succeeded') {
    return { errorCode: 0, failureReason: 'Other.', additionalDetails: null }
  }
  const key = textAt(facts, 'reason') ?? textAt(facts, 'result') ?? ''
  if (!Object.hasOwn(oauthErrors, key)) return undefined
  const entry: { readonly code?: number; readonly text: string } = oauthErrors[key as keyof typeof oauthErrors] // has it
  return entry.code === undefined
    ? undefined
    : { errorCode: entry.code, failureReason: entry.text, additionalDetails: null }
}

/** Nobody sits at a screen when an application or a machine asks. */
function clientAppUsed({ kind, facts }: RecordedSignIn): string | null {
  if (!kind.startsWith('signin.')) return facts.grant === 'refresh_token' ? 'Mobile Apps and Desktop clients' : null
  return facts.method === 'password' ? 'Mobile Apps and Desktop clients' : 'Browser'
}

/** Which resource asked: for a user-assigned identity another than its own. */
function managedIdentityOf({ facts, subject }: RecordedSignIn, { principal }: SignInNames): JsonObject {
  const own = principal?.managedIdentityId
  if (facts.grant !== 'managedIdentity') return { msiType: 'none', associatedResourceId: null, federatedTokenId: null }
  const isSystemAssigned = own === undefined || (subject !== undefined && isWithinScope(subject, own))
  return {
    msiType: isSystemAssigned ? 'systemAssigned' : 'userAssigned',
    associatedResourceId: subject ?? null,
    federatedTokenId: null,
  }
}

const noDevice: JsonObject = {
  ...{ deviceId: '', displayName: '', operatingSystem: '', browser: '', browserId: '' },
  ...{ isCompliant: false, isManaged: false, trustType: '' },
}
const noLocation: JsonObject = {
  ...{ city: '', state: '', countryOrRegion: '' },
  geoCoordinates: { altitude: null, latitude: null, longitude: null },
}

/** Changes of the directory; `initiator` is who asked for it, as far as the directory still knows. */
export function renderDirectoryAudit(
  event: RecordedSignIn,
  names: { readonly initiator: SignInNames['principal']; readonly target: string | undefined },
): JsonObject {
  const { principalId, subject, correlationId, facts, time } = event
  const operation = textAt(facts, 'operation') ?? ''
  const { initiator, target } = names
  const isUser = initiator?.userPrincipalName !== undefined
  const user: Json = isUser
    ? {
        ...{ id: principalId ?? null, displayName: initiator.displayName },
        ...{ userPrincipalName: initiator.userPrincipalName ?? null, ipAddress: null },
      }
    : null
  const app: Json = isUser
    ? null
    : {
        appId: initiator?.clientId ?? null,
        displayName: initiator?.displayName ?? null,
        servicePrincipalId: principalId ?? null,
        servicePrincipalName: null,
      }
  return {
    id: eventIdOf(event),
    category: categoryOf(operation),
    correlationId: correlationId ?? null,
    result: 'success',
    resultReason: '',
    activityDisplayName: operation,
    activityDateTime: instant(time),
    loggedByService: 'Core Directory',
    operationType: operationTypeOf(operation),
    initiatedBy: { user, app },
    targetResources: [
      {
        ...{ id: subject ?? null, displayName: target ?? null, type: targetTypeOf(operation) },
        ...{ userPrincipalName: null, groupType: null, modifiedProperties: [] },
      },
    ],
    additionalDetails: [],
  }
}

const nouns: readonly (readonly [pattern: RegExp, category: string, type: string])[] = [
  [/member to role|member from role/i, 'RoleManagement', 'Role'],
  [/service principal|app role|delegated permission/i, 'ApplicationManagement', 'ServicePrincipal'],
  [/application/i, 'ApplicationManagement', 'Application'],
  [/group/i, 'GroupManagement', 'Group'],
  [/user|password/i, 'UserManagement', 'User'],
]
const nounOf = (operation: string) => nouns.find(([pattern]) => pattern.test(operation))
const categoryOf = (operation: string): string => nounOf(operation)?.[1] ?? 'DirectoryManagement'
const targetTypeOf = (operation: string): string => nounOf(operation)?.[2] ?? 'Other'

/** `Add` of `Add application`. */
function operationTypeOf(operation: string): string {
  const [verb = ''] = operation.split(' ')
  const types: Readonly<Record<string, string>> = { Add: 'Add', Delete: 'Delete', Remove: 'Unassign' }
  return types[verb] ?? 'Update'
}

const instant = (time: EpochMillis): string => new Date(time).toISOString().replace('.000Z', 'Z')
