/** A directory role: what it is for, and who holds it. */
import { InfoRegular, PersonRegular } from '@fluentui/react-icons'
import { useGraph } from '../../api/queries.js'
import { Essentials } from '../../controls/essentials.js'
import { type DirectoryRole, nameOf } from './directory-object.js'
import { ObjectFrame } from './object-frame.js'
import { RelatedObjects } from './related-objects.js'
import type { ObjectPageProps } from './sections.js'
import { useReasonAgainst } from './use-directory.js'

export default function RolePage({ id, blade }: ObjectPageProps) {
  const { data: role, error } = useGraph<DirectoryRole>(`/directoryRoles/${id}`)
  const reason = useReasonAgainst('manageRoles')
  return (
    <ObjectFrame
      {...{ section: 'roles', id, blade, error, noun: 'Directory role' }}
      name={role === undefined ? undefined : nameOf(role)}
      blades={[
        {
          ...{ id: 'overview', label: 'Assignments', icon: PersonRegular },
          content: (
            <RelatedObjects
              label="Assignments"
              path={`/directoryRoles/${id}/members`}
              empty="Nobody holds this role"
              change={{
                ...{ addLabel: 'Add assignments', removeLabel: 'Remove assignments', reason },
                kinds: ['users', 'servicePrincipals'],
                add: (object) => ({ path: `/directoryRoles/${id}/members/$ref`, referred: object.id }),
                removePath: (object) => `/directoryRoles/${id}/members/${object.id}/$ref`,
              }}
            />
          ),
        },
        {
          ...{ id: 'description', label: 'Description', icon: InfoRegular },
          content: (
            <Essentials
              facts={[
                { name: 'Description', value: role?.description },
                { name: 'Template ID', value: role?.roleTemplateId, copy: role?.roleTemplateId },
                { name: 'Object ID', value: role?.id, copy: role?.id },
              ]}
            />
          ),
        },
      ]}
    />
  )
}
