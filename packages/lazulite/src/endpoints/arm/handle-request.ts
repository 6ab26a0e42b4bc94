/**
 * One ARM request, from its parts to an answer. The order of the steps is behaviour: it decides which error a client
 * meets first (authentication → subscription → type → api-version → method → authorization → group → locks → parent → body).
 * Order observed on Azure where the wire contract shows it; a missing api-version beats an unknown type (Decision).
 */

import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isGuid } from '../../domain/guid.js'
import { lockableOperation } from '../../domain/locks/lock.js'
import type { AccessQuestion, Denied } from '../../domain/rbac/decision.js'
import { isWithinScope, resourceGroupScope, subscriptionScope } from '../../domain/resource-id/resource-id.js'
import type { Caller } from '../../domain/token/caller.js'
import { type AuditedRequest, auditAccess, auditEnd, refusalIn } from '../../operations/access/audit-access.js'
import { type AccessLens, checkAccess, createAccessLens } from '../../operations/access/check-access.js'
import { accessRefusal } from '../../operations/access/refuse-access.js'
import { requireUnlocked } from '../../operations/require-unlocked.js'
import type { ArmCalls } from '../../ports/arm-calls.js'
import type { Ports } from '../../ports/ports.js'
import type { ArmRequest, ArmResponse, Operation } from '../../providers/define.js'
import { acceptApiVersion, requireApiVersion } from './api-version.js'
import { type ArmPath, parseArmPath } from './arm-path.js'
import { auditedRequest, operationIn, type RequestEnd } from './audited-request.js'
import { parseQuery } from './query.js'
import { parseBody, readText } from './read-body.js'
import type { Registry } from './registry.js'
import { requireParent } from './require-parent.js'
import { type ResolvedTarget, resolveTarget } from './resolve-target.js'

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
  const end = (how: RequestEnd): void => admitted.record(auditedRequest(incoming, how))
  try {
    const answer = await perform(deps, incoming, admitted)
    end({ status: answer.status, ...operationIn(answer) })
    return answer
  } catch (error) {
    end(error instanceof ArmError ? error : { status: 500 })
    throw error
  }
}

