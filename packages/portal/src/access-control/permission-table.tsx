/** What a role permits or a deny assignment forbids, by provider, each permission with its meaning in words. */
import { Select, Text } from '@fluentui/react-components'
import { useMemo, useState } from 'react'
import { DataGrid } from '../controls/data-grid.js'
import {
  describePermission,
  isDataKind,
  kindLabels,
  linesOf,
  type PermissionLine,
  permissionKinds,
  providerOf,
} from './permission-words.js'
import type { PermissionBlock } from './rbac-records.js'

interface PermissionTableProps {
  readonly label: string
  readonly permissions: readonly PermissionBlock[]
}

const keyOf = ({ block, kind, permission }: PermissionLine): string => `${block} ${kind} ${permission}`

export function PermissionTable({ label, permissions }: PermissionTableProps) {
  const [plane, setPlane] = useState<'all' | 'control' | 'data'>('all')
  const lines = useMemo(() => {
    const order = (line: PermissionLine) => providerOf(line.permission).toLowerCase()
    return linesOf(permissions)
      .filter(({ kind }) => plane === 'all' || isDataKind(kind) === (plane === 'data'))
      .toSorted((one, other) => order(one).localeCompare(order(other)))
  }, [permissions, plane])
  const hasConditions = lines.some(({ condition }) => condition !== undefined)
  return (
    <DataGrid
      label={label}
      filterLabel="Search permissions"
      rows={lines}
      keyOf={keyOf}
      groupOf={({ permission }) => providerOf(permission)}
      empty="No permissions of this kind."
      tools={
        <Select
          aria-label="Kind of permissions"
          value={plane}
          onChange={(_, { value }) => setPlane(value === 'control' || value === 'data' ? value : 'all')}
        >
          <option value="all">Control and data plane</option>
          <option value="control">Control plane</option>
          <option value="data">Data plane</option>
        </Select>
      }
      columns={[
        {
          label: 'Permission',
          text: ({ permission }) => `${permission} ${describePermission(permission)}`,
          render: ({ permission, kind }) => (
            <>
              {permission}
              <Text size={200} block>
                {`${kind.startsWith('not') ? 'Except: ' : ''}${describePermission(permission)}`}
              </Text>
            </>
          ),
        },
        {
          label: 'Type',
          text: ({ kind }) => `${permissionKinds.indexOf(kind)} ${kindLabels[kind]}`,
          render: ({ kind }) => kindLabels[kind],
        },
        ...(hasConditions
          ? [{ label: 'Condition', render: ({ condition }: PermissionLine) => condition ?? 'None', isMinor: true }]
          : []),
      ]}
    />
  )
}
