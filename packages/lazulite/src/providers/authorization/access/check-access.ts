/**
 * `POST {scope}/providers/Microsoft.Authorization/checkAccess`: may somebody do these things here?
 *
 * The answer is an array, an item per action (kubeguard/guard; public scripts show both assignments in each, one of them or
 * both null, and the time to live). Decision: everybody may ask about itself; asking about somebody else takes the right
 * to read role assignments there, as guard's own role has it, whose action is every read of Microsoft.Authorization.
 */
import type { JsonObject } from '../../../domain/json.js'
import type { Verdict } from '../../../domain/rbac/decision.js'
import type { DenyAssignment } from '../../../domain/rbac/deny-assignment.js'
import type { RoleAssignment } from '../../../domain/rbac/role.js'
import { decideForSubject, type Subject } from '../../../operations/access/decide-for-subject.js'
import { accessRefusal } from '../../../operations/access/refuse-access.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../../define.js'
import { denyAssignmentPath } from '../deny-assignments/render-deny-assignment.js'
import { roleAssignmentPath, roleDefinitionPath, subscriptionOf } from '../render.js'
import { type AskedAction, readCheckAccessRequest } from './check-access-request.js'

const readAction = 'Microsoft.Authorization/roleAssignments/read'

/** How long an answer may be kept, as seen in public scripts' fixtures; here an answer holds until something changes. */
const timeToLiveInMs = 300_000

export const checkAccessType = defineResourceType({
  type: 'Microsoft.Authorization/checkAccess',
  apiVersions: ['2018-09-01-preview'],
  scopes: ['extension'],
  capabilities: 'SupportsExtension',
  isGlobal: true,
  post: { action: readAction, openToAnyone: true, run },
})

async function run(request: ArmRequest): Promise<ArmResponse> {
  const { ports, caller, target } = request
  const { subject, actions, resourceId, attributes } = readCheckAccessRequest(request.body, target.scope)
  const asked: Subject = subject ?? { ...caller, groupIds: [], withKnownGroups: true }
  await requireRightToAsk(request, asked)
  const answers: JsonObject[] = []
  for (const action of actions) {
    const question = {
      ...{ action: action.id, isDataAction: action.isDataAction, scope: resourceId },
      attributes: { ...attributes, request: action.attributes },
    }
    answers.push(render(action, await decideForSubject(ports, asked, question)))
  }
  return { status: 200, body: answers }
}

/** Whoever names its own groups asks about somebody that it may not be. */
async function requireRightToAsk(
  { caller, target, check }: ArmRequest,
  { principalId, groupIds }: Subject,
): Promise<void> {
  if (principalId === caller.principalId.toLowerCase() && groupIds.length === 0) return
  const question = { action: readAction, scope: target.scope }
  const decision = await check(question)
  if (!decision.allowed) throw accessRefusal(caller, question, decision)
}

const render = ({ id, isDataAction }: AskedAction, verdict: Verdict): JsonObject => ({
  actionId: id,
  accessDecision: verdict.allowed ? 'Allowed' : verdict.deny === undefined ? 'NotAllowed' : 'Denied',
  isDataAction,
  roleAssignment: verdict.allowed ? renderRoleAssignment(verdict.assignment) : null,
  denyAssignment: verdict.allowed || verdict.deny === undefined ? null : renderDenyAssignment(verdict.deny),
  timeToLiveInMs,
})

const renderRoleAssignment = (assignment: RoleAssignment): JsonObject => ({
  id: roleAssignmentPath(assignment.scope, assignment.name),
  roleDefinitionId: roleDefinitionPath(assignment.roleDefinitionId, subscriptionOf(assignment.scope)),
  principalId: assignment.principalId,
  principalType: assignment.principalType,
  scope: assignment.scope,
  condition: assignment.condition ?? null,
  conditionVersion: assignment.conditionVersion ?? null,
  canDelegate: false,
  delegatedManagedIdentityResourceId: assignment.delegatedManagedIdentityResourceId ?? null,
})

const renderDenyAssignment = (deny: DenyAssignment): JsonObject => ({
  id: denyAssignmentPath(deny),
  name: deny.displayName,
  description: deny.description ?? '',
  permissions: deny.permissions.map(({ actions, notActions, dataActions, notDataActions, ...conditional }) => ({
    ...{ actions, notActions, dataActions, notDataActions },
    condition: conditional.condition ?? null,
    conditionVersion: conditional.conditionVersion ?? null,
  })),
  scope: deny.scope,
  doNotApplyToChildScopes: deny.doNotApplyToChildScopes,
  principals: deny.principals.map(({ id, type }) => ({ id, type })),
  excludePrincipals: deny.excludePrincipals.map(({ id, type }) => ({ id, type })),
  condition: deny.condition ?? null,
  isSystemProtected: deny.isSystemProtected,
})
