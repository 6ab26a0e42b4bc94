/** One event: who, what, where, how access control decided and why; and all of it as JSON. */
import { MessageBar, MessageBarActions, MessageBarBody, makeStyles, Tab, TabList } from '@fluentui/react-components'
import { useState } from 'react'
import { Essentials } from '../controls/essentials.js'
import { JsonView } from '../controls/json-view.js'
import { Link } from '../controls/link.js'
import { SidePanel } from '../controls/side-panel.js'
import { Time } from '../controls/time.js'
import { linkTo } from '../routing/route.js'
import {
  type Activity,
  callerText,
  causeOf,
  deciding,
  decisionOf,
  operationText,
  principalIdOf,
  statusText,
} from './activity.js'

export interface ActivityPanelProps {
  /** `undefined`: closed. */
  readonly activity: Activity | undefined
  readonly onClose: () => void
}

const useStyles = makeStyles({
  content: { display: 'grid', gap: '12px', paddingBlockStart: '12px', minInlineSize: 0 },
  cause: { overflowWrap: 'anywhere' },
})

export function ActivityPanel({ activity, onClose }: ActivityPanelProps) {
  return (
    <SidePanel
      title={activity === undefined ? 'Event' : operationText(activity)}
      isOpen={activity !== undefined}
      onClose={onClose}
    >
      {activity === undefined ? null : <Event activity={activity} />}
    </SidePanel>
  )
}

function Event({ activity }: { readonly activity: Activity }) {
  const styles = useStyles()
  const [tab, setTab] = useState('summary')
  return (
    <>
      <TabList aria-label="Event" selectedValue={tab} onTabSelect={(_, { value }) => setTab(String(value))}>
        <Tab value="summary">Summary</Tab>
        <Tab value="json">JSON</Tab>
      </TabList>
      <div className={styles.content} role="tabpanel" aria-label={tab === 'json' ? 'JSON' : 'Summary'}>
        {tab === 'json' ? <JsonView label="Event JSON" value={activity} /> : <Summary activity={activity} />}
      </div>
    </>
  )
}

function Summary({ activity }: { readonly activity: Activity }) {
  const styles = useStyles()
  const { authorization, resourceId, httpRequest, correlationId, eventTimestamp, level } = activity
  const decision = decisionOf(activity)
  const cause = causeOf(activity)
  const { roleAssignment, denyAssignment } = deciding(activity)
  const principalId = principalIdOf(activity)
  const action = authorization?.action ?? activity.operationName.value
  const scope = authorization?.scope ?? resourceId
  const canExplain = decision === 'denied' && principalId !== undefined && scope !== undefined
  return (
    <>
      {cause === undefined ? null : (
        <MessageBar
          intent={decision === 'denied' ? 'error' : decision === 'unenforced' ? 'warning' : 'success'}
          layout="multiline"
        >
          <MessageBarBody className={styles.cause}>{cause}</MessageBarBody>
          {canExplain ? (
            <MessageBarActions>
              <Link to={linkTo.view('explain', [], { principalId, action, scope })}>Explain this refusal</Link>
            </MessageBarActions>
          ) : null}
        </MessageBar>
      )}
      <Essentials
        facts={[
          { name: 'Operation name', value: operationText(activity) },
          { name: 'Action', value: action, copy: action },
          { name: 'Status', value: statusText(activity) },
          { name: 'Severity', value: level },
          { name: 'Time stamp', value: <Time at={eventTimestamp} /> },
          { name: 'Event initiated by', value: callerText(activity) },
          ...(principalId === undefined ? [] : [{ name: 'Object ID', value: principalId, copy: principalId }]),
          {
            name: 'Resource',
            value: resourceId === undefined ? undefined : <Link to={linkTo.resource(resourceId)}>{resourceId}</Link>,
            copy: resourceId,
          },
          ...(roleAssignment === undefined
            ? []
            : [{ name: 'Role assignment', value: roleAssignment, copy: roleAssignment }]),
          ...(denyAssignment === undefined
            ? []
            : [{ name: 'Deny assignment', value: denyAssignment, copy: denyAssignment }]),
          { name: 'Correlation ID', value: correlationId, copy: correlationId },
          ...(httpRequest?.method === undefined ? [] : [{ name: 'Method', value: httpRequest.method }]),
          ...(httpRequest?.clientIpAddress === undefined
            ? []
            : [{ name: 'Client address', value: httpRequest.clientIpAddress }]),
        ]}
      />
    </>
  )
}
