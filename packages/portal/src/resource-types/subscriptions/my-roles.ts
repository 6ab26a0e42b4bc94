/** "My role" of Azure's list of subscriptions: what whoever is signed in was given there, directly or through groups. */
import { useQueries } from '@tanstack/react-query'
import { useArmList } from '../../api/queries.js'
import { useSignedIn } from '../../session/session-context.js'

interface Assignment {
  readonly properties: { readonly roleDefinitionId: string }
}
interface Role {
  readonly name: string
  readonly properties: { readonly roleName: string }
}

const apiVersion = '2022-04-01'

/** Names of roles by subscription id; `undefined` while they are being asked for or cannot be read. */
export function useMyRoles(ids: readonly string[]): (id: string) => string | undefined {
  const { client, session } = useSignedIn()
  const filter = encodeURIComponent(`assignedTo('${session.person.principalId}')`)
  const lists = useQueries({
    queries: ids.map((id) => {
      const path = `${id}/providers/Microsoft.Authorization/roleAssignments?$filter=${filter}`
      return {
        queryKey: ['arm', 'list', path.toLowerCase(), apiVersion],
        queryFn: () => client.armList<Assignment>(path, { apiVersion }),
      }
    }),
  })
  const { data: roles } = useArmList<Role>('/providers/Microsoft.Authorization/roleDefinitions', { apiVersion })
  return (id) => {
    const assignments = lists[ids.indexOf(id)]?.data
    return assignments === undefined || roles === undefined ? undefined : namesOf(assignments, roles)
  }
}

/** Each once, in order of the alphabet; custom roles of one subscription are not in the tenant's list and count as one. */
export function namesOf(assignments: readonly Assignment[], roles: readonly Role[]): string {
  const names = assignments.map(({ properties }) => {
    const guid = properties.roleDefinitionId.split('/').at(-1)?.toLowerCase()
    return roles.find(({ name }) => name.toLowerCase() === guid)?.properties.roleName ?? 'Custom role'
  })
  return [...new Set(names)].toSorted().join(', ')
}
