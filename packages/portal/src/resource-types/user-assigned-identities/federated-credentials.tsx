/** "Federated credentials" of a user-assigned identity, each a resource below it. */
import { usePermission } from '../../api/access.js'
import { useArmList } from '../../api/queries.js'
import {
  CredentialList,
  type ListedCredential,
  type SavedCredential,
} from '../../federated-credentials/credential-list.js'
import { useOperation } from '../../notifications/use-operation.js'
import type { BladeProps } from '../define.js'
import { userAssignedIdentities } from './description.js'

interface CredentialResource {
  readonly id: string
  readonly name: string
  readonly properties: { readonly issuer: string; readonly subject: string; readonly audiences: readonly string[] }
}

const { type, apiVersion } = userAssignedIdentities

export default function FederatedCredentials({ resource }: BladeProps) {
  const path = `${resource.id}/federatedIdentityCredentials`
  const { data, error } = useArmList<CredentialResource>(path, { apiVersion })
  const mayWrite = usePermission(resource.id, `${type}/federatedIdentityCredentials/write`)
  const mayDelete = usePermission(resource.id, `${type}/federatedIdentityCredentials/delete`)
  const save = useOperation<SavedCredential, unknown>({
    title: ({ name, id }) => `${id === undefined ? 'Adding' : 'Updating'} federated credential ${name}`,
    success: ({ name }) => `${resource.name} trusts the tokens of ${name}`,
    run: (client, { name, issuer, subject, audience }) =>
      client.armOperation(`${path}/${name}`, {
        ...{ method: 'PUT', apiVersion },
        body: { properties: { issuer, subject, audiences: [audience] } },
      }),
  })
  const remove = useOperation<ListedCredential, unknown>({
    title: ({ name }) => `Deleting federated credential ${name}`,
    success: ({ name }) => `Deleted federated credential ${name}`,
    run: (client, { name }) => client.armOperation(`${path}/${name}`, { method: 'DELETE', apiVersion }),
  })
  return (
    <CredentialList
      noun="identity"
      credentials={data?.map(({ id, name, properties: { issuer, subject, audiences } }) => ({
        ...{ id, name, issuer, subject },
        audience: audiences[0] ?? '',
      }))}
      error={error}
      save={save}
      remove={remove}
      saveReason={mayWrite.reason}
      removeReason={mayDelete.reason}
    />
  )
}
