/** A user: who it is, whether it may sign in, what it belongs to and may do. */
import {
  DeleteRegular,
  KeyResetRegular,
  PeopleRegular,
  PersonClockRegular,
  PersonRegular,
  ShieldKeyholeRegular,
  ShieldPersonRegular,
} from '@fluentui/react-icons'
import { useState } from 'react'
import { useGraph } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { Essentials } from '../../controls/essentials.js'
import { Time } from '../../controls/time.js'
import { usePerson } from '../../session/session-context.js'
import { SignInTable } from '../../sign-in-log/sign-in-table.js'
import { nameOf, type User } from './directory-object.js'
import { EnabledSwitch } from './enabled-switch.js'
import { ObjectFrame } from './object-frame.js'
import { PrincipalAssignments } from './principal-assignments.js'
import { RelatedObjects } from './related-objects.js'
import { ResetPassword } from './reset-password.js'
import type { ObjectPageProps } from './sections.js'
import { useDeletion } from './use-deletion.js'
import { isDirectoryRole, useReasonAgainst } from './use-directory.js'

const members =
  'id,displayName,userPrincipalName,userType,accountEnabled,createdDateTime,givenName,surname,jobTitle,department,mail'

export default function UserPage({ id, blade }: ObjectPageProps) {
  const { data: user, error } = useGraph<User>(`/users/${id}?$select=${members}`)
  const rolesReason = useReasonAgainst('manageRoles')
  const groupsReason = useReasonAgainst('manageGroups')
  const name = user === undefined ? undefined : nameOf(user)
  return (
    <ObjectFrame
      {...{ section: 'users', id, blade, error, name, noun: 'User' }}
      blades={[
        {
          ...{ id: 'overview', label: 'Overview', icon: PersonRegular },
          content: user === undefined ? null : <UserOverview user={user} />,
        },
        {
          ...{ id: 'assigned-roles', label: 'Assigned roles', icon: ShieldPersonRegular, group: 'Manage' },
          content: (
            <RelatedObjects
              label="Assigned roles"
              path={`/users/${id}/memberOf`}
              isShown={isDirectoryRole}
              empty="No directory roles assigned"
              change={{
                ...{ addLabel: 'Add assignments', removeLabel: 'Remove assignments', reason: rolesReason },
                kinds: ['directoryRoles'],
                add: (role) => ({ path: `/directoryRoles/${role.id}/members/$ref`, referred: id }),
                removePath: (role) => `/directoryRoles/${role.id}/members/${id}/$ref`,
              }}
            />
          ),
        },
        {
          ...{ id: 'groups', label: 'Groups', icon: PeopleRegular, group: 'Manage' },
          content: (
            <RelatedObjects
              label="Groups"
              path={`/users/${id}/memberOf`}
              isShown={(object) => !isDirectoryRole(object)}
              empty="This user is in no group"
              change={{
                ...{ addLabel: 'Add memberships', removeLabel: 'Remove memberships', reason: groupsReason },
                kinds: ['groups'],
                add: (group) => ({ path: `/groups/${group.id}/members/$ref`, referred: id }),
                removePath: (group) => `/groups/${group.id}/members/${id}/$ref`,
              }}
            />
          ),
        },
        {
          ...{ id: 'azure-role-assignments', label: 'Azure role assignments', icon: ShieldKeyholeRegular },
          ...{ group: 'Manage', content: <PrincipalAssignments principalId={id} /> },
        },
        {
          ...{ id: 'sign-ins', label: 'Sign-in logs', icon: PersonClockRegular, group: 'Monitoring' },
          content: <SignInTable who="User" question={{ kind: 'interactiveUser', userId: id }} />,
        },
      ]}
    />
  )
}

function UserOverview({ user }: { readonly user: User }) {
  const me = usePerson()
  const reason = useReasonAgainst('manageUsers')
  const [isResetting, setIsResetting] = useState(false)
  const { id, userPrincipalName } = user
  const isMe = id === me.principalId
  const path = `/users/${id}`
  const deletion = useDeletion({
    ...{ path, noun: 'user', name: nameOf(user), section: 'users' },
    consequence:
      'The user will not be able to sign in any more. Role assignments of the user stay, without a principal.',
  })
  const own = (what: string): string | undefined => (isMe ? `You cannot ${what} yourself here.` : undefined)
  return (
    <>
      <CommandBar
        commands={[
          { label: 'Reset password', icon: KeyResetRegular, reason, onClick: () => setIsResetting(true) },
          { label: 'Delete', icon: DeleteRegular, reason: reason ?? own('delete'), onClick: deletion.ask },
        ]}
      />
      {deletion.parts}
      <Essentials
        facts={[
          { name: 'Display name', value: nameOf(user) },
          { name: 'User principal name', value: userPrincipalName, copy: userPrincipalName },
          { name: 'Object ID', value: id, copy: id },
          { name: 'Created', value: <Time at={user.createdDateTime} /> },
          { name: 'User type', value: user.userType ?? undefined },
          { name: 'First name', value: user.givenName ?? undefined },
          { name: 'Last name', value: user.surname ?? undefined },
          { name: 'Job title', value: user.jobTitle ?? undefined },
          { name: 'Department', value: user.department ?? undefined },
          { name: 'Email', value: user.mail ?? undefined },
        ]}
      />
      <EnabledSwitch
        label="Account enabled"
        path={path}
        name={nameOf(user)}
        isEnabled={user.accountEnabled === true}
        reason={reason ?? own('disable')}
      />
      <ResetPassword user={user} isOpen={isResetting} onClose={() => setIsResetting(false)} />
    </>
  )
}
