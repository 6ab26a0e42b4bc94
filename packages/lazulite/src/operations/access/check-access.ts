/**
 * Asks the access rule about a caller: its own assignments and those of its groups, with the roles they name.
 *
 * A caller is its object id, whether or not the directory still knows it: tokens outlive identities, and Azure RBAC goes
 * on accepting them while assignments stand (managed identities FAQ). Groups count transitively, for applications too
 * (Azure RBAC overview).
 */
import type { Attributes } from '../../domain/conditions/attributes.js'
import type { AccessDecision, AccessMode, AccessQuestion, Verdict } from '../../domain/rbac/decision.js'
import { type AccessCase, evaluateAccess, findingOf, type RoleLookup } from '../../domain/rbac/evaluate-access.js'
import type { RoleAssignment } from '../../domain/rbac/role.js'
import { coveringScopes, isCoveredBy, isWithinScope, resourceKey } from '../../domain/resource-id/resource-id.js'
import type { Caller } from '../../domain/token/caller.js'
import type { Ports } from '../../ports/ports.js'
import type { ReadStores } from '../../ports/store.js'
import { type AccessSnapshot, readAccessSnapshot } from './access-snapshot.js'
import { type EffectiveRules, principalIdsOf, readEffectiveRules } from './effective-access.js'
import { principalAttributes } from './principal-attributes.js'

type AccessPorts = Pick<Ports, 'store' | 'clock' | 'rules'>
/** Without `issuedAt` as somebody who signs in now. */
type Principal = Pick<Caller, 'principalId' | 'issuedAt'>

export async function checkAccess(
  ports: AccessPorts,
  caller: Principal,
  question: AccessQuestion,
): Promise<AccessDecision> {
  const snapshot = await readAccessSnapshot(ports.store)
  const mode = snapshot.modeOf(caller.principalId)
  if (mode === 'off') return { allowed: true, reason: 'notEnforced', mode }
  return enforced(mode, evaluateAccess(await readAccessCase(ports, caller, question, snapshot)))
}

/** In mode `audit` a refusal is let through, and says so. */
const enforced = (mode: 'enforce' | 'audit', verdict: Verdict): AccessDecision =>
  mode === 'audit' && !verdict.allowed ? { allowed: true, reason: 'notEnforced', mode, refusal: verdict } : verdict

/** Everything that the rule needs to answer one question; modes apart. */
export async function readAccessCase(
  ports: AccessPorts,
  caller: Principal,
  question: AccessQuestion,
  known?: AccessSnapshot,
): Promise<AccessCase> {
  const snapshot = known ?? (await readAccessSnapshot(ports.store))
  const { principalId } = caller
  return readCaseOf(ports, { principalId, principalIds: await principalIdsOf(ports, caller), question, snapshot })
}

export interface AskedCase {
  readonly principalId: string
  /** The principal and the groups that count as its own. */
  readonly principalIds: readonly string[]
  readonly question: AccessQuestion
  readonly snapshot: AccessSnapshot
}

/** The same about a principal whose groups are known. */
export async function readCaseOf(
  ports: AccessPorts,
  { principalId, principalIds, question, snapshot }: AskedCase,
): Promise<AccessCase> {
  const { store } = ports
  const above = snapshot.scopesAbove(question.scope)
  const current = await store.read.roleAssignments.findApplicable({ principalIds, scope: question.scope, above })
  const effective = await readEffectiveRules(ports)
  const assignments = effective.roleAssignments(current, principalIds)
  const denyAssignments = effective.denyAssignments(snapshot.denyAssignmentsOver(question.scope))
  const roleOf = effective.roleOf(await snapshot.rolesOf(assignments))
  const principal = await principalAttributes(store.read, { principalId }, { assignments, denyAssignments, roleOf })
  const attributes = withEnvironment(ports, { ...principal, ...question.attributes })
  return { principalIds, assignments, denyAssignments, roleOf, question: { ...question, attributes }, above }
}

