/**
 * Management groups. Recorded with Azure CLI, 2021: the refusal of somebody who may not read. Decision: the other texts
 * (limits: Azure's page on management groups).
 */
import type { ArmErrorEntry } from './catalogue.js'

export const managementErrors = {
  ManagementGroupNotReadable: {
    status: 400,
    code: 'BadRequest',
    text: 'Reader level access is required on the management group or group ancestors.',
  },
  ManagementGroupNotFound: { status: 404, code: 'NotFound', text: "The management group '{name}' could not be found." },
  InvalidManagementGroupName: {
    status: 400,
    code: 'BadRequest',
    text: "The management group name '{name}' is invalid. It must have 1 to 90 characters, only letters, digits, '-', '_', '(', ')' and '.', and must not end with a period.",
  },
  RootManagementGroupChange: {
    status: 400,
    code: 'BadRequest',
    text: "The root management group '{name}' can neither be moved nor deleted.",
  },
  ManagementGroupNotEmpty: {
    status: 400,
    code: 'BadRequest',
    text: "The management group '{name}' cannot be deleted: it has child groups or subscriptions.",
  },
  ManagementGroupCycle: {
    status: 400,
    code: 'BadRequest',
    text: "The management group '{name}' cannot be moved below itself.",
  },
  ManagementGroupTooDeep: {
    status: 400,
    code: 'BadRequest',
    text: 'The hierarchy of management groups can have at most {limit} levels below the root.',
  },
  SubscriptionNotInManagementGroup: {
    status: 404,
    code: 'NotFound',
    text: "The subscription '{subscriptionId}' could not be found in the management group '{name}'.",
  },
} as const satisfies Record<string, ArmErrorEntry>
