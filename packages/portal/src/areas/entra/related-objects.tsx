/** What stands in a relation to a directory object (members, owners, groups, roles): a list to which can be added. */
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useGraphList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { ConfirmDialog } from '../../controls/confirm-dialog.js'
import { DataGrid } from '../../controls/data-grid.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Link } from '../../controls/link.js'
import { useOperation } from '../../notifications/use-operation.js'
import { type DirectoryObject, kindOf, linkToObject, nameOf, referenceTo } from './directory-object.js'
import { ObjectPicker, type PickedKind } from './object-picker.js'

export interface RelationChange {
  /** "Add members", "Remove". */
  readonly addLabel: string
  readonly removeLabel: string
  readonly kinds: readonly PickedKind[]
  /** Path of Microsoft Graph to which a reference is posted, and the reference. */
  readonly add: (object: DirectoryObject) => { readonly path: string; readonly referred: string }
  readonly removePath: (object: DirectoryObject) => string
  /** Why nothing can be changed. */
  readonly reason?: string | undefined
}

export interface RelatedObjectsProps {
  /** "Members" */
  readonly label: string
  readonly path: string
  readonly empty: string
  readonly isShown?: (object: DirectoryObject) => boolean
  /** Left out: only to be read. */
  readonly change?: RelationChange
}

export function RelatedObjects({ label, path, empty, isShown = () => true, change }: RelatedObjectsProps) {
  const { data, error } = useGraphList<DirectoryObject>(path)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<'picker' | 'question'>()
  const rows = data?.filter(isShown)
  const picked = rows?.filter(({ id }) => chosen.has(id)) ?? []
  const add = useOperation<readonly DirectoryObject[], void>({
    title: (objects) => `${change?.addLabel ?? ''}: ${objects.map(nameOf).join(', ')}`,
    success: (objects) => `Added ${objects.map(nameOf).join(', ')}`,
    async run(client, objects) {
      for (const object of objects) {
        const to = change?.add(object)
        if (to === undefined) continue
        await client.graph(to.path, { method: 'POST', body: { '@odata.id': referenceTo(to.referred) } })
      }
    },
  })
  const remove = useOperation<readonly DirectoryObject[], void>({
    title: (objects) => `Removing ${objects.map(nameOf).join(', ')}`,
    success: (objects) => `Removed ${objects.map(nameOf).join(', ')}`,
    async run(client, objects) {
      for (const object of objects) await client.graph(change?.removePath(object) ?? '', { method: 'DELETE' })
      setChosen(new Set())
    },
  })
  const failure = add.error ?? remove.error
  return (
    <>
      {change === undefined ? null : (
        <CommandBar
          commands={[
            { label: change.addLabel, icon: AddRegular, reason: change.reason, onClick: () => setOpen('picker') },
            {
              label: change.removeLabel,
              icon: DeleteRegular,
              reason: change.reason ?? (picked.length === 0 ? 'Select at least one row first.' : undefined),
              onClick: () => setOpen('question'),
            },
          ]}
        />
      )}
      {failure === null ? null : <ErrorPanel error={failure} />}
      <DataGrid
        label={label}
        filterLabel={`Search ${label.toLowerCase()}`}
        rows={rows}
        error={error}
        keyOf={({ id }) => id}
        nameOf={nameOf}
        empty={empty}
        {...(change === undefined ? {} : { selection: { chosen, onChange: setChosen } })}
        columns={[
          {
            label: 'Name',
            text: nameOf,
            render: (row) => {
              const to = linkToObject(row)
              return to === undefined ? nameOf(row) : <Link to={to}>{nameOf(row)}</Link>
            },
          },
          { label: 'Type', text: kindOf, render: kindOf },
          {
            label: 'Details',
            text: ({ userPrincipalName, appId }) => userPrincipalName ?? appId ?? '',
            render: ({ userPrincipalName, appId }) => userPrincipalName ?? appId ?? '-',
            isMinor: true,
          },
        ]}
      />
      {change === undefined ? null : (
        <>
          <ObjectPicker
            title={change.addLabel}
            kinds={change.kinds}
            isOpen={open === 'picker'}
            without={new Set(rows?.map(({ id }) => id))}
            onSelect={(objects) => void add.start(objects)}
            onClose={() => setOpen(undefined)}
          />
          <ConfirmDialog
            title={change.removeLabel}
            isOpen={open === 'question'}
            action="Remove"
            onClose={() => setOpen(undefined)}
            onConfirm={() => void remove.start(picked)}
          >
            {`${picked.map(nameOf).join(', ')} will be removed from ${label.toLowerCase()}. Nothing else is deleted.`}
          </ConfirmDialog>
        </>
      )}
    </>
  )
}
