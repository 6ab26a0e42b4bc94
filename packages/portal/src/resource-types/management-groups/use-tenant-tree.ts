/** The tree of management groups of the tenant of whoever is signed in. */
import { useArm, useArmList } from '../../api/queries.js'
import { usePerson } from '../../session/session-context.js'
import { managementGroups } from './description.js'
import { flatRows, type ManagementGroup, rowsOfTree, type TreeRow } from './tenant-tree.js'

export interface TenantTree {
  /** `undefined` while it is being read. */
  readonly rows: readonly TreeRow[] | undefined
  readonly error: Error | null
  /** The management group that a group or subscription is in; `undefined` also where that may not be seen. */
  readonly parentOf: (id: string) => TreeRow | undefined
}

const root = '/providers/Microsoft.Management/managementGroups'

export function useTenantTree(): TenantTree {
  const { tenantId } = usePerson()
  const whole = useArm<ManagementGroup>(`${root}/${tenantId}?$expand=children&$recurse=true`, managementGroups)
  const listed = useArmList<ManagementGroup>(whole.error === null ? undefined : root, managementGroups)
  const rows =
    whole.data !== undefined ? rowsOfTree(whole.data) : listed.data === undefined ? undefined : flatRows(listed.data)
  return {
    rows,
    error: listed.error,
    parentOf(id) {
      const parent = rows?.find((row) => row.id.toLowerCase() === id.toLowerCase())?.parent
      return rows?.find((row) => row.id === parent)
    },
  }
}
