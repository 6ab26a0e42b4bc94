/** "Locks": those of this scope, to add, edit and delete, and those that are inherited. */
import { makeStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArmList } from '../../api/queries.js'
import { parseResourceReference, subscriptionType } from '../../api/resource-reference.js'
import { useDisplayNames } from '../../api/subscriptions.js'
import { CommandBar } from '../../controls/command-bar.js'
import { ConfirmDialog } from '../../controls/confirm-dialog.js'
import { DataGrid } from '../../controls/data-grid.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { Link } from '../../controls/link.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { useRouteParameter } from '../../routing/use-route.js'
import type { BladeProps } from '../define.js'
import { lockApiVersion as apiVersion, LockPanel } from './lock-panel.js'
import { isInheritedLock, type Lock, locksThatHold, lockTypeText, scopeOfLock } from './locks.js'

const useStyles = makeStyles({
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '4px' },
  word: { whiteSpace: 'nowrap' },
})

export default function LocksBlade({ resource: { id } }: BladeProps) {
  const styles = useStyles()
  const filter = encodeURIComponent('atScope()')
  const { data, error } = useArmList<Lock>(`${id}/providers/Microsoft.Authorization/locks?$filter=${filter}`, {
    apiVersion,
  })
  const displayName = useDisplayNames()
  const refresh = useRefreshCommand()
  const mayWrite = usePermission(id, 'Microsoft.Authorization/locks/write')
  const mayDelete = usePermission(id, 'Microsoft.Authorization/locks/delete')
  // `add`, or the name of the lock that is being edited
  const [panel, setPanel] = useRouteParameter('lock')
  const [doomed, setDoomed] = useState<Lock>()
  const remove = useOperation<Lock, unknown>({
    title: ({ name }) => `Deleting lock '${name}'`,
    success: ({ name }) => `Deleted lock '${name}'`,
    run: (client, lock) => client.arm(lock.id, { apiVersion, method: 'DELETE' }),
  })
  const locks = data === undefined ? undefined : locksThatHold(data, id)
  const own = (locks ?? []).filter((lock) => !isInheritedLock(lock, id))
  const edited = own.find(({ name }) => `edit:${name}` === panel)
  const scopeText = (lock: Lock): string => {
    const reference = parseResourceReference(scopeOfLock(lock))
    return (reference?.type === subscriptionType ? displayName(reference.id) : undefined) ?? reference?.name ?? ''
  }
  const inherited = (lock: Lock): string | undefined =>
    isInheritedLock(lock, id) ? `It is inherited from ${scopeText(lock)}: it is changed there.` : undefined
  return (
    <>
      <CommandBar
        commands={[
          { label: 'Add', icon: AddRegular, onClick: () => setPanel('add'), reason: mayWrite.reason },
          refresh,
        ]}
      />
      {remove.error === null ? null : <ErrorPanel error={remove.error} />}
      <DataGrid
        label="Locks"
        rows={locks}
        error={error}
        keyOf={(lock) => lock.id}
        empty="This resource has no locks."
        columns={[
          { label: 'Lock name', text: ({ name }) => name, render: ({ name }) => name },
          {
            label: 'Lock type',
            text: lockTypeText,
            render: (lock) => <span className={styles.word}>{lockTypeText(lock)}</span>,
          },
          {
            label: 'Scope',
            text: scopeText,
            render: (lock) =>
              isInheritedLock(lock, id) ? (
                <>
                  <Link to={linkTo.resource(scopeOfLock(lock), 'locks')}>{scopeText(lock)}</Link> (Inherited)
                </>
              ) : (
                'This resource'
              ),
          },
          {
            label: 'Notes',
            text: ({ properties }) => properties.notes ?? '',
            render: ({ properties }) => properties.notes ?? '-',
            isMinor: true,
          },
          {
            label: 'Actions',
            render: (lock) => (
              <div className={styles.buttons}>
                <GatedButton
                  size="small"
                  appearance="subtle"
                  aria-label={`Edit ${lock.name}`}
                  reason={inherited(lock) ?? mayWrite.reason}
                  onClick={() => setPanel(`edit:${lock.name}`)}
                >
                  Edit
                </GatedButton>
                <GatedButton
                  size="small"
                  appearance="subtle"
                  aria-label={`Delete ${lock.name}`}
                  reason={inherited(lock) ?? mayDelete.reason}
                  onClick={() => setDoomed(lock)}
                >
                  Delete
                </GatedButton>
              </div>
            ),
          },
        ]}
      />
      {panel === 'add' || edited !== undefined ? (
        <LockPanel
          scope={id}
          lock={edited}
          others={own.filter((lock) => lock !== edited).map(({ name }) => name)}
          reason={mayWrite.reason}
          onClose={() => setPanel(undefined)}
        />
      ) : null}
      <ConfirmDialog
        title="Delete lock"
        isOpen={doomed !== undefined}
        action="Delete"
        onClose={() => setDoomed(undefined)}
        onConfirm={() => {
          if (doomed !== undefined) void remove.start(doomed)
        }}
      >
        What the lock '{doomed?.name}' protects can be {doomed?.properties.level === 'ReadOnly' ? 'changed and ' : ''}
        deleted again.
      </ConfirmDialog>
    </>
  )
}
