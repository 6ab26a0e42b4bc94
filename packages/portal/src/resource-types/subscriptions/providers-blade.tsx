/** "Resource providers" of a subscription: which are registered; registering and unregistering the chosen one. */
import { AddCircleRegular, SubtractCircleRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArmList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { useOperation } from '../../notifications/use-operation.js'
import type { BladeProps } from '../define.js'

const apiVersion = '2021-04-01'

interface Provider {
  readonly namespace: string
  readonly registrationState?: string
  readonly registrationPolicy?: string
}

interface Change {
  readonly namespace: string
  readonly verb: 'register' | 'unregister'
}

export default function ProvidersBlade({ resource: { id } }: BladeProps) {
  const { data, error } = useArmList<Provider>(`${id}/providers`, { apiVersion })
  const refresh = useRefreshCommand()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const provider = data?.find(({ namespace }) => chosen.has(namespace))
  const scope = provider === undefined ? undefined : id
  const mayRegister = usePermission(scope, `${provider?.namespace ?? 'Microsoft.Resources'}/register/action`)
  const mayUnregister = usePermission(scope, `${provider?.namespace ?? 'Microsoft.Resources'}/unregister/action`)
  const change = useOperation<Change, unknown>({
    title: ({ namespace, verb }) => `${verb === 'register' ? 'Registering' : 'Unregistering'} ${namespace}`,
    success: ({ namespace, verb }) => `${verb === 'register' ? 'Registered' : 'Unregistered'} ${namespace}`,
    run: (client, { namespace, verb }) =>
      client.arm(`${id}/providers/${namespace}/${verb}`, { apiVersion, method: 'POST' }),
  })
  const isRegistered = provider?.registrationState === 'Registered'
  const none = provider === undefined ? 'Choose a provider first.' : undefined
  const free = 'It is always registered.'
  const commands = [
    {
      label: 'Register',
      icon: AddCircleRegular,
      onClick: () => {
        if (provider !== undefined) void change.start({ namespace: provider.namespace, verb: 'register' })
      },
      reason: none ?? (isRegistered ? 'It is registered.' : mayRegister.reason),
    },
    {
      label: 'Unregister',
      icon: SubtractCircleRegular,
      onClick: () => {
        if (provider !== undefined) void change.start({ namespace: provider.namespace, verb: 'unregister' })
      },
      reason:
        none ??
        (!isRegistered ? 'It is not registered.' : undefined) ??
        (provider?.registrationPolicy === 'RegistrationFree' ? free : mayUnregister.reason),
    },
    refresh,
  ]
  return (
    <>
      <CommandBar commands={commands} />
      {change.error === null ? null : <ErrorPanel error={change.error} />}
      <DataGrid
        label="Resource providers"
        filterLabel="Filter by name"
        rows={data?.toSorted((a, b) => a.namespace.localeCompare(b.namespace))}
        error={error}
        keyOf={({ namespace }) => namespace}
        selection={{ chosen, onChange: setChosen, isSingle: true }}
        columns={[
          { label: 'Provider', text: ({ namespace }) => namespace, render: ({ namespace }) => namespace },
          {
            label: 'Status',
            text: ({ registrationState = '' }) => registrationState,
            render: ({ registrationState }) => registrationState ?? '-',
          },
        ]}
      />
    </>
  )
}
