/**
 * Deny assignments, access checks and what else Microsoft.Authorization refuses beside roles and their assignments.
 *
 * Observed: Azure/ARO-RP#423 (denied linked scopes), Azure/ARO-RP#424 (a name that is taken), Azure/deployment-stacks#125
 * (an application's object id). The code DenyAssignmentNotFound: branched on by public clients. Decision: all other texts,
 * after those of role assignments.
 */
import type { ArmErrorEntry } from './catalogue.js'

export const accessErrors = {
  DenyAssignmentNotFound: { status: 404, text: "The deny assignment '{name}' is not found." },
  DenyAssignmentExists: {
    status: 409,
    text: 'Custom deny assignment with the same name {displayName} already exists.',
  },
  InvalidDenyAssignmentId: {
    status: 400,
    text: "The deny assignment ID '{name}' is not valid. The deny assignment ID must be a GUID.",
  },
  InvalidCreateDenyAssignmentRequest: { status: 400, text: '{detail}' },
  // Azure's own grammar
  ApplicationInDenyAssignment: {
    status: 400,
    code: 'InvalidCreateDenyAssignmentRequest',
    text: "Deny assignment doesn't not support object type Application. ObjectId {objectId}, TenantId {tenantId}.",
  },
  DenyAssignmentUpdateNotPermitted: {
    status: 400,
    text: "The deny assignment '{name}' exists at another scope. The scope of a deny assignment is not allowed to be updated.",
  },
  DenyAssignmentIsSystemProtected: {
    status: 403,
    text: "The deny assignment '{name}' is protected by the system. It cannot be created, changed or deleted by clients.",
  },
  UnsupportedDenyAssignmentFilter: {
    status: 400,
    code: 'UnsupportedQuery',
    text: "The filter '{filter}' is not supported. Supported filters are either 'atScope()' or 'assignedTo('{value}')' or principalId eq '{value}' or gdprExportPrincipalId eq '{value}' or denyAssignmentName eq '{value}'.",
  },
  MissingDenyAssignmentFilter: {
    status: 400,
    code: 'UnsupportedQuery',
    text: 'A filter is required to list deny assignments at the root scope.',
  },
  LinkedAuthorizationDenied: {
    status: 403,
    code: 'LinkedAuthorizationFailed',
    text: "The client '{client}' with object id '{principalId}' has permission to perform action '{action}' on scope '{scope}'; however, it does not have permission to perform action '{linkedAction}' on the '{refusedCount}' linked scope(s) '{refusedScope}' or the linked scope(s) are invalid and is blocked by deny assignments on the '{deniedCount}' linked scope(s) '{deniedScope}'.",
  },
  InvalidCheckAccessRequest: { status: 400, text: '{detail}' },
} as const satisfies Record<string, ArmErrorEntry>