/** What one caller may do, as of when the lens was made; answers from memory. For filtering lists. */
export interface AccessLens {
  /** The caller's and its groups' assignments, at every scope. */
  readonly assignments: readonly RoleAssignment[]
  readonly roleOf: RoleLookup
  readonly mode: AccessMode
  check(question: AccessQuestion): AccessDecision
  /** Does what is granted at `granted` hold at `scope`? */
  covers(granted: string, scope: string): boolean
  /** Does anything grant the action at the scope, above it, or only somewhere below it? */
  grantsWithin(scope: string, action: string): boolean
}

export async function createAccessLens(ports: AccessPorts, caller: Principal): Promise<AccessLens> {
  const { store } = ports
  const snapshot = await readAccessSnapshot(store)
  const mode = snapshot.modeOf(caller.principalId)
  const principalIds = await principalIdsOf(ports, caller)
  const current = await store.read.roleAssignments.listByPrincipals(principalIds)
  const effective = await readEffectiveRules(ports)
  const assignments = effective.roleAssignments(current, principalIds)
  const roleOf = effective.roleOf(await snapshot.rolesOf(assignments))
  const denyAssignments = effective.denyAssignments(snapshot.denyAssignments)
  const principal = await principalAttributes(store.read, caller, { assignments, denyAssignments, roleOf })
  const covers = (granted: string, scope: string): boolean => isCoveredBy(scope, granted, snapshot.scopesAbove(scope))
  const grants = (assignment: RoleAssignment, action: string): boolean =>
    findingOf(assignment, roleOf(assignment.roleDefinitionId), {
      action,
      attributes: withEnvironment(ports, principal),
    }).effect === 'grants'
  const byScope = Map.groupBy(assignments, ({ scope }) => resourceKey(scope))
  return {
    ...{ assignments, roleOf, mode },
    check(question) {
      if (mode === 'off') return { allowed: true, reason: 'notEnforced', mode }
      const access = lensCase(
        { ports, snapshot, effective, principalIds, byScope, roleOf },
        { ...question, attributes: { ...principal, ...question.attributes } },
      )
      return enforced(mode, evaluateAccess(access))
    },
    covers,
    grantsWithin: (scope, action) =>
      assignments.some(
        (assignment) =>
          (covers(assignment.scope, scope) || isWithinScope(assignment.scope, scope)) && grants(assignment, action),
      ),
  }
}

const lensCase = (
  {
    ports,
    snapshot,
    effective,
    byScope,
    ...held
  }: Pick<AccessCase, 'principalIds' | 'roleOf'> & {
    ports: AccessPorts
    snapshot: AccessSnapshot
    effective: EffectiveRules
    /** Assignments by the key of their scope, so that an item of a list costs no more than the scopes that cover it. */
    byScope: ReadonlyMap<string, readonly RoleAssignment[]>
  },
  question: AccessQuestion,
): AccessCase => {
  const above = snapshot.scopesAbove(question.scope)
  return {
    ...held,
    assignments: coveringScopes(question.scope, above).flatMap((key) => byScope.get(key) ?? []),
    denyAssignments: effective.denyAssignments(snapshot.denyAssignmentsOver(question.scope)),
    question: { ...question, attributes: withEnvironment(ports, question.attributes) },
    above,
  }
}

/** The time is known of every request; what the asker says of its environment goes before. */
const withEnvironment = ({ clock }: Pick<Ports, 'clock'>, attributes: Attributes = {}): Attributes => ({
  ...attributes,
  environment: { UtcNow: new Date(clock.nowMillis()).toISOString(), ...attributes.environment },
})

/** The principal and every group that contains it now, directly or through other groups, whatever its token knows. */
export const withGroups = async (
  read: Pick<ReadStores, 'principals'>,
  principalId: string,
): Promise<readonly string[]> => [principalId, ...(await read.principals.transitiveGroupIds(principalId))]
