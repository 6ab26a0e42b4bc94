/** One deny assignment: what it forbids, to whom, and who is excluded. */
import { makeStyles, Subtitle2 } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useArmList } from '../api/queries.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { Essentials } from '../controls/essentials.js'
import { JsonView } from '../controls/json-view.js'
import { Loading } from '../controls/loading.js'
import { SidePanel } from '../controls/side-panel.js'
import { effectOf, useDenyPrincipals } from './deny-assignments-tab.js'
import { PermissionTable } from './permission-table.js'
import { PrincipalLabel } from './principal-label.js'
import { type DenyAssignment, type DenyPrincipal, denyApi, rbacPath } from './rbac-records.js'
import { labelOfPlace } from './scope-words.js'
import { nameType } from './use-principals.js'

const useStyles = makeStyles({ section: { marginBlockStart: '16px' } })

interface DenyPanelProps {
  readonly scope: string
  /** GUID. */
  readonly name: string
  readonly onClose: () => void
}

export function DenyPanel({ scope, name, onClose }: DenyPanelProps) {
  const styles = useStyles()
  const { data, error } = useArmList<DenyAssignment>(rbacPath.deniesAt(scope), denyApi)
  const deny = useMemo(() => data?.find((one) => one.name.toLowerCase() === name.toLowerCase()), [data, name])
  const principals = useDenyPrincipals(useMemo(() => (deny === undefined ? undefined : [deny]), [deny]))
  const list = (some: readonly DenyPrincipal[]) =>
    some.length === 0
      ? 'None'
      : some.map(({ id, type }) => <PrincipalLabel key={id} principal={principals.of(id, type)} />)
  return (
    <SidePanel title={deny?.properties.denyAssignmentName ?? 'Deny assignment'} isOpen onClose={onClose} size="large">
      {error === null ? null : <ErrorPanel error={error} />}
      {data === undefined && error === null ? <Loading /> : null}
      {data !== undefined && deny === undefined ? 'This deny assignment does not exist any more.' : null}
      {deny === undefined ? null : (
        <>
          <Essentials
            facts={[
              { name: 'Description', value: deny.properties.description ?? undefined },
              {
                name: 'Scope',
                value: labelOfPlace(deny.properties.scope, scope, nameType),
                copy: deny.properties.scope,
              },
              { name: 'Effect', value: effectOf(deny) },
              { name: 'Principals', value: list(deny.properties.principals) },
              { name: 'Excluded principals', value: list(deny.properties.excludePrincipals) },
              { name: 'Applies to children', value: deny.properties.doNotApplyToChildScopes ? 'No' : 'Yes' },
              { name: 'System protected', value: deny.properties.isSystemProtected ? 'Yes' : 'No' },
              { name: 'Condition', value: deny.properties.condition ?? 'None' },
              { name: 'Deny assignment ID', value: deny.name, copy: deny.id },
            ]}
          />
          <section className={styles.section}>
            <Subtitle2 as="h3" block>
              Denied permissions
            </Subtitle2>
            <PermissionTable label="Denied permissions" permissions={deny.properties.permissions} />
          </section>
          <section className={styles.section}>
            <Subtitle2 as="h3" block>
              JSON
            </Subtitle2>
            <JsonView label="Deny assignment JSON" value={deny} />
          </section>
        </>
      )}
    </SidePanel>
  )
}
