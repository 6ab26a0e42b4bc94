/** What several tests of the portal prepare in the cloud, and how they link to it. */
import { randomUUID } from 'node:crypto'
import type { TestCloud } from './portal-test.ts'

export interface Grant {
  /** Name of a built-in role: "Reader". */
  readonly role: string
  readonly scope: string
  /** Of a user. */
  readonly principalId: string
}

interface Role {
  readonly id: string
}

export async function assignRole(cloud: TestCloud, { role, scope, principalId }: Grant): Promise<void> {
  const filter = encodeURIComponent(`roleName eq '${role}'`)
  const { value } = await cloud.arm<{ readonly value: readonly Role[] }>(
    'GET',
    `${scope}/providers/Microsoft.Authorization/roleDefinitions?$filter=${filter}&api-version=2022-04-01`,
  )
  await cloud.arm(
    'PUT',
    `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?api-version=2022-04-01`,
    { properties: { roleDefinitionId: value[0]?.id, principalId, principalType: 'User' } },
  )
}

/** @param blade a page of the resource; its overview without it */
export const linkOf = (id: string, blade?: string): string => `#resource${id}${blade === undefined ? '' : `/${blade}`}`
