/** Choosing directory objects in a panel: for members, owners, holders of roles. */
import { Button, makeStyles } from '@fluentui/react-components'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { DataGrid } from '../../controls/data-grid.js'
import { GatedButton } from '../../controls/gated-button.js'
import { SidePanel } from '../../controls/side-panel.js'
import { useCloudClient } from '../../session/session-context.js'
import { type DirectoryObject, kindOf, nameOf } from './directory-object.js'

export type PickedKind = 'users' | 'groups' | 'servicePrincipals' | 'directoryRoles'

const types: Readonly<Record<PickedKind, string>> = {
  users: '#microsoft.graph.user',
  groups: '#microsoft.graph.group',
  servicePrincipals: '#microsoft.graph.servicePrincipal',
  directoryRoles: '#microsoft.graph.directoryRole',
}

export interface ObjectPickerProps {
  readonly title: string
  readonly kinds: readonly PickedKind[]
  readonly isOpen: boolean
  /** Ids that are there already. */
  readonly without?: ReadonlySet<string>
  readonly onSelect: (objects: readonly DirectoryObject[]) => void
  readonly onClose: () => void
}

const useStyles = makeStyles({ detail: { overflowWrap: 'anywhere' } })

export function ObjectPicker(props: ObjectPickerProps) {
  // the choice starts anew with each opening
  return props.isOpen ? <OpenPicker {...props} /> : null
}

function OpenPicker({ title, kinds, without = new Set(), onSelect, onClose }: ObjectPickerProps) {
  const styles = useStyles()
  const client = useCloudClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const lists = useQueries({
    queries: kinds.map((kind) => ({
      queryKey: ['graph', 'picker', kind],
      queryFn: async (): Promise<readonly DirectoryObject[]> => {
        const objects = await client.graphList<DirectoryObject>(`/${kind}`)
        return objects.map((object) => ({ ...object, '@odata.type': types[kind] }))
      },
    })),
  })
  const isRead = lists.every(({ isPending }) => !isPending)
  const all = lists.flatMap(({ data }) => data ?? []).filter(({ id }) => !without.has(id))
  const detailOf = ({ userPrincipalName, appId }: DirectoryObject) => userPrincipalName ?? appId ?? ''
  const done = () => {
    onSelect(all.filter(({ id }) => chosen.has(id)))
    onClose()
  }
  return (
    <SidePanel
      title={title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={chosen.size === 0 ? 'Choose at least one.' : undefined}
            onClick={done}
          >
            Select
          </GatedButton>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <DataGrid
        label={title}
        filterLabel="Search by name"
        rows={isRead ? all : undefined}
        error={lists.find(({ error }) => error !== null)?.error ?? null}
        keyOf={({ id }) => id}
        nameOf={nameOf}
        selection={{ chosen, onChange: setChosen }}
        empty="Nothing to choose from"
        columns={[
          { label: 'Name', text: nameOf, render: nameOf },
          { label: 'Type', text: kindOf, render: kindOf, isMinor: true },
          {
            label: 'Details',
            text: detailOf,
            render: (row) => <span className={styles.detail}>{detailOf(row) || '-'}</span>,
            isMinor: true,
          },
        ]}
      />
    </SidePanel>
  )
}
