/**
 * Explains an access decision: reads everything that has a say, and what nearly had one.
 *
 * The decision is the one that `checkAccess` makes. Nothing is recorded: a question is no access.
 */
import type { Principal } from '../../domain/directory/directory-objects.js'
import { principalName } from '../../domain/directory/principal-name.js'
import { isGuid } from '../../domain/guid.js'
import { lockableOperation, lockedScopes, lockType } from '../../domain/locks/lock.js'
import { managementGroupIn } from '../../domain/management/hierarchy.js'
import type { AccessDecision, AccessMode, AccessQuestion } from '../../domain/rbac/decision.js'
import { explainAccess } from '../../domain/rbac/explain/explain-access.js'
import type {
  ExplainedGroup,
  ExplainedPrincipal,
  Explanation,
  Hint,
  NearMiss,
  Via,
} from '../../domain/rbac/explain/explanation.js'
import { scopeWords } from '../../domain/rbac/explain/scope-words.js'
import type { RoleAssignment } from '../../domain/rbac/role.js'
import { isCoveredBy, isSameResource, segmentsOf, subscriptionScope } from '../../domain/resource-id/resource-id.js'
import type { Ports } from '../../ports/ports.js'
import type { ReadStores } from '../../ports/store.js'
import { readHierarchy } from '../management-hierarchy.js'
import { lockOf } from '../require-unlocked.js'
import { readAccessSnapshot } from './access-snapshot.js'
import { type Asker, everything } from './asker.js'
import { checkAccess, readAccessCase, withGroups } from './check-access.js'
import { suggestRoles } from './suggest-roles.js'

type ExplainPorts = Pick<Ports, 'store' | 'clock' | 'rules'>

export interface PrincipalQuestion extends AccessQuestion {
  /** Object id. */
  readonly principalId: string
}

export interface ExplainOptions {
  /** The decision, where it has been made already. */
  readonly made?: AccessDecision
  /** Who is told, when it is not somebody who may know everything. */
  readonly asker?: Asker
}

/** What it tells of other scopes, and of what is there, depends on who asks. */
export async function explainDecision(
  ports: ExplainPorts,
  { principalId, ...question }: PrincipalQuestion,
  { made, asker = everything }: ExplainOptions = {},
): Promise<Explanation> {
  const { read } = ports.store
  const caller = { principalId }
  const decision = made ?? (await checkAccess(ports, caller, question))
  const access = await readAccessCase(ports, caller, question)
  const snapshot = await readAccessSnapshot(ports.store)
  const principal = await read.principals.get(principalId)
  const held = await withGroups(read, principalId)
  const above = snapshot.scopesAbove(question.scope)
  const isTold = ({ scope }: RoleAssignment): boolean =>
    asker.isAbout(principalId) || isCoveredBy(question.scope, scope, above) || asker.readsAccessAt(scope)
  const knowsScope = asker.readsAccessAt(question.scope)
  const stored = (await read.roleAssignments.listByPrincipals(held)).filter(isTold)
  const clientId = principal?.kind === 'ServicePrincipal' ? principal.clientId : undefined
  const toClientId =
    clientId === undefined ? [] : (await read.roleAssignments.listByPrincipals([clientId])).filter(isTold)
  const groupIds = new Set([...held, ...access.principalIds].map((id) => id.toLowerCase()))
  groupIds.delete(principalId.toLowerCase())
  const groups = await namedGroups(read, [...groupIds])
  const holders = new Set([...stored, ...access.assignments].map((assignment) => assignment.principalId.toLowerCase()))
  for (const deny of access.denyAssignments ?? []) {
    for (const { id } of [...deny.principals, ...deny.excludePrincipals]) holders.add(id.toLowerCase())
  }
  const via = await viaGroups(read, { principalId, groups, holders })
  const mode = snapshot.modeOf(principalId)
  const looked = await lookForScope(read, question.scope)
  const { missing, existing } = knowsScope ? looked : asThoughThere(question.scope, looked)
  const explained = explainedPrincipal(principalId, principal)
  return explainAccess({
    ...{ question, access, decision, mode, groups, stored, toClientId },
    principal: explained,
    viaOf: (id) => via.get(id.toLowerCase()),
    roleOf: await snapshot.rolesOf([...stored, ...toClientId]),
    oddities: [...(await odditiesOf(read, principalId, principal)), ...missing.filter(isOddFor(question))],
    hints: [
      ...hintsOfPrincipal(explained, principal),
      ...hintsOfMode(mode, explained),
      ...(decision.allowed && knowsScope ? await hintsOfLocks(read, question) : []),
    ],
    remedies:
      decision.reason === 'roleAssignment' || (existing === '/' && missing.length > 0)
        ? [] // where nothing is, a role at the tenant root is no answer
        : await suggestRoles(read, {
            ...{ question, principal: explained, scope: existing, held: stored },
            withCustomRoles: knowsScope,
          }),
  })
}

