/** "Create a custom role", and changing one: Basics, Permissions, Assignable scopes, JSON, Review + create. */
import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useState } from 'react'
import { usePermission } from '../api/access.js'
import { useArm } from '../api/queries.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { Essentials } from '../controls/essentials.js'
import { Loading } from '../controls/loading.js'
import { Wizard } from '../controls/wizard.js'
import { useOperation } from '../notifications/use-operation.js'
import type { BladeProps } from '../resource-types/define.js'
import { linkTo } from '../routing/route.js'
import { navigate, useRoute } from '../routing/use-route.js'
import { bodyOf, cloneOf, customRoleScope, draftOf, emptyDraft, problemsOf, type RoleDraft } from './custom-role.js'
import { BasicsStep } from './custom-role-basics.js'
import { JsonStep } from './custom-role-json.js'
import { PermissionsStep } from './custom-role-permissions.js'
import { ScopesStep } from './custom-role-scopes.js'
import { writeRoleAction } from './iam-commands.js'
import { linesOf } from './permission-words.js'
import { type RoleDefinition, rbacPath, rolesApi } from './rbac-records.js'

export default function CustomRolePage({ resource }: BladeProps) {
  const { clone, edit } = useRoute().parameters
  const model = clone ?? edit
  const scope = customRoleScope(resource.id)
  const path = model === undefined ? undefined : rbacPath.role(scope, model)
  const { data, error } = useArm<RoleDefinition>(path, rolesApi)
  if (error !== null) return <ErrorPanel error={error} />
  if (model === undefined) return <RoleWizard from={resource.id} start={emptyDraft(scope)} />
  if (data === undefined) return <Loading />
  if (edit === undefined) return <RoleWizard from={resource.id} start={cloneOf(data, scope)} model={data} />
  return <RoleWizard from={resource.id} start={draftOf(data)} editing={data} />
}

interface RoleWizardProps {
  /** The scope from whose page it was opened. */
  readonly from: string
  readonly start: RoleDraft
  /** The role that is cloned. */
  readonly model?: RoleDefinition
  readonly editing?: RoleDefinition
}

interface Save {
  readonly draft: RoleDraft
  readonly guid: string
}

function RoleWizard({ from, start, model, editing }: RoleWizardProps) {
  const scope = customRoleScope(from)
  const [draft, setDraft] = useState(start)
  const { isAllowed, reason } = usePermission(scope, writeRoleAction)
  const back = linkTo.resource(from, 'users', { tab: 'roles' })
  const save = useOperation<Save, RoleDefinition>({
    title: () => (editing === undefined ? 'Creating custom role' : 'Updating custom role'),
    success: (input) => `${editing === undefined ? 'Created' : 'Updated'} custom role "${input.draft.roleName.trim()}"`,
    link: (input) => linkTo.resource(from, 'users', { tab: 'roles', roleview: input.guid }),
    run: (client, input) =>
      client.arm(rbacPath.role(input.draft.assignableScopes[0] ?? scope, input.guid), {
        ...{ ...rolesApi, method: 'PUT' },
        body: bodyOf(input.draft),
      }),
  })
  const problems = problemsOf(draft)
  const step = { draft, onChange: setDraft, scope }
  return (
    <>
      {isAllowed === false ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{reason}</MessageBarBody>
        </MessageBar>
      ) : null}
      <Wizard
        label={editing === undefined ? 'Create a custom role' : 'Update a custom role'}
        review={editing === undefined ? 'Review + create' : 'Review + update'}
        finish={editing === undefined ? 'Create' : 'Update'}
        isRunning={save.isRunning}
        error={save.error}
        reason={reason}
        onCancel={() => navigate(back)}
        onFinish={async () => {
          const done = await save.start({ draft, guid: editing?.name ?? crypto.randomUUID() })
          if (done !== undefined) navigate(back)
        }}
        steps={[
          {
            ...{ id: 'basics', label: 'Basics', problem: problems.basics },
            content: (
              <BasicsStep
                {...step}
                {...(model === undefined ? {} : { model })}
                {...(editing === undefined ? {} : { editing })}
              />
            ),
          },
          {
            ...{ id: 'permissions', label: 'Permissions', problem: problems.permissions },
            content: <PermissionsStep {...step} />,
          },
          {
            ...{ id: 'assignablescopes', label: 'Assignable scopes', problem: problems.scopes },
            content: <ScopesStep {...step} />,
          },
          { id: 'json', label: 'JSON', content: <JsonStep {...step} /> },
          {
            ...{ id: 'review', label: editing === undefined ? 'Review + create' : 'Review + update' },
            content: <Review draft={draft} />,
          },
        ]}
      />
    </>
  )
}

function Review({ draft }: { readonly draft: RoleDraft }) {
  const lines = linesOf(draft.permissions)
  const list = (isNot: boolean) =>
    lines.filter(({ kind }) => kind.startsWith('not') === isNot).map(({ permission }) => permission)
  return (
    <Essentials
      facts={[
        { name: 'Role name', value: draft.roleName },
        { name: 'Role description', value: draft.description },
        { name: 'Permissions', value: list(false).join(', ') },
        { name: 'Excluded permissions', value: list(true).join(', ') },
        { name: 'Assignable scopes', value: draft.assignableScopes.join(', ') },
      ]}
    />
  )
}
