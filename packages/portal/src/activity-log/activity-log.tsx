/** "Activity log": who did what, where and when, and how access control decided; filters and the open row are in the link. */
import { Dropdown, Field, Link as FluentLink, makeStyles, Option, Switch } from '@fluentui/react-components'
import { useMemo, useState } from 'react'
import { useArmList, useOperationsApi } from '../api/queries.js'
import { CommandBar } from '../controls/command-bar.js'
import { DataGrid } from '../controls/data-grid.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { Time } from '../controls/time.js'
import { useRefreshCommand } from '../controls/use-refresh.js'
import { useRouteParameter } from '../routing/use-route.js'
import {
  type Activity,
  type ActivityScope,
  activityPath,
  arrangeActivities,
  callerText,
  choices,
  operationText,
  severities,
  statusText,
  timespans,
  usualTimespan,
} from './activity.js'
import { ActivityPanel } from './activity-panel.js'
import { type AuditEvent, mostEvents, readsOf } from './audit-events.js'
import { DecisionText } from './decision-text.js'

const useStyles = makeStyles({
  filters: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(200px, 100%), 1fr))',
    gap: '8px 16px',
    alignItems: 'end',
    marginBlockEnd: '12px',
  },
  choice: { minWidth: 0 },
  operation: { textAlign: 'start' },
})

const apiVersion = '2015-04-01'
const hour = 3_600_000
/** Milliseconds: the end of the timespan lies ahead, so that what happens while the page is open is in it. */
const ahead = 24 * hour

export function ActivityLog({ scope }: { readonly scope: ActivityScope }) {
  const styles = useStyles()
  const [timespan = usualTimespan, setTimespan] = useRouteParameter('timespan')
  const [severity, setSeverity] = useRouteParameter('severity')
  const [operation, setOperation] = useRouteParameter('operation')
  const [caller, setCaller] = useRouteParameter('initiatedBy')
  const [reads, setReads] = useRouteParameter('reads')
  const [opened, open] = useRouteParameter('event')
  const hours = timespans.find(({ id }) => id === timespan)?.hours ?? 6
  // one question while the page is open: a moment that moved on with every look would be another each time
  const [now] = useState(Date.now)
  const since = now - hours * hour
  const { data, error, isFetching } = useArmList<Activity>(activityPath(scope, { since, until: now + ahead }), {
    apiVersion,
  })
  const events = useOperationsApi<{ readonly value: readonly AuditEvent[] }>(
    reads === 'true' ? `/events?limit=${mostEvents}` : undefined,
  )
  const refresh = useRefreshCommand()
  const all = useMemo(
    () => (data === undefined ? undefined : [...data, ...readsOf(events.data?.value ?? [], { scope, since })]),
    [data, events.data, scope, since],
  )
  const rows = all === undefined ? undefined : arrangeActivities(all, { severity, operation, caller })
  const selected = all?.find(({ eventDataId }) => eventDataId === opened)
  return (
    <>
      <CommandBar commands={[refresh]} />
      <div className={styles.filters}>
        <Choice
          label="Timespan"
          value={timespan}
          options={timespans.map(({ id, label }) => ({ value: id, text: label }))}
          onChange={(value) => setTimespan(value === usualTimespan ? undefined : value)}
        />
        <Choice
          label="Event severity"
          value={severity}
          options={asOptions(severities)}
          all="All"
          onChange={setSeverity}
        />
        <Choice
          label="Operation"
          value={operation}
          options={asOptions(choices(all ?? [], operationText))}
          all="All"
          onChange={setOperation}
        />
        <Choice
          label="Event initiated by"
          value={caller}
          options={asOptions(choices(all ?? [], callerText))}
          all="All"
          onChange={setCaller}
        />
        <Switch
          label="Include reads"
          checked={reads === 'true'}
          onChange={(_, { checked }) => setReads(checked ? 'true' : undefined)}
        />
      </div>
      {events.error === null ? null : <ErrorPanel error={events.error} />}
      <DataGrid
        label="Activity log"
        filterLabel="Quick search"
        rows={rows}
        error={error}
        keyOf={({ eventDataId }) => eventDataId}
        empty={isFetching ? 'Looking for events' : 'No events to display: nothing was changed or refused in this time.'}
        columns={[
          {
            label: 'Operation name',
            text: operationText,
            render: (row) => (
              <FluentLink as="button" className={styles.operation} onClick={() => open(row.eventDataId)}>
                {operationText(row)}
              </FluentLink>
            ),
          },
          { label: 'Status', text: statusText, render: statusText },
          {
            label: 'Time',
            text: ({ eventTimestamp }) => eventTimestamp,
            render: ({ eventTimestamp }) => <Time at={eventTimestamp} />,
          },
          { label: 'Event initiated by', text: callerText, render: callerText },
          {
            label: 'Decision',
            text: (row) => String(row.properties?.decision ?? ''),
            render: (row) => <DecisionText activity={row} />,
          },
          { label: 'Resource', text: resourceText, render: resourceText, isMinor: true },
        ]}
      />
      <ActivityPanel activity={selected} onClose={() => open(undefined)} />
    </>
  )
}

const resourceText = ({ resourceId }: Activity): string => resourceId?.split('/').at(-1) ?? ''

interface Choosable {
  readonly value: string
  readonly text: string
}

const asOptions = (texts: readonly string[]): readonly Choosable[] => texts.map((text) => ({ value: text, text }))

interface ChoiceProps {
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly Choosable[]
  /** Text of the choice that filters nothing. */
  readonly all?: string
  readonly onChange: (value: string | undefined) => void
}

function Choice({ label, value, options, all, onChange }: ChoiceProps) {
  const styles = useStyles()
  const offered = all === undefined ? options : [{ value: '', text: all }, ...options]
  return (
    <Field label={label}>
      <Dropdown
        className={styles.choice}
        value={offered.find((one) => one.value === (value ?? ''))?.text ?? value ?? ''}
        selectedOptions={[value ?? '']}
        onOptionSelect={(_, { optionValue }) => onChange(optionValue === '' ? undefined : optionValue)}
      >
        {offered.map((one) => (
          <Option key={one.value} value={one.value}>
            {one.text}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}
