/** "Certificates & secrets": how an application proves itself. Three tabs, as Azure's page has them. */
import { makeStyles, Tab, TabList } from '@fluentui/react-components'
import { useGraphList } from '../../api/queries.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Time } from '../../controls/time.js'
import {
  CredentialList,
  type ListedCredential,
  type SavedCredential,
} from '../../federated-credentials/credential-list.js'
import { useOperation } from '../../notifications/use-operation.js'
import { useRouteParameter } from '../../routing/use-route.js'
import { ApplicationSecrets } from './application-secrets.js'
import type { Application } from './directory-object.js'

const useStyles = makeStyles({ tabs: { flexWrap: 'wrap', marginBlockEnd: '12px' } })

export interface ApplicationCredentialsProps {
  readonly application: Application
  /** Of Microsoft Graph. */
  readonly path: string
  readonly reason: string | undefined
}

export function ApplicationCredentials({ application, path, reason }: ApplicationCredentialsProps) {
  const styles = useStyles()
  const [tab = 'secrets', setTab] = useRouteParameter('tab')
  const { keyCredentials = [], passwordCredentials = [] } = application
  return (
    <>
      <TabList
        className={styles.tabs}
        aria-label="Certificates & secrets"
        selectedValue={tab}
        onTabSelect={(_, { value }) => setTab(String(value))}
      >
        <Tab value="certificates">{`Certificates (${keyCredentials.length})`}</Tab>
        <Tab value="secrets">{`Client secrets (${passwordCredentials.length})`}</Tab>
        <Tab value="federated">Federated credentials</Tab>
      </TabList>
      {tab === 'certificates' ? (
        <DataGrid
          label="Certificates"
          rows={keyCredentials}
          keyOf={({ keyId }) => keyId}
          empty="No certificates have been added for this application."
          columns={[
            { label: 'Thumbprint', render: ({ customKeyIdentifier }) => customKeyIdentifier ?? '-' },
            { label: 'Description', render: ({ displayName }) => displayName ?? '-' },
            { label: 'Expires', render: ({ endDateTime }) => <Time at={endDateTime ?? undefined} /> },
            { label: 'Certificate ID', render: ({ keyId }) => keyId, isMinor: true },
          ]}
        />
      ) : tab === 'federated' ? (
        <ApplicationFederation path={path} reason={reason} />
      ) : (
        <ApplicationSecrets secrets={passwordCredentials} path={path} reason={reason} />
      )}
    </>
  )
}

interface GraphCredential {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly subject: string
  readonly audiences: readonly string[]
}

function ApplicationFederation({ path, reason }: Omit<ApplicationCredentialsProps, 'application'>) {
  const list = `${path}/federatedIdentityCredentials`
  const { data, error } = useGraphList<GraphCredential>(list)
  const save = useOperation<SavedCredential, unknown>({
    title: ({ name, id }) => `${id === undefined ? 'Adding' : 'Updating'} federated credential ${name}`,
    success: ({ name }) => `Saved federated credential ${name}`,
    run(client, { id, name, issuer, subject, audience }) {
      const body = { issuer, subject, audiences: [audience] }
      return id === undefined
        ? client.graph(list, { method: 'POST', body: { name, ...body } })
        : client.graph(`${list}/${id}`, { method: 'PATCH', body })
    },
  })
  const remove = useOperation<ListedCredential, unknown>({
    title: ({ name }) => `Deleting federated credential ${name}`,
    success: ({ name }) => `Deleted federated credential ${name}`,
    run: (client, { id }) => client.graph(`${list}/${id}`, { method: 'DELETE' }),
  })
  return (
    <CredentialList
      noun="application"
      credentials={data?.map(({ audiences, ...rest }) => ({ ...rest, audience: audiences[0] ?? '' }))}
      {...{ error, save, remove, saveReason: reason, removeReason: reason }}
    />
  )
}
