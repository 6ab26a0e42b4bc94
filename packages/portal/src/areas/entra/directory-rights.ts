/**
 * What can be known before a click of what a person may do in the directory: from the directory roles that they hold.
 *
 * Source: "Microsoft Entra built-in roles", "Default user permissions in Microsoft Entra ID": every member may read
 * everything, create groups and applications, and manage what they own. Only what is certain is greyed; the service
 * decides, and its refusal is shown in its words.
 */

export type DirectoryTask = 'manageUsers' | 'manageGroups' | 'manageApplications' | 'manageRoles'

const roles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  groupsAdministrator: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  directoryWriters: '9360feb5-f418-4baa-8175-e2a00bac4301',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  cloudApplicationAdministrator: '158c047a-c907-4556-b7ef-446551a6b5f7',
  privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
} as const

interface Rule {
  readonly roles: readonly string[]
  /** Of the least role that would do. */
  readonly least: string
  readonly what: string
}

const rules: Readonly<Record<DirectoryTask, Rule>> = {
  manageUsers: {
    roles: [roles.globalAdministrator, roles.userAdministrator],
    least: 'User Administrator',
    what: 'manage users',
  },
  manageGroups: {
    roles: [
      ...[roles.globalAdministrator, roles.userAdministrator],
      ...[roles.groupsAdministrator, roles.directoryWriters],
    ],
    least: 'Groups Administrator',
    what: 'change a group that you do not own',
  },
  manageApplications: {
    roles: [roles.globalAdministrator, roles.applicationAdministrator, roles.cloudApplicationAdministrator],
    least: 'Application Administrator',
    what: 'change an application that you do not own',
  },
  manageRoles: {
    roles: [roles.globalAdministrator, roles.privilegedRoleAdministrator],
    least: 'Privileged Role Administrator',
    what: 'change who holds directory roles',
  },
}

/**
 * Why a task is out of reach; `undefined`: it is not, or it is not known.
 * @param held template ids of the roles; `undefined` while they are not known
 * @param isOwner of the object, where owning it is enough
 */
export function reasonAgainst(
  task: DirectoryTask,
  held: readonly string[] | undefined,
  { isOwner = false }: { readonly isOwner?: boolean | undefined } = {},
): string | undefined {
  if (held === undefined || isOwner) return undefined
  const rule = rules[task]
  if (held.some((role) => rule.roles.includes(role.toLowerCase()))) return undefined
  return `You cannot ${rule.what}: that takes the directory role ${rule.least}, or one above it.`
}
