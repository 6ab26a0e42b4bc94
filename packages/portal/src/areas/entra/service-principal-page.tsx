/** An enterprise application or a managed identity: the principal that signs in and is given roles. */
import {
  AppsListRegular,
  DeleteRegular,
  PeopleRegular,
  PersonClockRegular,
  PersonKeyRegular,
  ShieldKeyholeRegular,
  ShieldPersonRegular,
} from '@fluentui/react-icons'
import { useGraph, useGraphList } from '../../api/queries.js'
import { parseResourceReference } from '../../api/resource-reference.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Time } from '../../controls/time.js'
import { linkTo } from '../../routing/route.js'
import { SignInTable } from '../../sign-in-log/sign-in-table.js'
import { byAppId } from './azure-links.js'
import { type DirectoryObject, nameOf, type ServicePrincipal } from './directory-object.js'
import { EnabledSwitch } from './enabled-switch.js'
import { ObjectFrame } from './object-frame.js'
import { PrincipalAssignments } from './principal-assignments.js'
import { describePrincipal, kindOfPrincipal, resourceOfIdentity } from './principal-kinds.js'
import { RelatedObjects } from './related-objects.js'
import type { ObjectPageProps } from './sections.js'
import { useDeletion } from './use-deletion.js'
import { useReasonAgainst } from './use-directory.js'

export default function ServicePrincipalPage({ id, blade }: ObjectPageProps) {
  const path = `/servicePrincipals/${id}`
  const { data: principal, error } = useGraph<ServicePrincipal>(path)
  const isIdentity = principal !== undefined && kindOfPrincipal(principal) === 'managedIdentity'
  return (
    <ObjectFrame
      {...{ section: 'enterprise-applications', id, blade, error }}
      noun={principal === undefined ? 'Enterprise application' : describePrincipal(principal)}
      name={principal === undefined ? undefined : nameOf(principal)}
      blades={[
        {
          ...{ id: 'overview', label: 'Properties', icon: AppsListRegular },
          content: principal === undefined ? null : <Properties principal={principal} path={path} />,
        },
        {
          ...{ id: 'owners', label: 'Owners', icon: PersonKeyRegular, group: 'Manage' },
          ...(isIdentity
            ? { unavailable: 'A managed identity has no owners: it belongs to its resource.' }
            : { content: <RelatedObjects label="Owners" path={`${path}/owners`} empty="No owners have been found" /> }),
        },
        {
          ...{ id: 'roles', label: 'Roles and administrators', icon: ShieldPersonRegular, group: 'Manage' },
          content: (
            <RelatedObjects
              label="Directory roles and groups"
              path={`${path}/memberOf`}
              empty="No roles and no groups"
            />
          ),
        },
        {
          ...{ id: 'permissions', label: 'Permissions', icon: PeopleRegular, group: 'Security' },
          content: <Permissions path={path} />,
        },
        {
          ...{ id: 'azure-role-assignments', label: 'Azure role assignments', icon: ShieldKeyholeRegular },
          ...{ group: 'Security', content: <PrincipalAssignments principalId={id} /> },
        },
        {
          ...{ id: 'sign-ins', label: 'Sign-in logs', icon: PersonClockRegular, group: 'Monitoring' },
          content: (
            <SignInTable
              who="Service principal"
              question={{ kind: isIdentity ? 'managedIdentity' : 'servicePrincipal', servicePrincipalId: id }}
            />
          ),
        },
      ]}
    />
  )
}

interface PropertiesProps {
  readonly principal: ServicePrincipal
  readonly path: string
}

function Properties({ principal, path }: PropertiesProps) {
  const { id, appId, createdDateTime, accountEnabled, servicePrincipalNames = [] } = principal
  const missingRight = useReasonAgainst('manageApplications')
  const kind = kindOfPrincipal(principal)
  const resourceId = resourceOfIdentity(principal)
  const resource = resourceId === undefined ? undefined : parseResourceReference(resourceId)
  const deletion = useDeletion({
    ...{ path, noun: 'enterprise application', name: nameOf(principal), section: 'enterprise-applications' },
    consequence: 'Nothing will be able to sign in as it in this tenant. Its registration stays.',
  })
  const notDeletable = {
    managedIdentity: 'A managed identity goes with its resource.',
    microsoft: 'Applications of Microsoft cannot be deleted.',
    enterprise: undefined,
  }[kind]
  const copied = (name: string, value: string) => ({ name, value, copy: value })
  return (
    <>
      <CommandBar
        commands={[
          { label: 'Delete', icon: DeleteRegular, reason: notDeletable ?? missingRight, onClick: deletion.ask },
        ]}
      />
      {deletion.parts}
      <Essentials
        facts={[
          { name: 'Name', value: nameOf(principal) },
          { name: 'Type', value: describePrincipal(principal) },
          copied('Application ID', appId),
          copied('Object ID', id),
          { name: 'Created', value: <Time at={createdDateTime} /> },
          { name: 'Service principal names', value: servicePrincipalNames.join(' ') },
          ...(resource === undefined
            ? []
            : [{ name: 'Azure resource', value: <Link to={linkTo.resource(resource.id)}>{resource.name}</Link> }]),
          ...(kind === 'enterprise'
            ? [
                {
                  name: 'App registration',
                  value: (
                    <Link to={linkTo.view('entra', ['applications', `${byAppId}${appId}`])}>{nameOf(principal)}</Link>
                  ),
                },
              ]
            : []),
        ]}
      />
      <EnabledSwitch
        label={kind === 'managedIdentity' ? 'Enabled to get tokens?' : 'Enabled for users to sign-in?'}
        path={path}
        name={nameOf(principal)}
        isEnabled={accountEnabled !== false}
        reason={kind === 'microsoft' ? 'Applications of Microsoft stay enabled.' : missingRight}
      />
    </>
  )
}

interface AppRoleAssignment extends DirectoryObject {
  readonly resourceId: string
  readonly resourceDisplayName?: string | null
  readonly appRoleId: string
}

/** App roles of other applications that this one was given. */
function Permissions({ path }: { readonly path: string }) {
  const { data, error } = useGraphList<AppRoleAssignment>(`${path}/appRoleAssignments`)
  const principals = useGraphList<ServicePrincipal>('/servicePrincipals')
  const roleOf = ({ resourceId, appRoleId }: AppRoleAssignment) =>
    principals.data?.find(({ id }) => id === resourceId)?.appRoles?.find(({ id }) => id === appRoleId)?.value ??
    appRoleId
  return (
    <DataGrid
      label="Permissions"
      rows={data}
      error={error}
      keyOf={({ id }) => id}
      empty="No application permissions were granted"
      columns={[
        { label: 'API', text: (row) => row.resourceDisplayName ?? '', render: (row) => row.resourceDisplayName ?? '-' },
        { label: 'Permission', text: roleOf, render: roleOf },
        { label: 'Type', render: () => 'Application' },
      ]}
    />
  )
}