const explainedPrincipal = (principalId: string, principal: Principal | undefined): ExplainedPrincipal => ({
  principalId,
  kind: principal?.kind ?? 'Unknown',
  displayName: principal === undefined ? principalId : principalName(principal),
})

async function namedGroups(
  { principals }: Pick<ReadStores, 'principals'>,
  groupIds: readonly string[],
): Promise<ExplainedGroup[]> {
  const known = await principals.getMany(groupIds)
  return groupIds
    .map((groupId) => {
      const group = known.find((one) => one.principalId.toLowerCase() === groupId)
      return { groupId, displayName: group?.displayName ?? groupId }
    })
    .toSorted((a, b) => (`${a.displayName}/${a.groupId}` < `${b.displayName}/${b.groupId}` ? -1 : 1))
}

/** How the principal comes to be in each group that holds something; by group id in lower case. */
async function viaGroups(
  { principals }: Pick<ReadStores, 'principals'>,
  of: {
    readonly principalId: string
    readonly groups: readonly ExplainedGroup[]
    readonly holders: ReadonlySet<string>
  },
): Promise<ReadonlyMap<string, Via>> {
  const mine = new Map(of.groups.map((group) => [group.groupId, group]))
  const membersOf = new Map<string, Promise<readonly string[]>>()
  const members = (groupId: string): Promise<readonly string[]> => {
    const known = membersOf.get(groupId) ?? principals.members(groupId)
    membersOf.set(groupId, known)
    return known
  }
  const found = new Map<string, Via>()
  for (const group of of.groups) {
    if (!of.holders.has(group.groupId)) continue
    const path = await pathDown(group.groupId, { members, mine, principalId: of.principalId.toLowerCase() })
    found.set(group.groupId, { ...group, path: path.map((id) => mine.get(id)?.displayName ?? id) })
  }
  return found
}

/** The shortest way from a group down to one that has the principal itself as a member; breadth first. */
async function pathDown(
  groupId: string,
  {
    members,
    mine,
    principalId,
  }: {
    readonly members: (groupId: string) => Promise<readonly string[]>
    readonly mine: ReadonlyMap<string, ExplainedGroup>
    readonly principalId: string
  },
): Promise<readonly string[]> {
  const seen = new Set([groupId])
  let paths: (readonly string[])[] = [[groupId]]
  while (paths.length > 0) {
    const next: (readonly string[])[] = []
    for (const path of paths) {
      for (const id of (await members(path.at(-1) ?? '')).map((member) => member.toLowerCase())) {
        if (id === principalId) return path
        if (!mine.has(id) || seen.has(id)) continue
        seen.add(id)
        next.push([...path, id])
      }
    }
    paths = next
  }
  return [groupId] // the membership is gone, and still counts
}

async function odditiesOf(
  { principals }: Pick<ReadStores, 'principals'>,
  principalId: string,
  principal: Principal | undefined,
): Promise<NearMiss[]> {
  if (principal !== undefined) return []
  const meant = await principals.findByClientId(principalId)
  if (meant !== undefined) {
    return [
      {
        kind: 'isClientId',
        sentence: `${principalId} is the client id of ${meant.displayName}; its object id is ${meant.principalId}`,
        principalId: meant.principalId,
      },
    ]
  }
  const what = isGuid(principalId) ? 'never was there, or was deleted' : 'an object id is a GUID'
  return [{ kind: 'unknownPrincipal', sentence: `the directory has no principal ${principalId}: ${what}` }]
}

const hintsOfPrincipal = ({ displayName }: ExplainedPrincipal, principal: Principal | undefined): Hint[] =>
  principal === undefined || principal.isEnabled
    ? []
    : [{ kind: 'disabledPrincipal', sentence: `${displayName} is disabled: it gets no new tokens, whatever its roles` }]

