/** An application's registration: its ids, its secrets, what it trusts, what it offers, who owns it. */
import {
  CodeRegular,
  DeleteRegular,
  InfoRegular,
  KeyRegular,
  LinkRegular,
  PersonKeyRegular,
  PlugConnectedRegular,
} from '@fluentui/react-icons'
import { useGraph, useGraphList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Time } from '../../controls/time.js'
import { linkTo } from '../../routing/route.js'
import { usePerson } from '../../session/session-context.js'
import { ApplicationCredentials } from './application-credentials.js'
import { ApiPermissions, ExposedApi } from './application-interface.js'
import { byAppId } from './azure-links.js'
import { type Application, type DirectoryObject, nameOf, type ServicePrincipal } from './directory-object.js'
import { ObjectFrame } from './object-frame.js'
import { RelatedObjects } from './related-objects.js'
import type { ObjectPageProps } from './sections.js'
import { useDeletion } from './use-deletion.js'
import { useReasonAgainst } from './use-directory.js'

/** Links of Azure's own name an application by its client id. */
const pathOf = (id: string): string =>
  id.startsWith(byAppId) ? `/applications(appId='${id.slice(byAppId.length)}')` : `/applications/${id}`

export default function ApplicationPage({ id, blade }: ObjectPageProps) {
  const me = usePerson()
  const path = pathOf(id)
  const { data: application, error } = useGraph<Application>(path)
  const owners = useGraphList<DirectoryObject>(`${path}/owners`)
  const isOwner = owners.data?.some((owner) => owner.id === me.principalId)
  // nothing is greyed before the owners are known
  const reason = useReasonAgainst('manageApplications', { isOwner: isOwner ?? true })
  return (
    <ObjectFrame
      {...{ section: 'applications', id, blade, error, noun: 'Application' }}
      name={application === undefined ? undefined : nameOf(application)}
      blades={
        application === undefined
          ? []
          : [
              {
                ...{ id: 'overview', label: 'Overview', icon: InfoRegular },
                content: <ApplicationOverview application={application} reason={reason} />,
              },
              {
                ...{ id: 'credentials', label: 'Certificates & secrets', icon: KeyRegular, group: 'Manage' },
                content: <ApplicationCredentials application={application} path={path} reason={reason} />,
              },
              {
                ...{ id: 'api-permissions', label: 'API permissions', icon: PlugConnectedRegular, group: 'Manage' },
                content: <ApiPermissions application={application} />,
              },
              {
                ...{ id: 'expose-an-api', label: 'Expose an API', icon: CodeRegular, group: 'Manage' },
                content: <ExposedApi application={application} />,
              },
              {
                ...{ id: 'authentication', label: 'Authentication', icon: LinkRegular, group: 'Manage' },
                content: <RedirectUris application={application} />,
              },
              {
                ...{ id: 'owners', label: 'Owners', icon: PersonKeyRegular, group: 'Manage' },
                content: (
                  <RelatedObjects
                    label="Owners"
                    path={`${path}/owners`}
                    empty="No owners have been found"
                    change={{
                      ...{ addLabel: 'Add owners', removeLabel: 'Remove owners', reason },
                      kinds: ['users'],
                      add: (owner) => ({ path: `${path}/owners/$ref`, referred: owner.id }),
                      removePath: (owner) => `${path}/owners/${owner.id}/$ref`,
                    }}
                  />
                ),
              },
            ]
      }
    />
  )
}

interface OverviewProps {
  readonly application: Application
  readonly reason: string | undefined
}

function ApplicationOverview({ application, reason }: OverviewProps) {
  const { id, appId, createdDateTime, passwordCredentials = [], keyCredentials = [] } = application
  const { tenantId } = usePerson()
  const filter = encodeURIComponent(`appId eq '${appId}'`)
  const principals = useGraphList<ServicePrincipal>(`/servicePrincipals?$filter=${filter}`)
  const principal = principals.data?.[0]
  const deletion = useDeletion({
    ...{ path: `/applications/${id}`, noun: 'application', name: nameOf(application), section: 'applications' },
    consequence: 'Its service principal goes with it: nothing will be able to sign in as this application any more.',
  })
  const copied = (name: string, value: string) => ({ name, value, copy: value })
  return (
    <>
      <CommandBar commands={[{ label: 'Delete', icon: DeleteRegular, reason, onClick: deletion.ask }]} />
      {deletion.parts}
      <Essentials
        facts={[
          { name: 'Display name', value: nameOf(application) },
          copied('Application (client) ID', appId),
          copied('Object ID', id),
          copied('Directory (tenant) ID', tenantId),
          { name: 'Supported account types', value: 'My organization only' },
          {
            name: 'Client credentials',
            value: (
              <Link to={linkTo.view('entra', ['applications', id, 'credentials'])}>
                {`${keyCredentials.length} certificate, ${passwordCredentials.length} secret`}
              </Link>
            ),
          },
          {
            name: 'Managed application in local directory',
            value:
              principal === undefined ? undefined : (
                <Link to={linkTo.view('entra', ['enterprise-applications', principal.id])}>{nameOf(principal)}</Link>
              ),
          },
          { name: 'Created on', value: <Time at={createdDateTime} /> },
        ]}
      />
    </>
  )
}

function RedirectUris({ application: { web, spa, publicClient } }: { readonly application: Application }) {
  const textOf = (uris: readonly string[] = []) => uris.join(' ')
  return (
    <Essentials
      facts={[
        { name: 'Web', value: textOf(web?.redirectUris) },
        { name: 'Single-page application', value: textOf(spa?.redirectUris) },
        { name: 'Mobile and desktop', value: textOf(publicClient?.redirectUris) },
      ]}
    />
  )
}
