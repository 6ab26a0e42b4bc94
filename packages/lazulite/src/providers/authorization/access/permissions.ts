/**
 * `{scope}/providers/Microsoft.Authorization/permissions`: what the caller may do here, one entry per permission block
 * of its roles (recorded 2014-07-01-preview, 2015-07-01; OpenAPI 2022-04-01). Blocks that hold only under a condition are
 * among them, with their condition in the version that shows it.
 */
import { createAccessLens } from '../../../operations/access/check-access.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../../define.js'
import { permissionVersions } from '../api-versions.js'
import { renderList, renderPermission, viewOf } from '../render.js'
import { inListOrder } from '../role-assignments/role-assignment-list.js'

export const permissions = defineResourceType({
  type: 'Microsoft.Authorization/permissions',
  apiVersions: permissionVersions,
  scopes: ['extension'],
  capabilities: 'SupportsExtension',
  isGlobal: true,
  list: { action: 'Microsoft.Authorization/permissions/read', run: list },
})

async function list(request: ArmRequest): Promise<ArmResponse> {
  const { ports, caller, target } = request
  const lens = await createAccessLens(ports, caller)
  const blocks = lens.assignments
    .filter((assignment) => lens.covers(assignment.scope, target.scope))
    .toSorted(inListOrder)
    .flatMap((assignment) => {
      const role = lens.roleOf(assignment.roleDefinitionId)
      return role?.permissions ?? []
    })
  return { status: 200, body: renderList(blocks, viewOf(request), renderPermission) }
}
