/**
 * `POST /providers/Microsoft.Authorization/elevateAccess`: a Global Administrator makes itself User Access Administrator of
 * everything, as an assignment at `/` that is undone like any other.
 *
 * Sources: "Elevate access to manage all Azure subscriptions and management groups"; OpenAPI 2015-07-01. Applications are
 * refused whatever directory role they hold (Azure/azure-rest-api-specs#10142), with the scope that is named there.
 * Decision: no role assignment lets anybody else in, and a second call changes nothing.
 */
import { globalAdministrator } from '../../../domain/directory/directory-roles.js'
import { ArmError } from '../../../domain/errors/arm-error.js'
import { builtInRoleIds } from '../../../domain/rbac/built-in-roles.js'
import type { RoleAssignment } from '../../../domain/rbac/role.js'
import { requestFacts } from '../../../operations/access/audit-access.js'
import type { ReadStores, Tx } from '../../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../../define.js'

const action = 'Microsoft.Authorization/elevateAccess/action'

export const elevateAccess = defineResourceType({
  type: 'Microsoft.Authorization/elevateAccess',
  apiVersions: [
    '2014-04-01-preview',
    '2014-07-01-preview',
    '2014-10-01-preview',
    '2015-05-01-preview',
    '2015-06-01',
    '2015-07-01',
    '2016-07-01',
    '2017-05-01',
  ],
  scopes: ['tenant'],
  isGlobal: true,
  // Decided by the directory, not by roles.
  post: { action, openToAnyone: true, run },
})

async function run({ ports, caller, correlationId }: ArmRequest): Promise<ArmResponse> {
  const { principalId, clientName } = caller
  const isAllowed = caller.kind === 'user' && (await isGlobalAdministrator(ports.store.read, principalId))
  ports.audit({
    time: ports.clock.nowMillis(),
    kind: isAllowed ? 'access.allowed' : 'access.denied',
    principalId,
    subject: '/',
    correlationId,
    activityLog: '/',
    facts: {
      ...{ action, reason: isAllowed ? 'globalAdministrator' : 'noGlobalAdministrator' },
      request: requestFacts({ method: 'POST', status: isAllowed ? 200 : 403 }, caller),
    },
  })
  if (!isAllowed) {
    const scope = '/providers/Microsoft.Authorization'
    throw new ArmError('AuthorizationFailed', { client: clientName, principalId, action, scope })
  }
  const now = ports.clock.nowMillis()
  const elevated: RoleAssignment = {
    name: ports.ids.guid('role assignment'),
    scope: '/',
    principalId,
    principalType: 'User',
    roleDefinitionId: builtInRoleIds.userAccessAdministrator,
    createdAt: now,
    createdBy: principalId,
    updatedAt: now,
    updatedBy: principalId,
  }
  await ports.store.transaction(async (tx) => {
    if (!(await isElevated(tx, principalId))) await tx.roleAssignments.insert(elevated)
  })
  return { status: 200 }
}

async function isGlobalAdministrator(
  { principals }: Pick<ReadStores, 'principals'>,
  principalId: string,
): Promise<boolean> {
  const user = await principals.get(principalId)
  return user?.kind === 'User' && user.directoryRoles.includes(globalAdministrator)
}

async function isElevated(tx: Tx, principalId: string): Promise<boolean> {
  const held = await tx.roleAssignments.findApplicable({ principalIds: [principalId], scope: '/' })
  return held.some(({ roleDefinitionId }) => roleDefinitionId.toLowerCase() === builtInRoleIds.userAccessAdministrator)
}
