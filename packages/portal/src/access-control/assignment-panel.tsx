/** One role assignment: who, what, where, since when, under which condition. */
import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useMemo, useState } from 'react'
import { usePermission } from '../api/access.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { Essentials } from '../controls/essentials.js'
import { GatedButton } from '../controls/gated-button.js'
import { JsonView } from '../controls/json-view.js'
import { Link } from '../controls/link.js'
import { Loading } from '../controls/loading.js'
import { SidePanel } from '../controls/side-panel.js'
import { Time } from '../controls/time.js'
import { linkTo } from '../routing/route.js'
import { linkWith, useRoute } from '../routing/use-route.js'
import { type AssignmentRow, lockOf } from './assignment-rows.js'
import { unassignAction } from './iam-commands.js'
import { PrincipalKind } from './principal-label.js'
import { RemoveDialog, useRemoval } from './remove-assignments.js'
import { useAssignmentsAt } from './use-access-data.js'
import { usePrincipals } from './use-principals.js'

const useStyles = makeStyles({
  section: { marginBlockStart: '16px' },
  heading: { marginBlock: '0 4px' },
  condition: {
    margin: 0,
    padding: '12px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    direction: 'ltr',
    backgroundColor: tokens.colorNeutralBackground3,
  },
})

interface AssignmentPanelProps {
  readonly scope: string
  /** GUID. */
  readonly name: string
  readonly onClose: () => void
}

export function AssignmentPanel({ scope, name, onClose }: AssignmentPanelProps) {
  const { rows, error } = useAssignmentsAt(scope)
  const remove = usePermission(scope, unassignAction)
  const removal = useRemoval()
  const [isAsking, setIsAsking] = useState(false)
  const row = rows?.find(({ assignment }) => assignment.name.toLowerCase() === name.toLowerCase())
  return (
    <SidePanel
      title="Role assignment"
      isOpen
      onClose={onClose}
      footer={
        <GatedButton
          reason={row === undefined ? 'There is nothing to remove.' : (lockOf(row) ?? remove.reason)}
          onClick={() => setIsAsking(true)}
        >
          Remove
        </GatedButton>
      }
    >
      {error === null ? null : <ErrorPanel error={error} />}
      {removal.error === null ? null : <ErrorPanel error={removal.error} />}
      {rows === undefined && error === null ? <Loading /> : null}
      {rows !== undefined && row === undefined ? 'This role assignment does not exist any more.' : null}
      {row === undefined ? null : <Details row={row} />}
      <RemoveDialog
        rows={isAsking && row !== undefined ? [row] : []}
        onClose={() => setIsAsking(false)}
        onConfirm={async (wanted) => {
          if ((await removal.start(wanted)) !== undefined) onClose()
        }}
      />
    </SidePanel>
  )
}

function Details({ row }: { readonly row: AssignmentRow }) {
  const styles = useStyles()
  const route = useRoute()
  const { assignment, principal, roleName, roleGuid, placeLabel, place } = row
  const { createdBy, createdOn, updatedOn, description, condition, scope } = assignment.properties
  const authors = usePrincipals(useMemo(() => (createdBy ? [createdBy] : []), [createdBy]))
  return (
    <>
      <Essentials
        facts={[
          { name: 'Name', value: principal.name },
          { name: 'Type', value: <PrincipalKind principal={principal} /> },
          ...(principal.detail === undefined
            ? []
            : [{ name: principal.type === 'User' ? 'User principal name' : 'Details', value: principal.detail }]),
          { name: 'Object ID', value: principal.principalId, copy: principal.principalId },
          { name: 'Role', value: <Link to={linkWith(route, { roleview: roleGuid })}>{roleName}</Link> },
          {
            name: 'Scope',
            value:
              place === 'here' ? (
                placeLabel
              ) : scope === '/' ? (
                placeLabel
              ) : (
                <Link to={linkTo.resource(scope, 'users', { tab: 'roleassignments' })}>{placeLabel}</Link>
              ),
            copy: scope,
          },
          { name: 'Description', value: description ?? undefined },
          { name: 'Created on', value: <Time at={createdOn} /> },
          { name: 'Created by', value: createdBy ? authors.of(createdBy).name : undefined },
          { name: 'Updated on', value: <Time at={updatedOn} /> },
          { name: 'Role assignment ID', value: assignment.name, copy: assignment.id },
        ]}
      />
      <section className={styles.section}>
        <Subtitle2 as="h3" block className={styles.heading}>
          Condition
        </Subtitle2>
        {condition ? <pre className={styles.condition}>{condition}</pre> : 'None'}
      </section>
      <section className={styles.section}>
        <Subtitle2 as="h3" block className={styles.heading}>
          JSON
        </Subtitle2>
        <JsonView label="Role assignment JSON" value={assignment} />
      </section>
    </>
  )
}
