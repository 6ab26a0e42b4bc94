/** The tab "Assignable scopes" of a custom role: where it can be assigned. */
import { Button, makeStyles, Text } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useArmList } from '../api/queries.js'
import { DataGrid } from '../controls/data-grid.js'
import { GatedButton } from '../controls/gated-button.js'
import { SidePanel } from '../controls/side-panel.js'
import { resourceGroups } from '../resource-types/resource-groups/description.js'
import { subscriptions } from '../resource-types/subscriptions/description.js'
import { useCloudClient } from '../session/session-context.js'
import { withoutScope, withScope } from './custom-role.js'
import type { RoleStepProps } from './custom-role-basics.js'
import { kindOfScope } from './scope-words.js'
import { nameType } from './use-principals.js'

const useStyles = makeStyles({ add: { marginBlock: '8px' } })

const kindOf = (scope: string): string => kindOfScope(scope, nameType)

export function ScopesStep({ draft, onChange }: RoleStepProps) {
  const styles = useStyles()
  const [isChoosing, setIsChoosing] = useState(false)
  return (
    <>
      <Text block>The role can be assigned at these scopes and below them.</Text>
      <Button className={styles.add} icon={<AddRegular />} onClick={() => setIsChoosing(true)}>
        Add assignable scopes
      </Button>
      <DataGrid
        label="Assignable scopes"
        rows={draft.assignableScopes}
        keyOf={(scope) => scope}
        empty="No assignable scopes."
        columns={[
          { label: 'Assignable scope', text: (scope) => scope, render: (scope) => scope },
          { label: 'Type', text: kindOf, render: kindOf },
          {
            label: 'Remove',
            render: (scope) => (
              <Button
                appearance="subtle"
                size="small"
                icon={<DeleteRegular />}
                aria-label={`Remove ${scope}`}
                onClick={() => onChange(withoutScope(draft, scope))}
              />
            ),
          },
        ]}
      />
      {isChoosing ? (
        <ScopeChoice
          onClose={() => setIsChoosing(false)}
          onAdd={(scopes) => {
            setIsChoosing(false)
            onChange(scopes.reduce(withScope, draft))
          }}
        />
      ) : null}
    </>
  )
}

interface Named {
  readonly id: string
  readonly name: string
  readonly displayName?: string
  readonly subscriptionId?: string
  readonly properties?: { readonly displayName?: string }
}

interface ScopeChoiceProps {
  readonly onAdd: (scopes: readonly string[]) => void
  readonly onClose: () => void
}

function ScopeChoice({ onAdd, onClose }: ScopeChoiceProps) {
  const client = useCloudClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const management = useArmList<Named>('/providers/Microsoft.Management/managementGroups', { apiVersion: '2021-04-01' })
  const all = useArmList<Named>('/subscriptions', subscriptions)
  const groups = useQueries({
    queries: (all.data ?? []).map(({ id }) => ({
      queryKey: ['arm', 'list', `${id}/resourcegroups`.toLowerCase(), resourceGroups.apiVersion],
      queryFn: () => client.armList<Named>(`${id}/resourcegroups`, resourceGroups),
    })),
  })
  const scopes =
    all.data === undefined || groups.some(({ isPending }) => isPending)
      ? undefined
      : [...(management.data ?? []), ...all.data, ...groups.flatMap(({ data }) => data ?? [])]
  const called = ({ displayName, properties, name }: Named) => displayName ?? properties?.displayName ?? name
  return (
    <SidePanel
      title="Add assignable scopes"
      isOpen
      onClose={onClose}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={chosen.size === 0 ? 'Select at least one scope.' : undefined}
            onClick={() => onAdd([...chosen])}
          >
            Add
          </GatedButton>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <DataGrid
        label="Scopes"
        filterLabel="Search by name"
        rows={scopes}
        error={all.error}
        keyOf={({ id }) => id}
        nameOf={called}
        empty="No scopes to display"
        selection={{ chosen, onChange: setChosen }}
        columns={[
          { label: 'Name', text: called, render: called },
          { label: 'Type', text: ({ id }) => kindOf(id), render: ({ id }) => kindOf(id) },
        ]}
      />
    </SidePanel>
  )
}