function hintsOfMode(mode: AccessMode, { displayName }: ExplainedPrincipal): Hint[] {
  if (mode === 'enforce') return []
  const how = mode === 'audit' ? 'refusals are recorded and let through' : 'nothing is looked at, and all is allowed'
  return [{ kind: 'mode', sentence: `the mode of ${displayName} is ${mode}: ${how}` }]
}

/** Locks hold for everybody; only what is allowed can meet one. */
async function hintsOfLocks(
  { resources }: Pick<ReadStores, 'resources'>,
  { action, isDataAction, scope }: AccessQuestion,
): Promise<Hint[]> {
  const method = /\/delete$/i.test(action) ? 'DELETE' : 'PUT'
  const operation = isDataAction === true ? undefined : lockableOperation(method, action)
  const [first, subscriptionId] = segmentsOf(scope)
  if (operation === undefined || first?.toLowerCase() !== 'subscriptions' || subscriptionId === undefined) return []
  const records = await resources.list({ scope: subscriptionScope(subscriptionId), type: lockType })
  return lockedScopes(scope, operation, records.map(lockOf)).map((locked) => ({
    kind: 'lock',
    sentence: `a lock at ${scopeWords(locked)} refuses it all the same (ScopeLocked)`,
  }))
}

/** What is told to those who may not know whether it is there: only what its name shows. */
function asThoughThere(scope: string, { missing }: LookedFor): LookedFor {
  const shown = missing.filter(({ kind }) => kind === 'malformedScope')
  return { missing: shown, existing: shown.length === 0 ? scope : '/' }
}

interface LookedFor {
  readonly missing: readonly NearMiss[]
  /** The nearest scope, upwards from the one asked about, at which a role can be assigned. */
  readonly existing: string
}

/** Does it exist? A role can be assigned to what does; access is decided all the same. */
async function lookForScope(read: Pick<ReadStores, 'resources' | 'tenants'>, scope: string): Promise<LookedFor> {
  const segments = segmentsOf(scope)
  const [first, subscriptionId] = segments
  if (segments.length === 0) return { missing: [], existing: '/' }
  const group = managementGroupIn(scope)
  if (group !== undefined) {
    const known = (await readHierarchy(read)).group(group)
    const at = `/${segments.slice(0, 4).join('/')}`
    return known === undefined ? { missing: [missingScope(at)], existing: '/' } : { missing: [], existing: at }
  }
  if (first?.toLowerCase() !== 'subscriptions' || subscriptionId === undefined) {
    const isProvider = first?.toLowerCase() === 'providers' && segments.length > 2
    return { missing: isProvider ? [] : [malformedScope(scope)], existing: '/' }
  }
  const missing = segments.length % 2 === 1 ? [malformedScope(scope)] : []
  let existing = '/'
  for (const { id, isChild } of scopesDownTo(segments)) {
    if ((await read.resources.get(id)) === undefined) {
      // children may live in their parent's record: who is not found is not missing
      return { missing: isChild ? missing : [...missing, missingScope(id)], existing }
    }
    existing = id
  }
  return { missing, existing }
}

/** Subscription, group, resource, child …, outermost first, in the case of the question; extensions of them left out. */
function scopesDownTo(segments: readonly string[]): { readonly id: string; readonly isChild: boolean }[] {
  const providers = segments.flatMap((segment, index) => (segment.toLowerCase() === 'providers' ? [index] : []))
  const [first = segments.length, second = segments.length] = providers
  const isAboutScope = /^microsoft\.(authorization|insights|resources)$/i.test(segments[first + 1] ?? '')
  const end = isAboutScope ? first : second
  const own = segments.slice(0, end)
  return own.flatMap((_, index) => {
    const length = index + 1
    if (length % 2 === 1 || length === first + 2) return []
    return [{ id: `/${own.slice(0, length).join('/')}`, isChild: length > first + 4 }]
  })
}

/** What a write would make does not have to be there. */
const isOddFor =
  ({ action, scope }: AccessQuestion) =>
  (miss: NearMiss): boolean =>
    miss.kind !== 'missingScope' || !/\/write$/i.test(action) || !isSameResource(miss.scope ?? '', scope)

const missingScope = (scope: string): NearMiss => ({
  kind: 'missingScope',
  sentence: `${scopeWords(scope)} does not exist; access to it is decided by name all the same`,
  scope,
})

const malformedScope = (scope: string): NearMiss => ({
  kind: 'malformedScope',
  sentence: `${scope} is no id of a subscription, group or resource`,
  scope,
})
