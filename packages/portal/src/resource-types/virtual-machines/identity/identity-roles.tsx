/** "Azure role assignments" of a resource's system-assigned identity. */
import { AddRegular, ArrowClockwiseRegular } from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { AssignmentsOfPrincipal } from '../../../access-control/assignments-of-principal.js'
import { CommandBar } from '../../../controls/command-bar.js'
import { ErrorPanel } from '../../../controls/error-panel.js'
import { Link } from '../../../controls/link.js'
import { Loading } from '../../../controls/loading.js'
import { linkTo } from '../../../routing/route.js'
import type { BladeProps } from '../../define.js'
import { useResourceIdentity } from './use-identity.js'

export default function IdentityRoles({ resource }: BladeProps) {
  const queries = useQueryClient()
  const { data, error } = useResourceIdentity(resource)
  if (data === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  const principalId = data.identity?.principalId
  return (
    <>
      <CommandBar
        commands={[
          {
            label: 'Add role assignment (Preview)',
            icon: AddRegular,
            onClick: () => undefined,
            reason:
              'Not part of this portal: open "Access control (IAM)" of what the identity shall reach, and add it there.',
          },
          { label: 'Refresh', icon: ArrowClockwiseRegular, onClick: () => void queries.invalidateQueries() },
        ]}
      />
      {principalId === undefined ? (
        <p>
          {`'${resource.name}' has no system assigned managed identity. `}
          <Link to={linkTo.resource(resource.id, 'identity')}>Identity</Link>
        </p>
      ) : (
        <AssignmentsOfPrincipal principalId={principalId} subscriptionId={resource.subscriptionId ?? ''} />
      )}
    </>
  )
}
