/** "API permissions" and "Expose an API": what an application asks for and what it offers, to be read. */
import { Subtitle2, Text } from '@fluentui/react-components'
import { useGraphList } from '../../api/queries.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Essentials } from '../../controls/essentials.js'
import type { Application, ServicePrincipal } from './directory-object.js'
import { nameOf } from './directory-object.js'

const changes = 'To change this: az ad app update, az ad app permission.'

export function ApiPermissions({ application }: { readonly application: Application }) {
  const principals = useGraphList<ServicePrincipal>('/servicePrincipals')
  const rows = (application.requiredResourceAccess ?? []).flatMap(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map(({ id, type }) => {
      const api = principals.data?.find(({ appId }) => appId === resourceAppId)
      const role = api?.appRoles?.find((one) => one.id === id)
      return {
        key: `${resourceAppId} ${id}`,
        api: api === undefined ? resourceAppId : nameOf(api),
        name: role?.value ?? id,
        type,
      }
    }),
  )
  return (
    <>
      <Text block style={{ marginBlockEnd: 12 }}>
        {changes}
      </Text>
      <DataGrid
        label="Configured permissions"
        rows={principals.isPending ? undefined : rows}
        error={principals.error}
        keyOf={({ key }) => key}
        empty="No permissions added"
        columns={[
          { label: 'API', text: ({ api }) => api, render: ({ api }) => api },
          { label: 'Permission', text: ({ name }) => name, render: ({ name }) => name },
          {
            label: 'Type',
            text: ({ type }) => type,
            render: ({ type }) => (type === 'Role' ? 'Application' : 'Delegated'),
          },
        ]}
      />
    </>
  )
}

export function ExposedApi({ application }: { readonly application: Application }) {
  const { identifierUris = [], api, appRoles = [] } = application
  const scopes = api?.oauth2PermissionScopes ?? []
  const uri = identifierUris[0]
  return (
    <>
      <Essentials facts={[{ name: 'Application ID URI', value: uri, copy: uri }]} />
      <Text block style={{ marginBlockEnd: 12 }}>
        {changes}
      </Text>
      <Subtitle2 as="h2">Scopes defined by this API</Subtitle2>
      <DataGrid
        label="Scopes"
        rows={scopes}
        keyOf={({ id }) => id}
        empty="No scopes have been defined"
        columns={[
          { label: 'Scope', text: ({ value }) => value ?? '', render: ({ value, id }) => value ?? id },
          { label: 'Name', render: ({ adminConsentDisplayName }) => adminConsentDisplayName ?? '-' },
          { label: 'State', render: ({ isEnabled }) => (isEnabled === false ? 'Disabled' : 'Enabled') },
        ]}
      />
      <Subtitle2 as="h2">App roles</Subtitle2>
      <DataGrid
        label="App roles"
        rows={appRoles}
        keyOf={({ id }) => id}
        empty="No app roles have been defined"
        columns={[
          { label: 'Display name', text: nameOf, render: nameOf },
          { label: 'Value', render: ({ value }) => value ?? '-' },
          { label: 'Allowed member types', render: ({ allowedMemberTypes = [] }) => allowedMemberTypes.join(', ') },
        ]}
      />
    </>
  )
}
