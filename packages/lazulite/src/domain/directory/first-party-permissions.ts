/**
 * Permissions that Microsoft's own resources offer: application permissions (app roles) and delegated ones (scopes).
 *
 * Ids and values are the same in every tenant: "Microsoft Graph permissions reference", and service principals of Microsoft
 * Graph as tenants print them (AuditLog.Read.All: application b0afded3-…, delegated e4c9e354-…); ARM, Key Vault and Storage
 * each have the one scope that clients ask for. The sentences are ours.
 */
import type { JsonObject } from '../json.js'

export const graphClientId = '00000003-0000-0000-c000-000000000000'

interface Permission {
  readonly id: string
  readonly value: string
  readonly displayName: string
}

export interface OfferedPermissions {
  readonly appRoles: readonly Permission[]
  readonly scopes: readonly Permission[]
}

const permission = (value: string, id: string, displayName: string): Permission => ({ id, value, displayName })

const graphAppRoles: readonly Permission[] = [
  permission('Application.Read.All', '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30', 'Read all applications'),
  permission('AuditLog.Read.All', 'b0afded3-3588-46d8-8b3d-9842eff778da', 'Read all audit log data'),
  permission('Application.ReadWrite.All', '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9', 'Read and write all applications'),
  permission('Application.ReadWrite.OwnedBy', '18a4783c-866b-4cc7-a460-3d5e5662c884', 'Manage owned applications'),
  permission(
    'AppRoleAssignment.ReadWrite.All',
    '06b708a9-e830-4db3-a914-8e69da51d44f',
    'Grant application permissions',
  ),
  permission(
    'CustomSecAttributeAssignment.Read.All',
    '3b37c5a4-1226-493d-bec3-5d6c6b866f3f',
    'Read custom security attributes',
  ),
  permission(
    'CustomSecAttributeAssignment.ReadWrite.All',
    'de89b5e4-5b8f-48eb-8925-29c2b33bd8bd',
    'Read and assign custom security attributes',
  ),
  permission(
    'DelegatedPermissionGrant.ReadWrite.All',
    '8e8e4742-1d95-4f68-9d56-6ee75648c72a',
    'Grant delegated permissions',
  ),
  permission('Directory.Read.All', '7ab1d382-f21e-4acd-a863-ba3e13f7da61', 'Read the directory'),
  permission('Directory.ReadWrite.All', '19dbc75e-c2e2-444c-a770-ec69d8559fc7', 'Read and write the directory'),
  permission('Domain.Read.All', 'dbb9058a-0e50-45d7-ae91-66909b5d4664', 'Read domains'),
  permission('Group.Create', 'bf7b1a76-6e77-406b-b258-bf5c7720e98f', 'Create groups'),
  permission('Group.Read.All', '5b567255-7703-4780-807c-7be8301ae99b', 'Read all groups'),
  permission('Group.ReadWrite.All', '62a82d76-70ea-41e2-9197-370581804d09', 'Read and write all groups'),
  permission('GroupMember.Read.All', '98830695-27a2-44f7-8c18-0c3ebc9698f6', 'Read all group memberships'),
  permission('GroupMember.ReadWrite.All', 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695', 'Read and write group memberships'),
  permission('Organization.Read.All', '498476ce-e0fe-48b0-b801-37ba7e2685c6', 'Read the organization'),
  permission('RoleManagement.Read.Directory', '483bed4a-2ad3-4361-a73b-c83ccdbdc53c', 'Read directory roles'),
  permission(
    'RoleManagement.ReadWrite.Directory',
    '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8',
    'Read and write directory roles',
  ),
  permission('User.Read.All', 'df021288-bdef-4463-88db-98f22de89214', 'Read all users'),
  permission('User.ReadBasic.All', '97235f07-e226-4f63-ace3-39588e11d3a1', 'Read basic profiles of all users'),
  permission('User.ReadWrite.All', '741f803b-c850-494e-b5df-cde7c675a1ca', 'Read and write all users'),
]

const graphScopes: readonly Permission[] = [
  permission('Application.Read.All', 'c79f8feb-a9db-4090-85f9-90d820caa0eb', 'Read applications'),
  permission('AuditLog.Read.All', 'e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20', 'Read audit log data'),
  permission('Application.ReadWrite.All', 'bdfbf15f-ee85-4955-8675-146e8e5296b5', 'Read and write applications'),
  permission(
    'AppRoleAssignment.ReadWrite.All',
    '84bccea3-f856-4a8a-967b-dbe0a3d53a64',
    'Grant application permissions',
  ),
  permission(
    'CustomSecAttributeAssignment.Read.All',
    'b46ffa80-fe3d-4822-9a1a-c200932d54d0',
    'Read custom security attributes',
  ),
  permission(
    'CustomSecAttributeAssignment.ReadWrite.All',
    'ca46335e-8453-47cd-a001-8459884efeae',
    'Read and assign custom security attributes',
  ),
  permission(
    'DelegatedPermissionGrant.ReadWrite.All',
    '41ce6ca6-6826-4807-84f1-1c82854f7ee5',
    'Grant delegated permissions',
  ),
  permission('Directory.AccessAsUser.All', '0e263e50-5827-48a4-b97c-d940288653c7', 'Use the directory as the user'),
  permission('Directory.Read.All', '06da0dbc-49e2-44d2-8312-53f166ab848a', 'Read the directory'),
  permission('Directory.ReadWrite.All', 'c5366453-9fb0-48a5-a156-24f0c49a4b84', 'Read and write the directory'),
  permission('email', '64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0', 'See the email address'),
  permission('Group.Read.All', '5f8c59db-677d-491f-a6b8-5f174b11ec1d', 'Read all groups'),
  permission('Group.ReadWrite.All', '4e46008b-f24c-477d-8fff-7bb4ec7aafe0', 'Read and write all groups'),
  permission('offline_access', '7427e0e9-2fba-42fe-b0c0-848c9e6a8182', 'Stay signed in'),
  permission('openid', '37f7f235-527c-4136-accd-4a02d197296e', 'Sign in'),
  permission('profile', '14dad69e-099b-42c9-810b-d002981feec1', 'See the profile'),
  permission('User.Read', 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', 'Sign in and read the own profile'),
  permission('User.Read.All', 'a154be20-db9c-4678-8ab7-66f6cc099a59', 'Read all users'),
  permission('User.ReadBasic.All', 'b340eb25-3456-403f-be2f-af7a0d370277', 'Read basic profiles of all users'),
  permission('User.ReadWrite.All', '204e0828-b5ca-4ad8-b9f3-f32a958e7cc4', 'Read and write all users'),
]

const impersonation = (id: string): OfferedPermissions => ({
  appRoles: [],
  scopes: [permission('user_impersonation', id, 'Act as the user')],
})

/** By client id. */
const offers: ReadonlyMap<string, OfferedPermissions> = new Map([
  [graphClientId, { appRoles: graphAppRoles, scopes: graphScopes }],
  ['797f4846-ba00-4fd7-ba43-dac1f8f63013', impersonation('41094075-9dad-400e-a0bd-54e686782033')],
  ['cfa8b339-82a2-471a-a3c9-0fc0be7a4093', impersonation('f53da476-18e3-4152-8e01-aec403e6edc0')],
  ['e406a681-f3d4-42a8-90b6-c2b029497af1', impersonation('03e0da56-190b-40ad-a80c-ea378c433f7f')],
])

const nothing: OfferedPermissions = { appRoles: [], scopes: [] }

export const permissionsOfferedBy = (clientId: string): OfferedPermissions =>
  offers.get(clientId.toLowerCase()) ?? nothing

/** As Microsoft Graph shows application permissions. */
export const renderAppRole = ({ id, value, displayName }: Permission): JsonObject => ({
  allowedMemberTypes: ['Application'],
  description: displayName,
  displayName,
  id,
  isEnabled: true,
  origin: 'Application',
  value,
})

/** As Microsoft Graph shows delegated permissions. */
export const renderScope = ({ id, value, displayName }: Permission): JsonObject => ({
  adminConsentDescription: displayName,
  adminConsentDisplayName: displayName,
  id,
  isEnabled: true,
  type: 'User',
  userConsentDescription: displayName,
  userConsentDisplayName: displayName,
  value,
})
