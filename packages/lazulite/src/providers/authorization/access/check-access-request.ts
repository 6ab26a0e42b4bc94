/**
 * What a client asks `checkAccess`: whom it is about, which actions, where. Names of members count in any case.
 *
 * Source: public callers (kubeguard/guard, authz/providers/azure/rbac; deployment scripts that leave out the subject).
 */
import type { AttributeScalar, Attributes, AttributeValue } from '../../../domain/conditions/attributes.js'
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isGuid } from '../../../domain/guid.js'
import { isJsonObject, type Json, type JsonObject } from '../../../domain/json.js'
import { isWithinScope } from '../../../domain/resource-id/resource-id.js'
import type { Subject } from '../../../operations/access/decide-for-subject.js'

/** Actions in one request. Decision: enough for every caller seen; kubeguard sends 200 at a time. */
const actionLimit = 1000

/** Characters of an action. Decision: several times the longest there is. */
const longestAction = 1024

/** Groups of one subject. Decision: more than Microsoft Entra lets anybody be in. */
const groupLimit = 5000

/** Of one attribute. Decision: far beyond any real one, so that a condition about it stays a matter of moments. */
const longestText = 2048
const mostValues = 1000

type AttributeValues = Readonly<Record<string, AttributeValue>>

export interface AskedAction {
  /** As it was asked. */
  readonly id: string
  readonly isDataAction: boolean
  /** What conditions may ask about the request. */
  readonly attributes: AttributeValues
}

export interface CheckAccessQuestion {
  /** Absent: whoever asks. */
  readonly subject?: Subject
  readonly actions: readonly AskedAction[]
  /** At or below the scope that is asked. */
  readonly resourceId: string
  /** What conditions may ask about the resource and the environment; the principal's are the directory's. */
  readonly attributes: Pick<Attributes, 'resource' | 'environment'>
}

/** @throws ArmError `InvalidCheckAccessRequest`, `InvalidPrincipalId` */
export function readCheckAccessRequest(body: JsonObject | undefined, scope: string): CheckAccessQuestion {
  const request = body ?? {}
  const subject = readSubject(member(request, 'subject'))
  return {
    ...(subject === undefined ? {} : { subject }),
    actions: readActions(member(request, 'actions')),
    resourceId: readResource(member(request, 'resource'), scope),
    attributes: {
      resource: attributesOf(member(request, 'resource')),
      environment: attributesOf(member(request, 'environment')),
    },
  }
}

function readSubject(subject: Json | undefined): Subject | undefined {
  const attributes = member(subject, 'attributes')
  const objectId = member(attributes, 'objectid')
  if (objectId === undefined || objectId === null) return undefined
  const groups = member(attributes, 'groups') ?? []
  if (typeof objectId !== 'string' || !Array.isArray(groups)) {
    refuse('Subject.Attributes must have an ObjectId and may have Groups.')
  }
  if (groups.length > groupLimit) refuse(`Subject.Attributes can have at most ${groupLimit} Groups.`)
  const groupIds = groups.map((group) => requireGuid(group))
  const isLookedUp = member(attributes, 'xms-pasrp-retrievegroupmemberships') === true
  return {
    principalId: requireGuid(objectId),
    groupIds,
    // Decision: nobody has named the groups, so they are looked up, asked for or not.
    withKnownGroups: isLookedUp || groupIds.length === 0,
  }
}

function readActions(actions: Json | undefined): readonly AskedAction[] {
  if (!Array.isArray(actions) || actions.length === 0) refuse('Actions must have at least one action.')
  if (actions.length > actionLimit) refuse(`Actions can have at most ${actionLimit} actions.`)
  return actions.map((action: Json) => {
    const id = member(action, 'id')
    if (typeof id !== 'string' || id === '') refuse('Each of the Actions must have an Id.')
    if (id.length > longestAction) refuse(`An action has at most ${longestAction} characters.`)
    return { id, isDataAction: member(action, 'isdataaction') === true, attributes: attributesOf(action) }
  })
}

function readResource(resource: Json | undefined, scope: string): string {
  const id = member(resource, 'id')
  if (id === undefined || id === null || id === '') return scope
  if (typeof id !== 'string' || !isWithinScope(id, scope)) {
    refuse(`The resource '${String(id)}' must be at or below the scope '${scope}'.`)
  }
  return id.startsWith('/') ? id : `/${id}`
}

function requireGuid(id: Json): string {
  if (typeof id !== 'string' || !isGuid(id)) throw new ArmError('InvalidPrincipalId', { principalId: String(id) })
  return id.toLowerCase()
}

/** Its `attributes`, without what no attribute can be. */
function attributesOf(value: Json | undefined): AttributeValues {
  const attributes = member(value, 'attributes')
  if (!isJsonObject(attributes)) return {}
  const entries = Object.entries(attributes)
  const asked = entries.filter((entry): entry is [string, AttributeValue] => {
    const [, given] = entry
    return isScalar(given) || (Array.isArray(given) && given.every(isScalar))
  })
  for (const [name, given] of asked) requireWithinLimits(name, [given].flat())
  return Object.fromEntries(asked)
}

function requireWithinLimits(name: string, values: readonly AttributeScalar[]): void {
  if (values.length > mostValues) refuse(`The attribute '${name}' has more than ${mostValues} values.`)
  if (values.some((value) => typeof value === 'string' && value.length > longestText)) {
    refuse(`The attribute '${name}' has a text of more than ${longestText} characters.`)
  }
}

const isScalar = (value: Json | undefined): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** The member of this name, given in lower case. */
function member(value: Json | undefined, name: string): Json | undefined {
  if (!isJsonObject(value)) return undefined
  return Object.entries(value).find(([key]) => key.toLowerCase() === name)?.[1]
}

function refuse(detail: string): never {
  throw new ArmError('InvalidCheckAccessRequest', { detail })
}
