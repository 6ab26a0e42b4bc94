/** What a provider sees of a request: what it is about, who asks, and the questions that may be asked besides. */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { isWithinScope } from '../../domain/resource-id/resource-id.js'
import type { Caller } from '../../domain/token/caller.js'
import { auditAccess } from '../../operations/access/audit-access.js'
import { type AccessLens, checkAccess, createAccessLens } from '../../operations/access/check-access.js'
import type { Ports } from '../../ports/ports.js'
import type { ArmRequest, Operation } from '../../providers/define.js'
import type { ArmDependencies, IncomingRequest } from './handle-request.js'
import type { ResolvedTarget } from './resolve-target.js'

export function toArmRequest(
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

/** Nobody needs a right for it. */
export const isOpen = ({ openToAnyone }: Operation, { scope }: ArmRequest['target']): boolean =>
  openToAnyone === true || (openToAnyone === 'atTenant' && scope === '/')

export type LensOnDemand = () => Promise<AccessLens>

/** The caller's assignments are read when a list first needs them, and once for the whole request. */
export function lensOnDemand(ports: Ports, caller: Caller): LensOnDemand {
  let lens: Promise<AccessLens> | undefined
  return () => {
    lens ??= createAccessLens(ports, caller)
    return lens
  }
}
