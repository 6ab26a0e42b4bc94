/** The tab "Review + assign": what will be done, and after the click what became of each member. */
import { MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components'
import { DataGrid } from '../../controls/data-grid.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import type { Member } from './member.js'

/** By object id. */
export interface Outcomes {
  readonly added: ReadonlySet<string>
  readonly failed: ReadonlyMap<string, Error>
}

export const noOutcomes: Outcomes = { added: new Set(), failed: new Map() }

const useStyles = makeStyles({
  condition: {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    direction: 'ltr',
    textAlign: 'left',
  },
  heading: { marginBlock: '0 4px' },
  failures: { marginBlockStart: '16px', display: 'grid', gap: '4px' },
})

export interface ReviewStepProps {
  readonly roleName: string | undefined
  readonly scope: string
  readonly members: readonly Member[]
  readonly condition: string | undefined
  readonly description: string
  readonly outcomes: Outcomes
  /** Where the assignments of the scope are listed. */
  readonly listLink: string
}

export function ReviewStep(props: ReviewStepProps) {
  const { roleName, scope, members, condition, description, outcomes, listLink } = props
  const styles = useStyles()
  const hasOutcome = outcomes.added.size + outcomes.failed.size > 0
  const statusOf = ({ principalId }: Member) =>
    outcomes.added.has(principalId) ? 'Added' : outcomes.failed.has(principalId) ? 'Failed' : '-'
  const failures = members.flatMap((member) => {
    const error = outcomes.failed.get(member.principalId)
    return error === undefined ? [] : [{ member, error }]
  })
  return (
    <>
      <Essentials
        facts={[
          { name: 'Role', value: roleName },
          { name: 'Scope', value: scope, copy: scope },
          {
            name: 'Condition',
            value: condition === undefined ? 'None' : <span className={styles.condition}>{condition}</span>,
          },
          { name: 'Description', value: description.trim() === '' ? 'None' : description.trim() },
        ]}
      />
      <Text as="h2" size={300} weight="semibold" block className={styles.heading}>
        Members
      </Text>
      <DataGrid
        label="Members"
        rows={members}
        keyOf={({ principalId }) => principalId}
        empty="No members selected"
        columns={[
          { label: 'Name', text: ({ name }) => name, render: ({ name }) => name },
          {
            label: 'Object ID',
            text: ({ principalId }) => principalId,
            render: ({ principalId }) => principalId,
            isMinor: true,
          },
          { label: 'Type', text: ({ kind }) => kind, render: ({ kind }) => kind },
          ...(hasOutcome ? [{ label: 'Status', text: statusOf, render: statusOf }] : []),
        ]}
      />
      {failures.length === 0 ? null : (
        <div className={styles.failures}>
          {failures.map(({ member, error }) => (
            <section key={member.principalId} aria-label={`Not added: ${member.name}`}>
              <Text weight="semibold">{`${member.name} was not added`}</Text>
              <ErrorPanel error={error} />
            </section>
          ))}
          {outcomes.added.size === 0 ? null : (
            <MessageBar intent="info" layout="multiline">
              <MessageBarBody>
                The other members have the role now: <Link to={listLink}>see the role assignments</Link>. "Review +
                assign" tries those that failed again.
              </MessageBarBody>
            </MessageBar>
          )}
        </div>
      )}
    </>
  )
}
