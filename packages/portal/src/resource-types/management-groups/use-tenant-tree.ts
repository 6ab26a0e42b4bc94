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
  // the list leaves out what may not be read; asking for the root without the right to would be a refusal in the log
  const listed = useArmList<ManagementGroup>(root, managementGroups)
  const seesAll = listed.data?.some(({ name }) => name.toLowerCase() === tenantId.toLowerCase()) === true
  const whole = useArm<ManagementGroup>(
    seesAll ? `${root}/${tenantId}?$expand=children&$recurse=true` : undefined,
    managementGroups,
  )
  const shown = seesAll ? whole.data && rowsOfTree(whole.data) : listed.data && flatRows(listed.data)
  return {
    rows: shown,
    error: listed.error ?? whole.error,
    parentOf(id) {
      const parent = shown?.find((row) => row.id.toLowerCase() === id.toLowerCase())?.parent
      return shown?.find((row) => row.id === parent)
    },
  }
}
