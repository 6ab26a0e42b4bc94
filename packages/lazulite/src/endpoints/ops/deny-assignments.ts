/**
 * `PUT` and `DELETE /_lazulite/deny-assignments/{guid}`: deny assignments as only the platform makes them, for tests of what
 * runs under managed applications, deployment stacks and the like. None of the rules for clients holds here: any
 * principals, any actions, anywhere; protected from clients unless told otherwise.
 */
import { z } from 'zod'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isGuid } from '../../domain/guid.js'
import type { JsonObject } from '../../domain/json.js'
import { putDenyAssignment } from '../../operations/access/put-deny-assignment.js'
import { readDenyAssignment } from '../../operations/access/read-deny-assignment.js'
import type { Ports } from '../../ports/ports.js'
import { renderDenyAssignment } from '../../providers/authorization/deny-assignments/render-deny-assignment.js'

/** Shows all members. */
const apiVersion = '2024-07-01-preview'

const properties = z.looseObject({ scope: z.string().startsWith('/') })

export interface OpsAnswer {
  readonly status: number
  /** Absent: no body at all. */
  readonly body?: JsonObject
}

/** 201 when it is new, else 200. @throws ArmError as the operations it calls; `InvalidDenyAssignmentId`, `BadRequest` without a scope */
export async function putPlatformDeny(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { name, body, tenantId }: { readonly name: string; readonly body: unknown; readonly tenantId: string },
): Promise<OpsAnswer> {
  requireName(name)
  const parsed = properties.safeParse(body)
  if (!parsed.success) throw new ArmError('BadRequest', { detail: "The property 'scope' is required." })
  const described = readDenyAssignment({ properties: parsed.data })
  const isSystemProtected = described.isSystemProtected ?? true
  const scope = parsed.data.scope === '/' ? '/' : parsed.data.scope.replace(/\/+$/, '')
  const wanted = { name, scope, described, isSystemProtected, tenantId, now: clock.nowMillis() }
  const { deny, isNew } = await store.transaction((tx) => putDenyAssignment(tx, wanted))
  return { status: isNew ? 201 : 200, body: renderDenyAssignment(deny, { apiVersion }) }
}

/** 200 with what was deleted, wherever it was; 204 when there was nothing. */
export async function deletePlatformDeny({ store }: Pick<Ports, 'store'>, name: string): Promise<OpsAnswer> {
  requireName(name)
  const deleted = await store.transaction(async (tx) => {
    const existing = await tx.denyAssignments.findByName(name)
    return existing === undefined ? undefined : tx.denyAssignments.delete(existing.scope, existing.name)
  })
  return deleted === undefined ? { status: 204 } : { status: 200, body: renderDenyAssignment(deleted, { apiVersion }) }
}

function requireName(name: string): void {
  if (!isGuid(name)) throw new ArmError('InvalidDenyAssignmentId', { name })
}
