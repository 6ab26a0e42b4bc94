/**
 * Pages of a long list of role assignments. Azure pages them at the tenant root alone (the specification says of
 * `$skipToken`: "only supported on provider level calls"). Decision: the size of a page, and that a token names the last
 * item of the page before, so that what is deleted or made meanwhile shifts nothing.
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import type { RoleAssignment } from '../../../domain/rbac/role.js'
import type { ArmRequest } from '../../define.js'
import { inListOrder, type Placed } from './role-assignment-list.js'

export const pageSize = 1000

export interface Page {
  readonly items: readonly RoleAssignment[]
  readonly nextLink?: string
}

/** @param found  in list order @throws ArmError `BadRequest` for a token that is none of ours */
export function pageOf(
  found: readonly RoleAssignment[],
  request: Pick<ArmRequest, 'query' | 'origin' | 'apiVersion'>,
): Page {
  const token = request.query.get('$skiptoken')
  const after = token === undefined ? undefined : readToken(token)
  const rest = after === undefined ? found : found.filter((assignment) => inListOrder(after, assignment) < 0)
  const items = rest.slice(0, pageSize)
  const last = items.at(-1)
  if (last === undefined || rest.length <= pageSize) return { items }
  return { items, nextLink: nextLink(request, last) }
}

function nextLink(
  { query, origin, apiVersion }: Pick<ArmRequest, 'query' | 'origin' | 'apiVersion'>,
  last: Placed,
): string {
  const token = Buffer.from(JSON.stringify([last.scope, last.createdAt, last.name])).toString('base64url')
  const filter = query.get('$filter')
  const parameters = [
    `api-version=${apiVersion}`,
    ...(filter === undefined ? [] : [`$filter=${encodeURIComponent(filter)}`]),
    `$skipToken=${token}`,
  ]
  return `${origin}/providers/Microsoft.Authorization/roleAssignments?${parameters.join('&')}`
}

function readToken(token: string): Placed {
  const [scope, createdAt, name] = parse(Buffer.from(token, 'base64url').toString())
  if (typeof scope === 'string' && typeof createdAt === 'number' && typeof name === 'string') {
    return { scope, createdAt, name }
  }
  throw new ArmError('BadRequest', { detail: 'The $skipToken is not valid.' })
}

function parse(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
