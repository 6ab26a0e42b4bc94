/**
 * May whoever is signed in assign this role to these members here? Asked before the click.
 *
 * A right to assign roles may depend on the role and on the member (a condition of the caller's own assignment), so each
 * assignment is asked for with its attributes. Before they are known nothing is greyed that some choice would allow.
 * Attributes: "Authorization actions and attributes" of Azure RBAC conditions.
 */
import { useQuery } from '@tanstack/react-query'
import type { AccessAnswer, Permission } from '../../api/access.js'
import { useSignedIn } from '../../session/session-context.js'
import type { Member } from './member.js'

const action = 'Microsoft.Authorization/roleAssignments/write'
const attribute = 'Microsoft.Authorization/roleAssignments'

export interface AssignQuestion {
  readonly scope: string
  /** GUID. */
  readonly role: string | undefined
  readonly members: readonly Member[]
}

export function useAssignPermission({ scope, role, members }: AssignQuestion): Permission {
  const { client, session } = useSignedIn()
  const { principalId } = session.person
  const isWhole = role !== undefined && members.length > 0
  const asked = isWhole
    ? members.map((member) => ({
        ...{ principalId, action, scope },
        attributes: {
          request: {
            [`${attribute}:RoleDefinitionId`]: role,
            [`${attribute}:PrincipalId`]: member.principalId,
            [`${attribute}:PrincipalType`]: member.principalType,
          },
        },
      }))
    : [{ principalId, action, scope }]
  const { data } = useQuery({
    queryKey: ['access', 'assign', asked],
    queryFn: ({ signal }) =>
      client.operations<readonly AccessAnswer[]>('/access/evaluate?explain=true', {
        ...{ method: 'POST', body: asked, signal },
      }),
  })
  return judge(data, { isWhole, members })
}

export function judge(
  answers: readonly AccessAnswer[] | undefined,
  { isWhole, members }: { readonly isWhole: boolean; readonly members: readonly Pick<Member, 'name'>[] },
): Permission {
  if (answers === undefined) return { isAllowed: undefined }
  const denied = answers.findIndex(({ decision }) => decision === 'denied')
  const answer = answers[denied]
  if (answer === undefined) return { isAllowed: true }
  const dependsOnChoice = answer.explanation?.considered?.some(({ effect }) => effect === 'conditionNotMet')
  if (!isWhole && dependsOnChoice) return { isAllowed: undefined }
  const summary = answer.explanation?.summary ?? `${action} is not granted here (${answer.reason}).`
  const whom = isWhole && dependsOnChoice ? ` this role to ${members[denied]?.name ?? 'a member'}` : ' roles here'
  return { isAllowed: false, reason: `You cannot assign${whom}: ${summary}` }
}
