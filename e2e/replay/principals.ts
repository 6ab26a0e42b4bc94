/**
 * Principals that recordings take for granted: the recorder had made users, groups and applications through the graph of
 * that time (graph.windows.net, which nobody answers any more). Before a scenario is replayed, one principal of the
 * recorded type is made through Microsoft Graph for each of them, and the recorded ids become ours wherever they stand,
 * in requests and expected answers alike. Identities that the scenario makes itself are left to the tool, which learns
 * their ids from the answers.
 */
import type { Exchange } from './prepare.ts'

export type PrincipalType = 'Group' | 'ServicePrincipal' | 'User'

/** Makes one principal, returns its object id. */
export type MakePrincipal = (type: PrincipalType) => Promise<string>

type Members = Record<string, unknown>
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export async function withPrincipals(exchanges: readonly Exchange[], make: MakePrincipal): Promise<Exchange[]> {
  const own = idsOfOwnIdentities(exchanges)
  const types = recordedTypes(exchanges)
  let text = JSON.stringify(exchanges)
  for (const id of namedInRequests(exchanges)) {
    if (!own.has(id)) text = text.replaceAll(id, await make(types.get(id) ?? 'ServicePrincipal'))
  }
  return JSON.parse(text)
}

const namedInAddress = /(?:assignedTo\(|principalId(?:%20|\+| )eq(?:%20|\+| ))(?:%27|')([0-9a-f-]{36})/i

/** Whom requests give a role or ask about; masked ids and what was never there are nobody. */
function namedInRequests(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const named = new Set<string>()
  for (const { method, url, requestBody, status } of exchanges) {
    if (status >= 300 && method !== 'PUT') continue
    const asked = namedInAddress.exec(url)?.[1]
    if (asked !== undefined) named.add(asked)
    const given = method === 'PUT' && /\/roleAssignments\//i.test(url) ? at(requestBody, 'properties') : undefined
    const principalId = at(given, 'principalId')
    if (typeof principalId === 'string' && principalId.length === 36) named.add(principalId)
  }
  return new Set([...named].filter((id) => !id.startsWith('00000000-')))
}

const at = (value: unknown, name: string): unknown => (isMembers(value) ? value[name] : undefined)

/** `principalId` of resources that the scenario reads or makes; assignments name principals too, those do not count. */
function idsOfOwnIdentities(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const own = new Set<string>()
  for (const { responseBody } of exchanges) {
    visit(responseBody, (members) => {
      if (typeof members.principalId === 'string' && !isAssignment(members)) own.add(members.principalId)
    })
  }
  return own
}

const isAssignment = (members: Members): boolean =>
  'roleDefinitionId' in members || 'principalType' in members || 'RoleDefinitionId' in members

/** From answers and requests of role assignments, and from what the old graph said of its objects. */
function recordedTypes(exchanges: readonly Exchange[]): ReadonlyMap<string, PrincipalType> {
  const types = new Map<string, PrincipalType>()
  for (const { requestBody, responseBody } of exchanges) {
    for (const body of [requestBody, responseBody]) {
      visit(body, ({ principalId, principalType, objectId, objectType }) => {
        note(types, principalId, principalType)
        note(types, objectId, objectType)
      })
    }
  }
  return types
}

function note(types: Map<string, PrincipalType>, id: unknown, type: unknown): void {
  if (typeof id !== 'string') return
  if (type === 'Group' || type === 'ServicePrincipal' || type === 'User') types.set(id, type)
}

function visit(value: unknown, see: (members: Members) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see)
  else if (isMembers(value)) {
    see(value)
    for (const inner of Object.values(value)) visit(inner, see)
  }
}
