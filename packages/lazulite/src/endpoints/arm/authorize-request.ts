/**
 * Step "authorization" of a request: the question that its operation asks, the decision, and what records it together with
 * the end of the request.
 */
import type { AccessQuestion, Denied } from '../../domain/rbac/decision.js'
import { type AuditedRequest, auditAccess, auditEnd, refusalIn } from '../../operations/access/audit-access.js'
import { checkAccess } from '../../operations/access/check-access.js'
import { accessRefusal } from '../../operations/access/refuse-access.js'
import type { Ports } from '../../ports/ports.js'
import type { ArmRequest, Operation } from '../../providers/define.js'
import type { ArmPath } from './arm-path.js'
import { auditedRequest } from './audited-request.js'
import type { IncomingRequest } from './handle-request.js'
import { parseBody } from './read-body.js'
import { isOpen, type LensOnDemand } from './to-arm-request.js'

/** To be called once, when it is known how the request ended; without it when it was only asked about. */
export type RecordEnd = (request?: AuditedRequest) => void

export interface Authorized {
  readonly record: RecordEnd
  /** Where the action was checked; what events of the request are about. */
  readonly scope: string
}

/** Reads end as they begin, and are recorded at once. @throws ArmError of a refusal */
export async function authorize(
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
): Promise<Authorized> {
  const { caller, correlationId } = request
  if (isOpen(operation, request.target)) {
    const { action } = operation
    const changes = incoming.method === 'PUT' || incoming.method === 'PATCH' || incoming.method === 'DELETE'
    const scope = request.target.id
    const record: RecordEnd = (ended) => {
      if (changes && ended !== undefined) auditEnd(ports, { caller, action, scope, correlationId, request: ended })
    }
    return { record, scope }
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
  const record: RecordEnd = (ended) =>
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
  const { scope } = question
  if (!isRead(operation)) return { record, scope }
  record()
  return { record: () => {}, scope }
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
