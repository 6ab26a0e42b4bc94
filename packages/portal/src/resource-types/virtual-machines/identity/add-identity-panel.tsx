/** "Add user assigned managed identity": which ones, from which subscription. */
import { Button, Field, makeStyles, Select } from '@fluentui/react-components'
import { useState } from 'react'
import { usePermissionAtAll } from '../../../api/access.js'
import { useArmList } from '../../../api/queries.js'
import type { ResourceReference } from '../../../api/resource-reference.js'
import { DataGrid } from '../../../controls/data-grid.js'
import { GatedButton } from '../../../controls/gated-button.js'
import { SidePanel } from '../../../controls/side-panel.js'
import { subscriptions } from '../../subscriptions/description.js'
import { userAssignedIdentities } from '../../user-assigned-identities/description.js'
import { groupNameOf, type IdentityBlock, lastSegment } from '../machine.js'
import { addUserAssigned, userAssignedIds } from './identity-change.js'
import type { useIdentityChange } from './use-identity.js'

const useStyles = makeStyles({ form: { display: 'grid', gap: '12px' } })

export interface AddIdentityPanelProps {
  readonly resource: ResourceReference
  readonly identity: IdentityBlock | undefined
  readonly change: ReturnType<typeof useIdentityChange>
  readonly onClose: () => void
}

interface ListedIdentity {
  readonly id: string
  readonly name: string
}

export function AddIdentityPanel({ resource, identity, change, onClose }: AddIdentityPanelProps) {
  const styles = useStyles()
  const [asked, setAsked] = useState<string>()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { data: all } = useArmList<{ readonly subscriptionId: string; readonly displayName: string }>(
    '/subscriptions',
    subscriptions,
  )
  const subscriptionId = asked ?? resource.subscriptionId
  const { data, error } = useArmList<ListedIdentity>(
    `/subscriptions/${subscriptionId}/providers/${userAssignedIdentities.type}`,
    userAssignedIdentities,
  )
  const own = new Set(userAssignedIds(identity).map((id) => id.toLowerCase()))
  const ids = [...chosen]
  const may = usePermissionAtAll(ids, `${userAssignedIdentities.type}/assign/action`)
  const names = ids.map((id) => `'${lastSegment(id)}'`).join(', ')
  const add = () => {
    void change.start({
      patch: addUserAssigned(identity, ids),
      title: `Adding user assigned managed identities to '${resource.name}'`,
      success: `Added ${names} to '${resource.name}'`,
    })
    onClose()
  }
  return (
    <SidePanel
      title="Add user assigned managed identity"
      isOpen
      onClose={onClose}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={ids.length === 0 ? 'Select one or more identities.' : may.reason}
            onClick={add}
          >
            Add
          </GatedButton>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className={styles.form}>
        <Field label="Subscription" required>
          <Select
            value={subscriptionId ?? ''}
            onChange={(_, { value }) => {
              setAsked(value)
              setChosen(new Set())
            }}
          >
            {all?.map((one) => (
              <option key={one.subscriptionId} value={one.subscriptionId}>
                {one.displayName}
              </option>
            ))}
          </Select>
        </Field>
        <DataGrid
          label="User assigned managed identities"
          filterLabel="Filter by identity name and/or resource group name"
          rows={data?.filter(({ id }) => !own.has(id.toLowerCase()))}
          error={error}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          selection={{ chosen, onChange: setChosen }}
          empty="No user assigned managed identities to add"
          columns={[
            { label: 'Name', text: ({ name }) => name, render: ({ name }) => name },
            { label: 'Resource group', text: ({ id }) => groupNameOf(id), render: ({ id }) => groupNameOf(id) },
          ]}
        />
      </div>
    </SidePanel>
  )
}
