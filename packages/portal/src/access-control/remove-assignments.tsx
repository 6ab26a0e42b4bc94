/** Removing role assignments: the question before it, and the requests. */
import { ConfirmDialog } from '../controls/confirm-dialog.js'
import { type Operation, useOperation } from '../notifications/use-operation.js'
import type { AssignmentRow } from './assignment-rows.js'
import { rbacApi } from './rbac-records.js'

const called = ({ principal, roleName }: AssignmentRow): string => `${principal.name} as ${roleName}`

export const useRemoval = (): Operation<readonly AssignmentRow[], void> =>
  useOperation<readonly AssignmentRow[], void>({
    title: (rows) => (rows.length === 1 ? 'Removing role assignment' : `Removing ${rows.length} role assignments`),
    success: (rows) =>
      rows.length === 1 ? `Removed ${rows.map(called).join()}` : `Removed ${rows.length} role assignments`,
    async run(client, rows) {
      // one after the other: what is refused stops the rest, and is told by itself
      for (const { id } of rows) await client.arm(id, { ...rbacApi, method: 'DELETE' })
    },
  })

interface RemoveDialogProps {
  /** None: not asked. */
  readonly rows: readonly AssignmentRow[]
  readonly onConfirm: (rows: readonly AssignmentRow[]) => void
  readonly onClose: () => void
}

/** Most names that the question spells out. */
const namedAtMost = 10

export function RemoveDialog({ rows, onConfirm, onClose }: RemoveDialogProps) {
  return (
    <ConfirmDialog
      title="Remove role assignments"
      isOpen={rows.length > 0}
      action="Yes"
      onConfirm={() => onConfirm(rows)}
      onClose={onClose}
    >
      Do you want to remove the selected role assignments?
      <ul>
        {rows.slice(0, namedAtMost).map((row) => (
          <li key={row.id}>{called(row)}</li>
        ))}
        {rows.length > namedAtMost ? <li>{`and ${rows.length - namedAtMost} more`}</li> : null}
      </ul>
    </ConfirmDialog>
  )
}
