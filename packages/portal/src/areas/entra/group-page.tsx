/** A group: what it is, who is in it, who owns it, and what its members may do by it. */
import {
  DeleteRegular,
  InfoRegular,
  PeopleRegular,
  PersonKeyRegular,
  PersonRegular,
  ShieldKeyholeRegular,
} from '@fluentui/react-icons'
import { useGraph, useGraphList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { Essentials } from '../../controls/essentials.js'
import { Time } from '../../controls/time.js'
import { usePerson } from '../../session/session-context.js'
import { type DirectoryObject, type Group, nameOf } from './directory-object.js'
import { ObjectFrame } from './object-frame.js'
import { PrincipalAssignments } from './principal-assignments.js'
import { RelatedObjects } from './related-objects.js'
import type { ObjectPageProps } from './sections.js'
import { useDeletion } from './use-deletion.js'
import { useReasonAgainst } from './use-directory.js'

export default function GroupPage({ id, blade }: ObjectPageProps) {
  const me = usePerson()
  const { data: group, error } = useGraph<Group>(`/groups/${id}`)
  const owners = useGraphList<DirectoryObject>(`/groups/${id}/owners`)
  const isOwner = owners.data?.some((owner) => owner.id === me.principalId)
  // nothing is greyed before the owners are known
  const reason = useReasonAgainst('manageGroups', { isOwner: isOwner ?? true })
  return (
    <ObjectFrame
      {...{ section: 'groups', id, blade, error, noun: 'Group' }}
      name={group === undefined ? undefined : nameOf(group)}
      blades={[
        {
          ...{ id: 'overview', label: 'Overview', icon: InfoRegular },
          content: group === undefined ? null : <GroupOverview group={group} reason={reason} />,
        },
        {
          ...{ id: 'members', label: 'Members', icon: PeopleRegular, group: 'Manage' },
          content: (
            <RelatedObjects
              label="Members"
              path={`/groups/${id}/members`}
              empty="No members have been found"
              change={{
                ...{ addLabel: 'Add members', removeLabel: 'Remove', reason },
                kinds: ['users', 'groups', 'servicePrincipals'],
                add: (member) => ({ path: `/groups/${id}/members/$ref`, referred: member.id }),
                removePath: (member) => `/groups/${id}/members/${member.id}/$ref`,
              }}
            />
          ),
        },
        {
          ...{ id: 'owners', label: 'Owners', icon: PersonKeyRegular, group: 'Manage' },
          content: (
            <RelatedObjects
              label="Owners"
              path={`/groups/${id}/owners`}
              empty="No owners have been found"
              change={{
                ...{ addLabel: 'Add owners', removeLabel: 'Remove', reason },
                kinds: ['users', 'servicePrincipals'],
                add: (owner) => ({ path: `/groups/${id}/owners/$ref`, referred: owner.id }),
                removePath: (owner) => `/groups/${id}/owners/${owner.id}/$ref`,
              }}
            />
          ),
        },
        {
          ...{ id: 'group-memberships', label: 'Group memberships', icon: PersonRegular, group: 'Manage' },
          content: (
            <RelatedObjects
              label="Group memberships"
              path={`/groups/${id}/memberOf`}
              empty="This group is in no other group"
            />
          ),
        },
        {
          ...{ id: 'azure-role-assignments', label: 'Azure role assignments', icon: ShieldKeyholeRegular },
          ...{ group: 'Manage', content: <PrincipalAssignments principalId={id} /> },
        },
      ]}
    />
  )
}

function GroupOverview({ group, reason }: { readonly group: Group; readonly reason: string | undefined }) {
  const { id, description, createdDateTime } = group
  const members = useGraphList<DirectoryObject>(`/groups/${id}/members`)
  const deletion = useDeletion({
    ...{ path: `/groups/${id}`, noun: 'group', name: nameOf(group), section: 'groups' },
    consequence: 'Its members lose what they may do by it. Role assignments of the group stay, without a principal.',
  })
  return (
    <>
      <CommandBar commands={[{ label: 'Delete', icon: DeleteRegular, reason, onClick: deletion.ask }]} />
      {deletion.parts}
      <Essentials
        facts={[
          { name: 'Group name', value: nameOf(group) },
          { name: 'Object ID', value: id, copy: id },
          { name: 'Group type', value: 'Security' },
          { name: 'Membership type', value: 'Assigned' },
          { name: 'Description', value: description ?? undefined },
          { name: 'Created on', value: <Time at={createdDateTime} /> },
          { name: 'Direct members', value: members.data?.length },
        ]}
      />
    </>
  )
}
