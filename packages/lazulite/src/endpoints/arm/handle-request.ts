/**
 * One ARM request, from its parts to an answer. The order of the steps is behaviour: it decides which error a client
 * meets first (authentication → subscription → type → api-version → method → authorization → group → locks → parent → body).
 * Order observed on Azure where the wire contract shows it; a missing api-version beats an unknown type (Decision).
 */

import type { OperationBeginning, Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isGuid } from '../../domain/guid.js'
import { lockableOperation } from '../../domain/locks/lock.js'
import { resourceGroupScope, subscriptionScope } from '../../domain/resource-id/resource-id.js'
import type { Caller } from '../../domain/token/caller.js'
import { followWork } from '../../operations/operation-ends.js'
import { requireUnlocked } from '../../operations/require-unlocked.js'
import type { ArmCalls } from '../../ports/arm-calls.js'
import type { Ports } from '../../ports/ports.js'
import type { ArmRequest, ArmResponse, Operation } from '../../providers/define.js'
import { acceptApiVersion, requireApiVersion } from './api-version.js'
import { type ArmPath, parseArmPath } from './arm-path.js'
import { auditedRequest, operationIn, type RequestEnd, saysWhereToAsk } from './audited-request.js'
import { type Authorized, authorize } from './authorize-request.js'
import { parseQuery } from './query.js'
import { parseBody, readText } from './read-body.js'
import type { Registry } from './registry.js'
import { requireParent } from './require-parent.js'
import { type ResolvedTarget, resolveTarget } from './resolve-target.js'
import { lensOnDemand, toArmRequest } from './to-arm-request.js'

export interface IncomingRequest {
  readonly method: string
  /** Path and query as on the request line. */
  readonly url: string
  readonly header: (name: string) => string | undefined
  readonly rawBody: Uint8Array | undefined
  readonly origin: string
  readonly requestId: string
  readonly correlationId: string
  /** IP address of the client; absent where there is none. */
  readonly address?: string
}

export interface ArmParts {
  readonly ports: Ports
  readonly registry: Registry
  readonly authenticate: (authorization: string | undefined, subscriptionId: string | undefined) => Promise<Caller>
  readonly locationNames: readonly string[]
}

export interface ArmDependencies extends ArmParts {
  /** The same door for the cloud's own calls on a caller's behalf. */
  readonly arm: ArmCalls
}

/** @throws ArmError */
export async function handleArmRequest(deps: ArmDependencies, incoming: IncomingRequest): Promise<ArmResponse> {
  const path = parseArmPath(splitUrl(incoming.url)[0])
  const caller = await deps.authenticate(incoming.header('authorization'), path.subscriptionId)
  return carryOut(deps, incoming, await admit(deps, incoming, { path, caller }))
}

/** Does what was admitted, and records how it ended. @throws ArmError */
export async function carryOut(
  deps: ArmDependencies,
  incoming: IncomingRequest,
  admitted: Admitted,
): Promise<ArmResponse> {
  const { request, operation, scope } = admitted
  const end = (how: RequestEnd): void => admitted.record(auditedRequest(incoming, how))
  const { caller, correlationId } = request
  const { status: _, ...asked } = auditedRequest(incoming, { status: 0 })
  const work = followWork(deps.ports, {
    ...{ scope, correlationId },
    action: operation.action,
    caller: callerOfWork(caller),
    request: asked,
  })
  try {
    const answer = await perform(deps, incoming, { ...admitted, request: { ...request, ports: work.ports } })
    const goesOn = work.hasBegun() && saysWhereToAsk(answer)
    end({ status: answer.status, ...(goesOn ? { outcome: 'Accepted' } : {}), ...operationIn(answer) })
    if (goesOn) work.tellEnds()
    return answer
  } catch (error) {
    end(error instanceof ArmError ? error : { status: 500 })
    throw error
  }
}

const callerOfWork = ({ principalId, kind, clientName, clientId }: Caller): OperationBeginning['caller'] => ({
  ...{ principalId, kind, clientName },
  ...(clientId === undefined ? {} : { clientId }),
})

/** A request that may be carried out, as far as can be said without looking at what it is about. */
export interface Admitted extends Authorized {
  readonly path: ArmPath
  readonly resolved: ResolvedTarget
  readonly operation: Operation
  readonly group: Resource | undefined
  readonly request: ArmRequest
}

export interface Admission {
  readonly path: ArmPath
  readonly caller: Caller
  /** Nothing will be done: a refusal is none of a request. */
  readonly isOnlyAsked?: boolean
}

