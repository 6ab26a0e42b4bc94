/** What an activity log says of an audit event, before it has Azure's shape. */
import { type JsonObject, objectAt, textAt } from '../json.js'
import { segmentsOf } from '../resource-id/resource-id.js'
import type { EpochMillis } from '../time.js'

export interface ActivityFacts {
  readonly time: EpochMillis
  readonly sequence: number
  /** The action that was checked. */
  readonly operation: string
  readonly resourceId: string
  /** Namespace of the operation. */
  readonly resourceProvider: string
  readonly resourceType: string
  readonly resourceGroupName?: string
  readonly correlationId: string
  readonly principalId: string
  readonly clientId?: string
  /** The user principal name of users; applications are called by their object id. */
  readonly caller: string
  readonly isUser: boolean
  readonly status: 'Succeeded' | 'Accepted' | 'Failed'
  readonly level: 'Informational' | 'Warning' | 'Error'
  /** Of the answer. */
  readonly httpStatus: number
  readonly method: string
  readonly operationId: string
  readonly code?: string
  readonly message?: string
  readonly clientRequestId?: string
  readonly address?: string
  /** `allowed`, `denied` or, where refusals do not count, `unenforced`; absent where nothing had to be decided. */
  readonly decision?: string
  readonly reason?: string
  readonly role?: string
  /** Names, GUIDs. */
  readonly roleAssignment?: string
  readonly denyAssignment?: string
}

/** The parts of an audit event that are read here. */
export interface RecordedActivity {
  readonly time: EpochMillis
  readonly sequence: number
  readonly kind: string
  readonly principalId?: string
  readonly subject?: string
  readonly correlationId?: string
  readonly facts: JsonObject
}

/** `undefined`: it does not say how a request ended. */
export function activityFacts(event: RecordedActivity): ActivityFacts | undefined {
  const { time, sequence, kind, principalId = '', subject: resourceId, correlationId = '', facts } = event
  const request = objectAt(facts, 'request')
  const operation = textAt(facts, 'action')
  const httpStatus = request?.status
  if (request === undefined || operation === undefined || resourceId === undefined) return undefined
  if (typeof httpStatus !== 'number') return undefined
  const caller = textAt(request, 'caller')
  const operationId = textAt(request, 'operationId')
  const status = outcomeIn(request) ?? statusOf(httpStatus, operationId !== undefined)
  const [family, decided] = kind.split('.')
  const optional = {
    decision: family === 'access' ? decided : undefined,
    resourceGroupName: resourceGroupIn(resourceId),
    clientId: textAt(request, 'clientId'),
    code: textAt(request, 'code'),
    message: textAt(request, 'message'),
    clientRequestId: textAt(request, 'clientRequestId'),
    address: textAt(request, 'address'),
    reason: textAt(facts, 'reason'),
    role: textAt(facts, 'role'),
    roleAssignment: textAt(facts, 'roleAssignment'),
    denyAssignment: textAt(facts, 'denyAssignment'),
  }
  return {
    ...{ time, sequence, operation, resourceId, correlationId, principalId, status, httpStatus },
    resourceProvider: operation.split('/')[0] ?? '',
    resourceType: resourceTypeOf(operation),
    caller: caller ?? principalId,
    isUser: caller !== undefined,
    level: status === 'Failed' ? 'Error' : kind === 'access.unenforced' ? 'Warning' : 'Informational',
    method: textAt(request, 'method') ?? '',
    operationId: operationId ?? correlationId,
    ...withoutAbsent(optional),
  }
}

const outcomes: readonly ActivityFacts['status'][] = ['Accepted', 'Succeeded', 'Failed']

/** Of work that goes on after its answer. */
const outcomeIn = ({ outcome }: JsonObject): ActivityFacts['status'] | undefined =>
  outcomes.find((known) => known === outcome)

function statusOf(httpStatus: number, goesOn: boolean): ActivityFacts['status'] {
  if (httpStatus >= 400) return 'Failed'
  return goesOn || httpStatus === 202 ? 'Accepted' : 'Succeeded'
}

function resourceGroupIn(resourceId: string): string | undefined {
  const [first, , third, name] = segmentsOf(resourceId)
  return first?.toLowerCase() === 'subscriptions' && third?.toLowerCase() === 'resourcegroups' ? name : undefined
}

/** `Microsoft.Compute/virtualMachines` of `…/write` and of `…/start/action`. */
function resourceTypeOf(operation: string): string {
  const segments = operation.split('/')
  return segments.slice(0, segments.at(-1)?.toLowerCase() === 'action' ? -2 : -1).join('/')
}

type Present<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> }

/** Members that are there. */
const withoutAbsent = <T extends object>(members: T): Present<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T> // as filtered
