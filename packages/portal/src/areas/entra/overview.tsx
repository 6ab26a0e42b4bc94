/** Overview of the tenant: its names, and how much is in its directory. */
import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components'
import { useGraphList } from '../../api/queries.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Page } from '../../controls/page.js'
import { linkTo } from '../../routing/route.js'
import type { Application, DirectoryObject, Group, ServicePrincipal, User } from './directory-object.js'
import { isOfKind } from './principal-kinds.js'
import { primaryDomainOf, useOrganization } from './use-directory.js'

const useStyles = makeStyles({
  tiles: { display: 'flex', flexWrap: 'wrap', gap: '12px', padding: 0, marginBlock: '12px', listStyleType: 'none' },
  tile: {
    display: 'grid',
    gap: '4px',
    inlineSize: '150px',
    padding: '12px',
    boxSizing: 'border-box',
    textDecorationLine: 'none',
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
})

export default function Overview() {
  const styles = useStyles()
  const { organization, error } = useOrganization()
  const users = useGraphList<User>('/users')
  const groups = useGraphList<Group>('/groups')
  const applications = useGraphList<Application>('/applications')
  const principals = useGraphList<ServicePrincipal>('/servicePrincipals')
  const me = useGraphList<DirectoryObject>('/me/memberOf')
  const myRoles = me.data?.filter((object) => object['@odata.type'] === '#microsoft.graph.directoryRole')
  const count = (kind: string) => principals.data?.filter((one) => isOfKind(one, kind)).length
  const tiles = [
    { label: 'Users', count: users.data?.length, to: linkTo.view('entra', ['users']) },
    { label: 'Groups', count: groups.data?.length, to: linkTo.view('entra', ['groups']) },
    { label: 'Applications', count: applications.data?.length, to: linkTo.view('entra', ['applications']) },
    {
      label: 'Enterprise applications',
      count: count('enterprise'),
      to: linkTo.view('entra', ['enterprise-applications']),
    },
    {
      label: 'Managed identities',
      count: count('managedIdentity'),
      to: linkTo.view('entra', ['enterprise-applications'], { type: 'managedIdentity' }),
    },
  ]
  return (
    <Page title="Microsoft Entra ID" subtitle="Overview">
      {error === null ? null : <ErrorPanel error={error} />}
      <Subtitle2 as="h2">Basic information</Subtitle2>
      <Essentials
        facts={[
          { name: 'Name', value: organization?.displayName },
          { name: 'Tenant ID', value: organization?.id, copy: organization?.id },
          { name: 'Primary domain', value: primaryDomainOf(organization), copy: primaryDomainOf(organization) },
          { name: 'License', value: <Text italic>Not part of this cloud: licenses</Text> },
          {
            name: 'My roles',
            value: myRoles?.map(({ displayName }) => displayName).join(', ') || (myRoles && 'None'),
          },
        ]}
      />
      <Subtitle2 as="h2">What is in it</Subtitle2>
      <ul className={styles.tiles}>
        {tiles.map(({ label, count: number, to }) => (
          <li key={label}>
            <a className={styles.tile} href={to}>
              <Text size={200}>{label}</Text>
              <Text size={500} weight="semibold">
                {number ?? '-'}
              </Text>
            </a>
          </li>
        ))}
      </ul>
    </Page>
  )
}