/** A request that may be carried out, as far as can be said without looking at what it is about. */
export interface Admitted {
  readonly path: ArmPath
  readonly resolved: ResolvedTarget
  readonly operation: Operation
  readonly group: Resource | undefined
  readonly request: ArmRequest
  /** To be called once, when it is known how the request ended; without it when it was only asked about. */
  readonly record: (request?: AuditedRequest) => void
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
  const record = await authorize(deps.ports, { request, operation, path, lens, incoming, isOnlyAsked })
  return { path, resolved, operation, group, request, record }
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

function toArmRequest(
  deps: ArmDependencies,
  parts: {
    readonly incoming: IncomingRequest
    readonly resolved: ResolvedTarget
    readonly caller: Caller
    readonly lens: LensOnDemand
    readonly query: ReadonlyMap<string, string>
    readonly apiVersion: string
    readonly group: Resource | undefined
  },
): ArmRequest {
  const { incoming, resolved, caller, query, apiVersion, group } = parts
  const ifMatch = incoming.header('if-match')
  const ifNoneMatch = incoming.header('if-none-match')
  return {
    method: incoming.method,
    target: inGroup(resolved, group),
    apiVersion,
    query: new Map([...query].filter(([name]) => name !== 'api-version')),
    body: undefined,
    text: '',
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    caller,
    origin: incoming.origin,
    requestId: incoming.requestId,
    correlationId: incoming.correlationId,
    ports: deps.ports,
    arm: deps.arm,
    async check(question) {
      const decision = await checkAccess(deps.ports, caller, question)
      auditAccess(deps.ports, { caller, question, decision, correlationId: incoming.correlationId })
      return decision
    },
    async onlyReadable(items, action, scopeOf) {
      const lens = await parts.lens()
      const readable = items.filter((item) => lens.check({ action, scope: scopeOf(item) }).allowed)
      const [first] = readable
      // The list's own action is audited when it is authorized; lists of many types use one for each type besides.
      if (
        first !== undefined &&
        (action !== resolved.operation?.action || isOpen(resolved.operation, resolved.target))
      ) {
        const { id } = resolved.target
        auditAccess(deps.ports, {
          caller,
          question: { action, scope: isWithinScope(scopeOf(first), id) ? id : scopeOf(first) },
          decision: lens.check({ action, scope: scopeOf(first) }),
          correlationId: incoming.correlationId,
          isFiltered: true,
        })
      }
      return readable
    },
  }
}

/** Ids of resources inside a group carry the group's name as it was created, whatever the URL's case. */
function inGroup({ target, definition }: ResolvedTarget, group: Resource | undefined): ArmRequest['target'] {
  if (group === undefined || definition.scopes.includes('extension')) return target
  const rest = target.id.split('/').slice(5).join('/')
  return { ...target, id: rest === '' ? group.id : `${group.id}/${rest}`, resourceGroup: group.name }
}

const isOpen = ({ openToAnyone }: Operation, { scope }: ArmRequest['target']): boolean =>
  openToAnyone === true || (openToAnyone === 'atTenant' && scope === '/')

/** @returns what records the decision: at once for reads, which end as they begin. @throws ArmError of a refusal */
async function authorize(
  ports: Ports,
  {
    request,
    operation,
    path,
    lens,
    incoming,
    isOnlyAsked,
  }: {
    readonly request: ArmRequest
    readonly operation: Operation
    readonly path: ArmPath
    readonly lens: LensOnDemand
    readonly incoming: IncomingRequest
    readonly isOnlyAsked: boolean
  },
): Promise<Admitted['record']> {
  const { caller, correlationId } = request
  if (isOpen(operation, request.target)) {
    const { action } = operation
    const changes = incoming.method === 'PUT' || incoming.method === 'PATCH' || incoming.method === 'DELETE'
    return (ended) => {
      if (changes && ended !== undefined)
        auditEnd(ports, { caller, action, scope: request.target.id, correlationId, request: ended })
    }
  }
  const attributes = await operation.attributes?.(withBody(request, incoming))
  const question: AccessQuestion = {
    action: operation.action,
    scope: operation.checkedAt?.(request) ?? askedScope(request, path),
    ...(attributes === undefined ? {} : { attributes }),
  }
  const decision = await checkAccess(ports, caller, question)
  const refusal = refusalIn(decision)
  const isFiltered =
    refusal !== undefined &&
    operation.filtersItself === true &&
    !isDeniedBelow(refusal) &&
    (await lens()).grantsWithin(question.scope, question.action)
  const record: Admitted['record'] = (ended) =>
    auditAccess(ports, {
      ...{ caller, question, decision, correlationId, isFiltered },
      ...(ended === undefined ? {} : { request: ended }),
    })
  if (!decision.allowed && !isFiltered) {
    const scope = namedScope(request, path, operation) ?? question.scope
    const refused = accessRefusal(caller, { ...question, scope }, decision)
    record(isOnlyAsked ? undefined : auditedRequest(incoming, refused))
    throw refused
  }
  if (!isRead(operation)) return record
  record()
  return () => {}
}

const isRead = ({ action }: Operation): boolean => /\/read$/i.test(action)

/** Then a list would have nothing to show, and would not say why. */
const isDeniedBelow = ({ deny }: Denied): boolean => deny !== undefined && !deny.doNotApplyToChildScopes

/** The request with its body as far as it can be read: who may not do something is not told what is wrong with it. */
function withBody(request: ArmRequest, incoming: IncomingRequest): ArmRequest {
  try {
    return { ...request, body: parseBody(incoming, incoming.method) }
  } catch {
    return request
  }
}

type LensOnDemand = () => Promise<AccessLens>

/** The caller's assignments are read when a list first needs them, and once for the whole request. */
function lensOnDemand(ports: Ports, caller: Caller): LensOnDemand {
  let lens: Promise<AccessLens> | undefined
  return () => {
    lens ??= createAccessLens(ports, caller)
    return lens
  }
}

/** What messages and checks call the scope: the path as it was asked, so that people find it again. */
function askedScope(request: ArmRequest, path: ArmPath): string {
  if (path.scope === '') {
    const even = path.segments.length - (path.segments.length % 2)
    return `/${path.segments.slice(0, even).join('/')}`
  }
  const { target } = request
  if (target.name !== '') return target.id
  return target.names.length === 0 ? target.scope : target.id
}

/**
 * A collection is checked at the scope it is asked under; the refusal names that scope with the provider behind it
 * (observed: Azure/CloudShell#561, Azure/azure-powershell#6628, MicrosoftDocs/azure-docs#118160).
 */
function namedScope({ target }: ArmRequest, path: ArmPath, { checkedAt }: Operation): string | undefined {
  if (checkedAt !== undefined) return target.id
  if (path.scope === '' || target.names.length > 0) return undefined
  return `${path.scope === '/' ? '' : path.scope}/providers/${target.type.split('/')[0]}`
}
