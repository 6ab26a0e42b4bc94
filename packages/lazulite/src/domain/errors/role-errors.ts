/** What Microsoft.Authorization refuses about role assignments and role definitions; sources as in `arm-error.ts`. */
import type { ArmErrorEntry } from './catalogue.js'

export const roleErrors = {
  RoleAssignmentExists: {
    status: 409,
    text: 'The role assignment already exists. The ID of the existing role assignment is {existingId}.',
  },
  RoleAssignmentNotFound: { status: 404, text: "The role assignment '{name}' is not found." },
  RoleAssignmentUpdateNotPermitted: {
    status: 400,
    text: 'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
  },
  InvalidRoleAssignmentId: {
    status: 400,
    text: "The role assignment ID '{name}' is not valid. The role assignment ID must be a GUID.",
  },
  PrincipalNotFound: {
    status: 400,
    text: 'Principal {principalId} does not exist in the directory {tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype',
  },
  UnmatchedPrincipalType: {
    status: 400,
    text: "The PrincipalId '{principalId}' has type '{actual}' , which is different from specified PrinciaplType '{requested}'.",
  },
  InvalidPrincipalId: {
    status: 400,
    text: "The Principal ID '{principalId}' is not valid. Principal ID must be a GUID.",
  },
  RoleDefinitionDoesNotExist: {
    status: 404,
    text: "The specified role definition with ID '{roleDefinitionId}' does not exist.",
  },
  RoleDefinitionWithSameNameExists: {
    status: 409,
    text: 'A custom role with the same name already exists in this directory. Use a different name.',
  },
  RoleDefinitionHasAssignments: {
    status: 400,
    text: 'There are existing role assignments referencing role (code: RoleDefinitionHasAssignments).',
  },
  InvalidRoleDefinitionId: {
    status: 400,
    text: "The role definition ID '{name}' is not valid. The role definition ID must be a GUID.",
  },
  // observed: azure-cli#2458, terraform-provider-azurerm#20398 (a bare GUID or a name as role definition id)
  BadRequestFormat: { status: 400, text: 'The request was incorrectly formatted.' },
  // observed: azure-rest-api-specs#28255 (2024)
  UnsupportedRoleAssignmentFilter: {
    status: 400,
    code: 'UnsupportedQuery',
    text: "The filter '{filter}' is not supported. Supported filters are either 'atScope()' or 'principalId eq '{value}' or assignedTo('{value}')'.",
  },
  UnsupportedRoleDefinitionFilter: {
    status: 400,
    code: 'UnsupportedQuery',
    text: "The filter '{filter}' is not supported. Supported filters are either roleName eq '{value}' or type eq 'BuiltInRole|CustomRole'.",
  },
  InvalidCreateRoleAssignmentRequest: {
    status: 400,
    text: "The request to create role assignment '{name}' is not valid. Role assignment scope '{scope}' must match the scope specified on the URI '{uriScope}'.",
  },
  // Text: Azure "Troubleshoot Azure role assignment conditions", which gives neither place nor reason: those are ours.
  // Decision: the code (a real answer of 123 bytes, azure-cli#15683, has room for 42 characters; which, nobody shows)
  InvalidRoleAssignmentCondition: {
    status: 400,
    text: 'The given role assignment condition is invalid. {detail}',
  },
  // Decision: code and text
  InvalidRoleDefinitionCondition: {
    status: 400,
    text: 'The condition of permission {index} is invalid. {detail}',
  },
  // The code is observed (azurerm and az users, 2019-2026); Decision: the text
  RoleAssignmentScopeNotAssignableToRoleDefinition: {
    status: 400,
    text: "The role definition '{roleDefinitionId}' is not assignable at the scope '{scope}'.",
  },
  // Code and second sentence: Azure RBAC troubleshooting of limits; Decision: the first
  RoleAssignmentLimitExceeded: {
    status: 400,
    text: 'The role assignment limit of {limit} for the {kind} has been reached. No more role assignments can be created.',
  },
  // observed: terraform-provider-azurerm#26122 (2024)
  CannotDeleteLastRbacAdminAssignment: { status: 412, text: 'Cannot delete the last RBAC admin assignment' },
  // Codes and statuses of the next five: azure-sdk-for-net authorization tests; Decision: the texts
  RoleDefinitionExists: {
    status: 409,
    text: "A built-in role definition with ID '{name}' exists; it cannot be changed.",
  },
  InvalidRoleDefinitionType: {
    status: 400,
    text: "The role definition type '{type}' is not valid. It must be 'CustomRole'.",
  },
  RoleDefinitionNameNullOrEmpty: { status: 400, text: 'The role definition name cannot be null or empty.' },
  MissingAssignableScopes: { status: 400, text: 'The role definition must have at least one assignable scope.' },
  BuiltInRoleDefinition: {
    status: 400,
    code: 'BadRequest',
    text: "The built-in role definition '{name}' cannot be deleted.",
  },
  InvalidAssignableScope: { status: 400, text: "The assignable scope '{scope}' is not valid. {detail}" }, // Decision
  ProviderNotFound: { status: 404, text: 'Provider {name} not found.' }, // recorded with Az PowerShell, 2015
  InvalidActionOrNotAction: {
    status: 400,
    text: "'{action}' does not match any of the actions supported by the providers.",
  },
  RoleDefinitionLimitExceeded: {
    status: 400,
    text: 'Role definition limit exceeded. No more role definitions can be created.',
  },
} as const satisfies Record<string, ArmErrorEntry>
