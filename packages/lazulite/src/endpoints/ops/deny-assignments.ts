/**
 * `PUT` and `DELETE /_lazulite/deny-assignments/{guid}`: deny assignments as only the platform makes them, for tests of what
 * runs under managed applications, deployment stacks and the like. None of the rules for clients holds here: any
 * principals, any actions, anywhere; protected from clients unless told otherwise. Nobody is asked for a right, so what
 * tells of it, and makes open pages look again, is `operation.ended` at the deny assignment.
 */
import { z } from 'zod'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isGuid } from '../../domain/guid.js'
import type { JsonObject } from '../../domain/json.js'
import type { DenyAssignment } from '../../domain/rbac/deny-assignment.js'
import type { Caller } from '../../domain/token/caller.js'
import { auditEnd } from '../../operations/access/audit-access.js'
import { putDenyAssignment } from '../../operations/access/put-deny-assignment.js'
import { readDenyAssignment } from '../../operations/access/read-deny-assignment.js'
import type { Ports } from '../../ports/ports.js'
import {
  denyAssignmentPath,
  renderDenyAssignment,
} from '../../providers/authorization/deny-assignments/render-deny-assignment.js'

/** Shows all members. */
const apiVersion = '2024-07-01-preview'

const properties = z.looseObject({ scope: z.string().startsWith('/') })

export interface OpsAnswer {
  readonly status: number
  /** Absent: no body at all. */
  readonly body?: JsonObject
}

type DenyPorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'audit'>

/** 201 when it is new, else 200. @throws ArmError as the operations it calls; `InvalidDenyAssignmentId`, `BadRequest` without a scope */
export async function putPlatformDeny(
  ports: DenyPorts,
  { name, body, caller }: { readonly name: string; readonly body: unknown; readonly caller: Caller },
): Promise<OpsAnswer> {
  const { store, clock } = ports
  requireName(name)
  const parsed = properties.safeParse(body)
  if (!parsed.success) throw new ArmError('BadRequest', { detail: "The property 'scope' is required." })
  const described = readDenyAssignment({ properties: parsed.data })
  const isSystemProtected = described.isSystemProtected ?? true
  const scope = parsed.data.scope === '/' ? '/' : parsed.data.scope.replace(/\/+$/, '')
  const { tenantId } = caller
  const wanted = { name, scope, described, isSystemProtected, tenantId, now: clock.nowMillis() }
  const { deny, isNew } = await store.transaction((tx) => putDenyAssignment(tx, wanted))
  return tell(ports, { deny, caller, method: 'PUT', status: isNew ? 201 : 200 })
}

/** 200 with what was deleted, wherever it was; 204 when there was nothing. */
export async function deletePlatformDeny(
  ports: DenyPorts,
  { name, caller }: { readonly name: string; readonly caller: Caller },
): Promise<OpsAnswer> {
  requireName(name)
  const deleted = await ports.store.transaction(async (tx) => {
    const existing = await tx.denyAssignments.findByName(name)
    return existing === undefined ? undefined : tx.denyAssignments.delete(existing.scope, existing.name)
  })
  return deleted === undefined ? { status: 204 } : tell(ports, { deny: deleted, caller, method: 'DELETE', status: 200 })
}

interface ChangedDeny {
  readonly deny: DenyAssignment
  readonly caller: Caller
  readonly method: 'PUT' | 'DELETE'
  readonly status: number
}

/** The answer to a change, which is an event too: as the same change by Resource Manager would be. */
function tell(ports: DenyPorts, { deny, caller, method, status }: ChangedDeny): OpsAnswer {
  auditEnd(ports, {
    caller,
    action: `Microsoft.Authorization/denyAssignments/${method === 'PUT' ? 'write' : 'delete'}`,
    scope: denyAssignmentPath(deny),
    correlationId: ports.ids.guid('correlation'),
    request: { method, status },
  })
  return { status, body: renderDenyAssignment(deny, { apiVersion }) }
}

function requireName(name: string): void {
  if (!isGuid(name)) throw new ArmError('InvalidDenyAssignmentId', { name })
}
