/**
 * What is known of Azure beyond Lazulite: so that a missing part is called missing, and a misspelt one misspelt.
 * Source: recorded provider manifests, and namespaces of the REST-to-action map (2026-06).
 */
import known from '../../data/known-namespaces.json' with { type: 'json' }
import { findManifest, manifestNamespaces } from './provider-manifests.js'

const namesOnly: ReadonlyMap<string, string> = new Map(
  known.namespaces.map((namespace) => [namespace.toLowerCase(), namespace]),
)

/** Types that came after the recorded manifests. Source: client libraries of Microsoft.Authorization, 2026. */
const laterTypes: ReadonlySet<string> = new Set(
  [
    'accessReviewHistoryDefinitions',
    'accessReviewScheduleDefinitions',
    'accessReviewScheduleSettings',
    'attributeNamespaces',
    'eligibleChildResources',
    'roleAssignmentApprovals',
    'roleAssignmentScheduleInstances',
    'roleAssignmentScheduleRequests',
    'roleAssignmentSchedules',
    'roleEligibilityScheduleInstances',
    'roleEligibilityScheduleRequests',
    'roleEligibilitySchedules',
    'roleManagementAlertConfigurations',
    'roleManagementAlertDefinitions',
    'roleManagementAlertOperations',
    'roleManagementAlerts',
    'roleManagementPolicies',
    'roleManagementPolicyAssignments',
    'searchRoleAssignments',
    'searchRoleDefinitions',
  ].map((type) => `microsoft.authorization/${type.toLowerCase()}`),
)

export const isKnownNamespace = (namespace: string): boolean =>
  namesOnly.has(namespace.toLowerCase()) || findManifest(namespace) !== undefined

/** `type` without its namespace, `virtualMachines/extensions`. */
export const isKnownType = (namespace: string, type: string): boolean =>
  laterTypes.has(`${namespace}/${type}`.toLowerCase()) ||
  (findManifest(namespace)?.types.some((one) => one.type.toLowerCase() === type.toLowerCase()) ?? false)

/** Every namespace that Azure is known to have, in registered case, by name. */
export const knownNamespaces = (): readonly string[] =>
  [...namesOnly.values(), ...manifestNamespaces()].sort((one, other) =>
    one.toLowerCase() < other.toLowerCase() ? -1 : 1,
  )
