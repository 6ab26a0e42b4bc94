/**
 * "Delete a resource group": what goes with it, and its name to type. Several groups at once are
 * deleted as Azure's lists delete: by typing "delete".
 */
import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Subtitle2,
  Text,
} from '@fluentui/react-components'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { DataGrid } from '../../controls/data-grid.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { SidePanel } from '../../controls/side-panel.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import { useCloudClient } from '../../session/session-context.js'
import { describeType } from '../index.js'
import { resourceGroups } from './description.js'

interface Named {
  readonly id: string
  readonly name: string
}

interface Dependent extends Named {
  readonly type: string
}

export interface DeleteGroupsProps {
  readonly groups: readonly Named[]
  readonly isOpen: boolean
  readonly onClose: () => void
}

const useStyles = makeStyles({
  content: { display: 'grid', gap: '16px', alignContent: 'start', minInlineSize: 0 },
  list: { margin: 0, paddingInlineStart: '20px', overflowWrap: 'anywhere' },
})

export function DeleteGroups({ groups, isOpen, onClose: leave }: DeleteGroupsProps) {
  const styles = useStyles()
  const [typed, setTyped] = useState('')
  const { dependents, error } = useDependents(isOpen ? groups : [])
  const may = usePermission(groups[0]?.id, 'Microsoft.Resources/subscriptions/resourceGroups/delete')
  const remove = useOperation<Named, unknown>({
    title: ({ name }) => `Deleting resource group '${name}'`,
    success: ({ name }) => `Deleted resource group '${name}'`,
    run: (client, { id }, onProgress) =>
      client.armOperation(id, { apiVersion: resourceGroups.apiVersion, method: 'DELETE', onProgress }),
  })
  const onClose = () => {
    setTyped('')
    remove.reset()
    leave()
  }
  const only = groups.length === 1 ? groups[0] : undefined
  const wanted = only?.name ?? 'delete'
  const title = only === undefined ? `Delete ${groups.length} resource groups` : 'Delete a resource group'
  const notReady = typed === wanted ? undefined : `Enter "${wanted}" first.`
  const confirm = async () => {
    const outcomes = await Promise.all(groups.map((group) => remove.start(group)))
    if (outcomes.includes(undefined)) return
    onClose()
    // whoever has gone elsewhere meanwhile stays there
    if (groups.some(({ id }) => location.hash.toLowerCase().includes(linkTo.resource(id, '').toLowerCase()))) {
      navigate(linkTo.browse(resourceGroups.type), { replace: true })
    }
  }
  return (
    <SidePanel
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={may.reason ?? (remove.isRunning ? 'It is being deleted.' : notReady)}
            onClick={() => void confirm()}
          >
            Delete
          </GatedButton>
          <Button onClick={onClose}>{remove.isRunning ? 'Close' : 'Cancel'}</Button>
        </>
      }
    >
      <div className={styles.content}>
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            The resource {only === undefined ? 'groups' : 'group'} and all dependent resources will be permanently
            deleted. This cannot be undone.
          </MessageBarBody>
        </MessageBar>
        {remove.error === null ? null : <ErrorPanel error={remove.error} />}
        <div>
          <Subtitle2 as="h2">{only === undefined ? 'Resource groups to be deleted' : 'Resource group'}</Subtitle2>
          <ul className={styles.list}>
            {groups.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
        </div>
        <div>
          <Subtitle2 as="h2">{`Dependent resources to be deleted (${dependents?.length ?? '…'})`}</Subtitle2>
          <Text block>All dependent resources, including hidden types, are shown.</Text>
          <DataGrid
            label="Dependent resources"
            rows={dependents}
            error={error}
            keyOf={({ id }) => id}
            empty="There are none."
            columns={[
              { label: 'Name', text: ({ name }) => name, render: ({ name }) => name },
              {
                label: 'Resource type',
                text: ({ type }) => describeType(type).singular,
                render: ({ type }) => describeType(type).singular,
              },
            ]}
          />
        </div>
        <Field
          label={
            only === undefined ? 'Enter "delete" to confirm deletion' : 'Enter resource group name to confirm deletion'
          }
        >
          <Input value={typed} placeholder={wanted} onChange={(_, { value }) => setTyped(value)} />
        </Field>
      </div>
    </SidePanel>
  )
}

function useDependents(groups: readonly Named[]): {
  readonly dependents: readonly Dependent[] | undefined
  readonly error: Error | null
} {
  const client = useCloudClient()
  const lists = useQueries({
    queries: groups.map(({ id }) => ({
      queryKey: ['arm', 'list', `${id}/resources`.toLowerCase(), resourceGroups.apiVersion],
      queryFn: () => client.armList<Dependent>(`${id}/resources`, resourceGroups),
      // once the group is gone its list is gone too: what was in it stays shown until the panel closes
      retry: false,
    })),
  })
  const isRead = lists.every(({ data }) => data !== undefined)
  return {
    dependents: isRead ? lists.flatMap(({ data }) => data ?? []) : undefined,
    error: lists.find((list) => list.error !== null)?.error ?? null,
  }
}
