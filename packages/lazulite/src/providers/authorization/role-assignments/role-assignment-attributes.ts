/**
 * What conditions may ask about writing and deleting a role assignment.
 *
 * Source: Azure "Actions and attributes for Azure role assignment conditions for Azure role assignment management": a write
 * has request attributes, those of the assignment that is to be; a delete has resource attributes, those of the assignment
 * that is. Decision: a write that changes an assignment has the attributes of its body, as the one that creates it has; the
 * rest of the operation refuses a body that names another role or principal. The principal's kind is the directory's,
 * whatever the body says, and the body's for a principal that the directory does not know (yet).
 */
import type { Attributes, AttributeValue } from '../../../domain/conditions/attributes.js'
import { principalKindNamed } from '../../../domain/directory/principal-kind-named.js'
import { isGuid } from '../../../domain/guid.js'
import { isJsonObject } from '../../../domain/json.js'
import type { ArmRequest } from '../../define.js'
import { roleGuidIn } from './role-assignment-names.js'

interface Facts {
  readonly roleDefinitionId: string | undefined
  readonly principalId: string | undefined
  readonly principalType: string | undefined
}

export async function attributesOfWrite({ body, target, ports }: ArmRequest): Promise<Attributes> {
  const properties = isJsonObject(body?.properties) ? body.properties : {}
  const { roleDefinitionId, principalId, principalType } = properties
  const principal = typeof principalId === 'string' ? principalId.toLowerCase() : undefined
  const { principals, roleAssignments } = ports.store.read
  const actual = principal === undefined ? undefined : (await principals.get(principal))?.kind
  const before = actual === undefined ? await roleAssignments.get(target.scope, target.name) : undefined
  const kept = before?.principalId.toLowerCase() === principal ? before?.principalType : undefined
  const said = typeof principalType === 'string' ? principalKindNamed(principalType) : undefined
  return {
    request: named({
      roleDefinitionId: guidOrNone(typeof roleDefinitionId === 'string' ? roleGuidIn(roleDefinitionId) : undefined),
      principalId: guidOrNone(principal),
      principalType: actual ?? kept ?? said,
    }),
  }
}

const guidOrNone = (text: string | undefined): string | undefined =>
  text !== undefined && isGuid(text) ? text : undefined

/** None when there is no such assignment. */
export async function attributesOfDelete({ target, ports }: ArmRequest): Promise<Attributes> {
  const assignment = await ports.store.read.roleAssignments.get(target.scope, target.name)
  return assignment === undefined ? {} : { resource: named(assignment) }
}

function named({ roleDefinitionId, principalId, principalType }: Facts): Readonly<Record<string, AttributeValue>> {
  const type = 'Microsoft.Authorization/roleAssignments'
  return {
    ...(roleDefinitionId === undefined ? {} : { [`${type}:RoleDefinitionId`]: roleDefinitionId }),
    ...(principalId === undefined ? {} : { [`${type}:PrincipalId`]: principalId }),
    ...(principalType === undefined ? {} : { [`${type}:PrincipalType`]: principalType }),
  }
}
