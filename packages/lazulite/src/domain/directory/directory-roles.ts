/**
 * Directory roles as far as something here depends on them. A principal's record names the template ids.
 *
 * Template ids: "Microsoft Entra built-in roles" (MicrosoftDocs/entra-docs, permissions-reference.md). The sentences are ours.
 * Decision: every role is active from the start, so none needs to be activated before it has members.
 */

export interface DirectoryRole {
  readonly templateId: string
  readonly displayName: string
  readonly description: string
}

const role = (templateId: string, displayName: string, description: string): DirectoryRole => ({
  templateId,
  displayName,
  description,
})

export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
export const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'
export const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b'
export const directoryWriters = '9360feb5-f418-4baa-8175-e2a00bac4301'
export const applicationAdministrator = '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'
export const attributeAssignmentAdministrator = '58a13ea3-c632-46ae-9ee0-9c0d43cd7f3d'
export const attributeAssignmentReader = 'ffd52fa5-98dc-465c-991d-fc073eb59f8f'
export const cloudApplicationAdministrator = '158c047a-c907-4556-b7ef-446551a6b5f7'
export const applicationDeveloper = 'cf1c38e5-3621-4004-a7cb-879624dced7c'
export const userAdministrator = 'fe930be7-5e62-47db-91af-98c3a49a38b1'
export const groupsAdministrator = 'fdd7a751-b60b-444a-984c-02652fe8fa1c'
export const privilegedRoleAdministrator = 'e8611ab8-c189-46e8-94e1-60213ab1f814'

// Both read sign-ins and directory audits (Microsoft Graph, "List signIns").
export const reportsReader = '4a5d8f65-41da-4de4-8968-e035b65339cf'
export const securityReader = '5d6b6bb7-de71-4623-b4af-96380a352509'

export const directoryRoles: readonly DirectoryRole[] = [
  role(applicationAdministrator, 'Application Administrator', 'Manages all applications and their permissions.'),
  role(applicationDeveloper, 'Application Developer', 'Registers applications.'),
  role(
    attributeAssignmentAdministrator,
    'Attribute Assignment Administrator',
    'Assigns custom security attributes to users and service principals.',
  ),
  role(attributeAssignmentReader, 'Attribute Assignment Reader', 'Reads custom security attributes.'),
  role(
    cloudApplicationAdministrator,
    'Cloud Application Administrator',
    'Manages all applications and their permissions, but for on-premises ones.',
  ),
  role(directoryReaders, 'Directory Readers', 'Reads the directory.'),
  role(directoryWriters, 'Directory Writers', 'Reads the directory and writes groups.'),
  role(globalAdministrator, 'Global Administrator', 'Manages everything in the directory.'),
  role(globalReader, 'Global Reader', 'Reads everything in the directory.'),
  role(groupsAdministrator, 'Groups Administrator', 'Manages all groups.'),
  role(privilegedRoleAdministrator, 'Privileged Role Administrator', 'Manages who holds directory roles.'),
  role(reportsReader, 'Reports Reader', 'Reads the logs of sign-ins and changes.'),
  role(securityReader, 'Security Reader', 'Reads the directory, and the logs of sign-ins and changes.'),
  role(userAdministrator, 'User Administrator', 'Manages users and groups.'),
]
