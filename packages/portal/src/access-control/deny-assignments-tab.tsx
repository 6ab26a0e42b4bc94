/** "Deny assignments": what is forbidden at the scope, whoever has which role. */
import { Body1, makeStyles, tokens } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useArmList } from '../api/queries.js'
import { CopyButton } from '../controls/copy-button.js'
import { DataGrid } from '../controls/data-grid.js'
import { Link } from '../controls/link.js'
import { linkTo } from '../routing/route.js'
import { linkWith, useRoute } from '../routing/use-route.js'
import { type DenyAssignment, type DenyPrincipal, denyApi, rbacPath } from './rbac-records.js'
import { labelOfPlace, placeOf } from './scope-words.js'
import { nameType, usePrincipals } from './use-principals.js'

const useStyles = makeStyles({
  help: { display: 'grid', gap: '8px', maxInlineSize: '720px' },
  command: { display: 'flex', alignItems: 'start', gap: '4px' },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    direction: 'ltr',
    overflowWrap: 'anywhere',
  },
})

/** Whom a deny assignment names, by their names. */
export function useDenyPrincipals(denies: readonly DenyAssignment[] | undefined) {
  const ids = useMemo(
    () =>
      denies?.flatMap(({ properties }) =>
        [...properties.principals, ...properties.excludePrincipals].map(({ id }) => id),
      ),
    [denies],
  )
  return usePrincipals(ids)
}

export const effectOf = ({ properties }: DenyAssignment): string =>
  properties.denyAssignmentEffect?.toLowerCase() === 'audit' ? 'Audit' : 'Deny'

export function DenyAssignmentsTab({ scope }: { readonly scope: string }) {
  const route = useRoute()
  const { data, error } = useArmList<DenyAssignment>(rbacPath.deniesAt(scope), denyApi)
  const principals = useDenyPrincipals(data)
  const names = (some: readonly DenyPrincipal[]) =>
    some.map(({ id, type }) => principals.of(id, type).name).join(', ') || 'None'
  const place = ({ properties }: DenyAssignment) => labelOfPlace(properties.scope, scope, nameType)
  return (
    <DataGrid
      label="Deny assignments"
      filterLabel="Search by name or principal"
      rows={principals.isReady ? data : undefined}
      error={error}
      keyOf={({ id }) => id}
      empty={<HowToMake scope={scope} />}
      columns={[
        {
          label: 'Name',
          text: ({ properties }) => properties.denyAssignmentName,
          render: ({ name, properties }) => (
            <Link to={linkWith(route, { deny: name })}>{properties.denyAssignmentName}</Link>
          ),
        },
        {
          label: 'Principals',
          text: ({ properties }) => names(properties.principals),
          render: ({ properties }) => names(properties.principals),
        },
        {
          label: 'Excluded principals',
          text: ({ properties }) => names(properties.excludePrincipals),
          render: ({ properties }) => names(properties.excludePrincipals),
          isMinor: true,
        },
        { label: 'Effect', text: effectOf, render: effectOf, isMinor: true },
        {
          label: 'Scope',
          text: place,
          render: (row) =>
            placeOf(row.properties.scope, scope) === 'here' || row.properties.scope === '/' ? (
              place(row)
            ) : (
              <Link to={linkTo.resource(row.properties.scope, 'users', { tab: 'denyassignments' })}>{place(row)}</Link>
            ),
        },
      ]}
    />
  )
}

function HowToMake({ scope }: { readonly scope: string }) {
  const styles = useStyles()
  const command = `az role deny-assignment create --name "No deletion" --scope "${scope}" --actions "*/delete" --assignee-object-id 00000000-0000-0000-0000-000000000000 --exclude-principals <object-id>`
  return (
    <span className={styles.help}>
      <Body1>No deny assignments found at this scope.</Body1>
      <Body1>
        A deny assignment forbids actions even to those whose role allows them. In Azure mostly managed applications and
        deployment stacks make them. In this cloud you can make one yourself, with Azure CLI or with PUT
        /_lazulite/deny-assignments/&#123;guid&#125; of the operations API.
      </Body1>
      <span className={styles.command}>
        <code className={styles.code}>{command}</code>
        <CopyButton text={command} label="Copy command" />
      </span>
    </span>
  )
}
