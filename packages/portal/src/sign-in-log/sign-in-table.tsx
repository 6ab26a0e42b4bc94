/** Sign-ins, newest first; a click on the date shows everything that is known of one. The open one is part of the link. */
import { Badge, makeStyles, Text } from '@fluentui/react-components'
import { useMemo } from 'react'
import { CopyButton } from '../controls/copy-button.js'
import { DataGrid } from '../controls/data-grid.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { Essentials } from '../controls/essentials.js'
import { GatedButton } from '../controls/gated-button.js'
import { JsonView } from '../controls/json-view.js'
import { SidePanel } from '../controls/side-panel.js'
import { Time } from '../controls/time.js'
import { ToolChoice } from '../controls/tool-choice.js'
import { useRouteParameter } from '../routing/use-route.js'
import {
  beginningOf,
  factsOf,
  mostShown,
  periods,
  type SignIn,
  type SignInQuestion,
  type SignInStatus,
  statusOf,
  whoOf,
} from './sign-in.js'
import { useSignIns } from './use-sign-ins.js'

const useStyles = makeStyles({
  date: { minInlineSize: 0, textAlign: 'start', justifyContent: 'flex-start', paddingInline: 0 },
})

export interface SignInTableProps {
  readonly question: Omit<SignInQuestion, 'since'>
  /** Of the column that says who: "User". */
  readonly who: string
}

export function SignInTable({ question, who }: SignInTableProps) {
  const styles = useStyles()
  const [period = '24h', setPeriod] = useRouteParameter('period')
  const [open, setOpen] = useRouteParameter('signIn')
  // fixed while the page is open: a moving beginning would ask anew with every look
  const since = useMemo(() => beginningOf(period, Date.now()), [period])
  const { data, error } = useSignIns({ ...question, since })
  const opened = data?.find(({ id }) => id === open)
  const periodLabel = periods.find(({ id }) => id === period)?.label ?? periods[0].label
  return (
    <>
      {error !== null && data !== undefined ? <ErrorPanel error={error} /> : null}
      <DataGrid
        label="Sign-ins"
        rows={data}
        error={error}
        keyOf={({ id }) => id}
        empty={`No sign-ins: ${periodLabel.toLowerCase()}`}
        filterLabel="Filter by name, application or address"
        tools={<ToolChoice label="Date" options={periods} chosen={period} onChange={setPeriod} />}
        columns={[
          {
            label: 'Date',
            text: ({ createdDateTime }) => createdDateTime,
            render: ({ id, createdDateTime }) => (
              <GatedButton appearance="transparent" className={styles.date} onClick={() => setOpen(id)}>
                <Time at={createdDateTime} />
              </GatedButton>
            ),
          },
          { label: who, text: whoOf, render: (row) => whoOf(row) || '-' },
          {
            label: 'Application',
            text: ({ appDisplayName, appId }) => appDisplayName ?? appId ?? '',
            render: ({ appDisplayName, appId }) => appDisplayName || appId || '-',
            isMinor: true,
          },
          { label: 'Status', text: statusOf, render: (row) => <StatusBadge status={statusOf(row)} /> },
          {
            label: 'IP address',
            text: ({ ipAddress }) => ipAddress ?? '',
            render: ({ ipAddress }) => ipAddress || '-',
            isMinor: true,
          },
          {
            label: 'Resource',
            text: ({ resourceDisplayName, resourceId }) => resourceDisplayName ?? resourceId ?? '',
            render: ({ resourceDisplayName, resourceId }) => resourceDisplayName || resourceId || '-',
          },
        ]}
      />
      {data !== undefined && data.length >= mostShown ? <Text>{`The newest ${mostShown} are shown.`}</Text> : null}
      <SidePanel
        title="Activity Details: Sign-ins"
        isOpen={opened !== undefined}
        onClose={() => setOpen(undefined)}
        footer={
          opened === undefined ? undefined : (
            <CopyButton text={JSON.stringify(opened, null, 2)} label="Copy sign-in as JSON" />
          )
        }
      >
        {opened === undefined ? null : <Details signIn={opened} />}
      </SidePanel>
    </>
  )
}

const colors = { Success: 'success', Failure: 'danger', Interrupted: 'warning' } as const

const StatusBadge = ({ status }: { readonly status: SignInStatus }) => (
  <Badge appearance="tint" color={colors[status]}>
    {status}
  </Badge>
)

const Details = ({ signIn }: { readonly signIn: SignIn }) => (
  <>
    <Essentials
      facts={factsOf(signIn).map(({ name, value }) => ({
        name,
        value: name === 'Date' ? <Time at={value} /> : value,
        ...(/\bID$/.test(name) ? { copy: value } : {}),
      }))}
    />
    <JsonView label="Sign-in as JSON" value={signIn} />
  </>
)
