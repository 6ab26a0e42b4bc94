/** "Azure role assignments": what this identity may do in the subscription. */
import { AssignmentsOfPrincipal } from '../../access-control/assignments-of-principal.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import type { BladeProps } from '../define.js'
import { useIdentity } from './identity.js'

export default function RoleAssignments({ resource }: BladeProps) {
  const { data, error } = useIdentity(resource.id)
  if (data === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  const { subscriptionId = '' } = resource
  return <AssignmentsOfPrincipal principalId={data.properties.principalId} subscriptionId={subscriptionId} />
}