/** Everything from subscription to authorization, for a caller who is known. @throws ArmError */
export async function admit(
  deps: ArmDependencies,
  incoming: IncomingRequest,
  { path, caller, isOnlyAsked = false }: Admission,
): Promise<Admitted> {
  const { method } = incoming
  const query = parseQuery(splitUrl(incoming.url)[1])
  await requireSubscription(deps.ports, path)
  const asked = requireApiVersion(query.get('api-version'))
  const resolved = resolveTarget(deps.registry, path, { method, apiVersion: asked })
  deps.registry.requireKnownScope(path.scope)
  const group = await groupOf(deps.ports, path)
  const apiVersion = acceptApiVersion({
    definition: resolved.definition,
    apiVersion: asked,
    location: group?.location,
    locations: deps.locationNames,
  })
  const operation = requireOperation(resolved, method)
  requireScopeKind(resolved, { path, apiVersion })
  const lens = lensOnDemand(deps.ports, caller)
  const request = toArmRequest(deps, { incoming, resolved, caller, lens, query, apiVersion, group })
  const authorized = await authorize(deps.ports, { request, operation, path, lens, incoming, isOnlyAsked })
  return { path, resolved, operation, group, request, ...authorized }
}

/** The rest: what the request is about exists, its body can be read, and it is done. @throws ArmError */
export async function perform(
  deps: ArmDependencies,
  incoming: IncomingRequest,
  { path, resolved, operation, group, request }: Admitted,
): Promise<ArmResponse> {
  const { method } = incoming
  // Who may ask without any right learns nothing of what is there.
  if (operation.openToAnyone !== true) requireGroup(path, group, { resolved, method })
  const lockable = lockableOperation(method, operation.action)
  if (lockable !== undefined) {
    await requireUnlocked(deps.ports.store.read, { id: request.target.id, operation: lockable })
  }
  await requireParent(deps.ports, deps.registry, { definition: resolved.definition, target: request.target, method })
  if (operation.takesText === true) return operation.run({ ...request, text: readText(incoming) })
  const isWithoutBody = operation.mayLackBody === true && (incoming.rawBody?.length ?? 0) === 0
  return operation.run({ ...request, body: isWithoutBody ? undefined : parseBody(incoming, method) })
}

function splitUrl(url: string): [string, string] {
  const mark = url.indexOf('?')
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}

async function requireSubscription(ports: Ports, path: ArmPath): Promise<void> {
  const { subscriptionId } = path
  if (subscriptionId === undefined) return
  if (!isGuid(subscriptionId)) throw new ArmError('InvalidSubscriptionId', { subscriptionId })
  const subscription = await ports.store.read.resources.get(subscriptionScope(subscriptionId))
  if (subscription === undefined) throw new ArmError('SubscriptionNotFound', { subscriptionId })
}

async function groupOf(ports: Ports, path: ArmPath): Promise<Resource | undefined> {
  if (path.subscriptionId === undefined || path.resourceGroup === undefined) return undefined
  return ports.store.read.resources.get(resourceGroupScope(path.subscriptionId, path.resourceGroup))
}

function requireOperation(resolved: ResolvedTarget, method: string): Operation {
  if (resolved.operation === undefined) throw new ArmError('MethodNotAllowed', { method })
  return resolved.operation
}

/** A type that lives in groups cannot be addressed under a bare subscription, except to list it. */
function requireScopeKind(
  { definition, target }: ResolvedTarget,
  { path, apiVersion }: { readonly path: ArmPath; readonly apiVersion: string },
): void {
  if (path.scope === '' || definition.scopes.includes('extension')) return
  const kind =
    path.resourceGroup !== undefined ? 'resourceGroup' : path.subscriptionId !== undefined ? 'subscription' : 'tenant'
  const isExtending = path.scope.toLowerCase().includes('/providers/')
  const isListAcross = target.name === '' && kind === 'subscription'
  if (!isExtending && (definition.scopes.includes(kind) || isListAcross)) return
  const missing = definition.missingScopes?.find((scope) => scope.pattern.test(path.scope))
  if (missing !== undefined) throw new ArmError('NotImplemented', { what: `${definition.type} ${missing.name}` })
  const [namespace = '', ...types] = definition.type.split('/')
  throw new ArmError('UnknownResourceType', { type: types.join('/'), namespace, apiVersion })
}

/** The group's own operations find it missing by themselves; everything inside it needs it. */
function requireGroup(
  path: ArmPath,
  group: Resource | undefined,
  { resolved, method }: { readonly resolved: ResolvedTarget; readonly method: string },
): void {
  if (path.resourceGroup === undefined) return
  if (resolved.definition.type === 'Microsoft.Resources/subscriptions/resourceGroups' && method === 'PUT') {
    if (group?.provisioningState === 'Deleting')
      throw new ArmError('ResourceGroupBeingDeleted', { name: path.resourceGroup })
    return
  }
  if (group === undefined) throw new ArmError('ResourceGroupNotFound', { name: path.resourceGroup })
  const isGroupDelete =
    method === 'DELETE' && resolved.definition.type === 'Microsoft.Resources/subscriptions/resourceGroups'
  const isWrite = method !== 'GET' && method !== 'HEAD' && !isGroupDelete
  if (isWrite && group.provisioningState === 'Deleting') {
    throw new ArmError('ResourceGroupBeingDeleted', { name: path.resourceGroup })
  }
}
