/**
 * "Add role assignment", at any scope, as Azure's portal has it: Role, Members, Conditions, Review + assign.
 *
 * The link may say what is chosen already: `role` (GUID of a role definition), `principalId` and `tab`. Source for words
 * and order: learn.microsoft.com, "Assign Azure roles using the Azure portal".
 */
import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useArmList, useGraph } from '../../api/queries.js'
import { useDisplayName } from '../../api/subscriptions.js'
import { Wizard } from '../../controls/wizard.js'
import { useOperation } from '../../notifications/use-operation.js'
import type { BladeProps } from '../../resource-types/define.js'
import { linkTo } from '../../routing/route.js'
import { navigate, useRoute } from '../../routing/use-route.js'
import { type RoleDefinition, rbacApi, rbacPath, roleDefinitionActions } from '../rbac-records.js'
import { ConditionsStep } from './conditions-step.js'
import { conditionOf, conditionProblem, emptyConditionDraft } from './delegation-condition.js'
import { assignmentBody, type DirectoryObject, type Member, memberOf } from './member.js'
import { type MemberSource, MembersStep } from './members-step.js'
import { noOutcomes, type Outcomes, ReviewStep } from './review-step.js'
import { conditionSupportOf, listRoles } from './role-choice.js'
import { firstRoleView, RoleStep } from './role-step.js'
import { useAssignPermission } from './use-assign-permission.js'

const useStyles = makeStyles({ refusal: { marginBlockEnd: '8px', maxInlineSize: '960px' } })

const reviewAndAssign = 'Review + assign'

export default function AddRoleAssignment({ resource }: BladeProps) {
  const styles = useStyles()
  const scope = resource.id
  const { parameters } = useRoute()
  const [roleId, setRoleId] = useState(() => parameters.role?.toLowerCase())
  const [view, setView] = useState(firstRoleView)
  const [source, setSource] = useState<MemberSource>('directory')
  const [chosen, setChosen] = useState<readonly Member[]>()
  const [description, setDescription] = useState('')
  const [draft, setDraft] = useState(emptyConditionDraft)
  const definitions = useArmList<RoleDefinition>(rbacPath.rolesAt(scope), {
    ...rbacApi,
    changesWith: roleDefinitionActions,
  })
  const roles = useMemo(
    () => (definitions.data === undefined ? undefined : listRoles(definitions.data)),
    [definitions.data],
  )
  const listed = roles?.find(({ role }) => role.name.toLowerCase() === roleId)
  const members = useMembers(chosen, parameters.principalId)
  const scopeName = useDisplayName(resource)
  const support = listed === undefined ? undefined : conditionSupportOf(listed.role)
  const condition = conditionOf(draft, support)
  const permission = useAssignPermission({ scope, role: listed?.role.name, members })
  const listLink = linkTo.resource(scope, 'users', { tab: 'roleassignments' })
  const { assign, isAssigning, outcomes, forget } = useAssigning({ scope, scopeName })
  // a retry repeats what was refused; what is changed meanwhile makes it another assignment
  const changing =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      forget()
      set(value)
    }
  const finish = async () => {
    if (listed === undefined) return
    const isDone = await assign({ role: listed.role, members, description, condition })
    if (isDone) navigate(listLink, { replace: true })
  }
  const name = listed?.name
  return (
    <>
      {permission.isAllowed === false ? (
        <MessageBar intent="warning" layout="multiline" className={styles.refusal}>
          <MessageBarBody>
            <MessageBarTitle>You can look around, but not assign</MessageBarTitle>
            {permission.reason}
          </MessageBarBody>
        </MessageBar>
      ) : null}
      <Wizard
        label="Add role assignment"
        review={reviewAndAssign}
        finish={reviewAndAssign}
        addsToHistory
        isRunning={isAssigning}
        reason={permission.isAllowed === false ? permission.reason : undefined}
        onFinish={() => void finish()}
        onCancel={() => navigate(linkTo.resource(scope, 'users'))}
        steps={[
          {
            id: 'role',
            label: 'Role',
            problem: listed === undefined ? 'Select a role.' : undefined,
            content: (
              <RoleStep
                {...{ scope, roles, view }}
                error={definitions.error}
                chosen={listed?.role.name}
                onChoose={changing(setRoleId)}
                onView={setView}
              />
            ),
          },
          {
            id: 'members',
            label: 'Members',
            problem: members.length === 0 ? 'Select at least one member.' : undefined,
            content: (
              <MembersStep
                {...{ source, members, description }}
                roleName={name}
                onSource={setSource}
                onMembers={setChosen}
                onDescription={setDescription}
                subscriptionId={resource.subscriptionId}
              />
            ),
          },
          {
            id: 'conditions',
            label: 'Conditions',
            problem: conditionProblem(draft, support),
            content: <ConditionsStep {...{ support, draft }} role={listed} roles={roles ?? []} onDraft={setDraft} />,
          },
          {
            id: 'review',
            label: reviewAndAssign,
            content: <ReviewStep {...{ scope, members, condition, description, outcomes, listLink }} roleName={name} />,
          },
        ]}
      />
    </>
  )
}

/** Those that were chosen, or until then the one that the link names. */
function useMembers(chosen: readonly Member[] | undefined, named: string | undefined): readonly Member[] {
  const isAsked = chosen === undefined && named !== undefined
  const { data } = useGraph<DirectoryObject>(isAsked ? `/directoryObjects/${encodeURIComponent(named)}` : undefined)
  return useMemo(() => {
    const member = data === undefined ? undefined : memberOf(data)
    return chosen ?? (member === undefined ? [] : [member])
  }, [chosen, data])
}

interface Assignments {
  readonly role: RoleDefinition
  readonly members: readonly Member[]
  readonly description: string
  readonly condition: string | undefined
}

interface Addition extends Omit<Assignments, 'members'> {
  readonly member: Member
  readonly onFailure: (error: Error) => void
}

/** One request for each member, one after the other; a refusal of one does not stop the others. */
function useAssigning({ scope, scopeName }: { readonly scope: string; readonly scopeName: string }) {
  const [outcomes, setOutcomes] = useState<Outcomes>(noOutcomes)
  const [isAssigning, setIsAssigning] = useState(false)
  const isOpen = useRef(true)
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])
  const addition = useOperation<Addition, void>({
    title: () => 'Adding role assignment',
    doneTitle: 'Added role assignment',
    success: ({ role, member }) => `${member.name} was added as ${role.properties.roleName} for ${scopeName}.`,
    link: () => linkTo.resource(scope, 'users', { tab: 'roleassignments' }),
    async run(client, { role, member, description, condition, onFailure }) {
      const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`
      const body = assignmentBody({ role, member }, { description, condition })
      try {
        await client.arm(path, { method: 'PUT', ...rbacApi, body })
      } catch (error) {
        onFailure(error instanceof Error ? error : new Error(String(error)))
        throw error
      }
    },
  })
  return {
    isAssigning,
    outcomes,
    forget: () => setOutcomes(noOutcomes),
    /** @returns whether all have the role and the page is still open */
    async assign({ members, ...facts }: Assignments): Promise<boolean> {
      const added = new Set(outcomes.added)
      const failed = new Map<string, Error>()
      setIsAssigning(true)
      for (const member of members.filter(({ principalId }) => !added.has(principalId))) {
        const onFailure = (error: Error) => void failed.set(member.principalId, error)
        const done = await addition.start({ ...facts, member, onFailure })
        if (done !== undefined) added.add(member.principalId)
      }
      setOutcomes({ added, failed })
      setIsAssigning(false)
      return failed.size === 0 && isOpen.current
    },
  }
}
