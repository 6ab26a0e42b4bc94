/** `GET /_lazulite/access/report?principalId=…[&since=…]`: what somebody used, and the smallest role that covers it. */
import { ArmError } from '../../domain/errors/arm-error.js'
import { isGuid } from '../../domain/guid.js'
import type { JsonObject } from '../../domain/json.js'
import type { RankedRole } from '../../domain/rbac/least-privilege/smallest-roles.js'
import { parseSince } from '../../domain/since.js'
import type { EpochMillis } from '../../domain/time.js'
import { type ActionUse, reportAccess } from '../../operations/access/report-access.js'
import type { Ports } from '../../ports/ports.js'

/** Of each action, in the answer; `scopeCount` says how many there are. */
const mostScopes = 100

/** @throws ArmError `BadRequest` */
export async function accessReport(ports: Pick<Ports, 'store' | 'clock'>, url: string): Promise<JsonObject> {
  const query = new URLSearchParams(url.split('?')[1] ?? '')
  const principalId = query.get('principalId') ?? ''
  if (!isGuid(principalId)) throw new ArmError('BadRequest', { detail: "'principalId' must be an object id." })
  const report = await reportAccess(ports, { principalId: principalId.toLowerCase(), ...sinceIn(query, ports) })
  const { displayName, since, used, refused, smallestRoles, generalRole, exact } = report
  return {
    principalId: report.principalId,
    displayName: displayName ?? null,
    since: since === undefined ? null : instant(since),
    used: used.map(renderUse),
    refused: refused.map((use) => ({ ...renderUse(use), reasons: use.reasons })),
    smallestRoles: smallestRoles.map(renderRole),
    generalRole: generalRole === undefined ? null : renderRole(generalRole),
    customRole: exact.role === undefined ? null : { ...exact.role },
    beyondCustomRoles: exact.beyond.map(({ action, scope }) => ({ action, scope })),
  }
}

function sinceIn(query: URLSearchParams, { clock }: Pick<Ports, 'clock'>): { readonly since?: EpochMillis } {
  const text = query.get('since')
  if (text === null) return {}
  const since = parseSince(text, clock.nowMillis())
  if (since === undefined)
    throw new ArmError('BadRequest', { detail: "'since' must be a time like 30m, 1h or 7d, or a date (ISO 8601)." })
  return { since }
}

const renderUse = (use: ActionUse): JsonObject => ({
  action: use.action,
  isDataAction: use.isDataAction,
  count: use.count,
  ...(use.filtered === 0 ? {} : { filtered: use.filtered }),
  ...(use.letThrough === 0 ? {} : { letThrough: use.letThrough }),
  firstTime: instant(use.firstTime),
  lastTime: instant(use.lastTime),
  scopes: use.scopes.slice(0, mostScopes).map(({ scope }) => scope),
  scopeCount: use.scopes.length,
})

const renderRole = ({ role, breadth }: RankedRole): JsonObject => ({
  roleName: role.roleName,
  roleDefinitionId: role.roleDefinitionId,
  grantedOperations: breadth,
})

const instant = (time: EpochMillis): string => new Date(time).toISOString()
