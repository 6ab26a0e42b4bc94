/** "Sign-in activity": who used the identity lately, as the sign-in log of the tenant has it. */
import { Text } from '@fluentui/react-components'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import { SignInTable } from '../../sign-in-log/sign-in-table.js'
import type { BladeProps } from '../define.js'
import { useIdentity } from './identity.js'

export default function SignIns({ resource }: BladeProps) {
  const { data, error } = useIdentity(resource.id)
  if (data === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  return (
    <>
      <Text block style={{ marginBlockEnd: 12 }}>
        Every token that was asked for in the name of this identity, by whichever resource it is attached to.
      </Text>
      <SignInTable
        who="Managed identity"
        question={{ kind: 'managedIdentity', servicePrincipalId: data.properties.principalId }}
      />
    </>
  )
}
