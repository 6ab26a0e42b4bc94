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

/**
 * Types of a namespace that is here and whose manifest was not recorded. Source: names of its operations in the
 * REST-to-action map, and Azure Monitor's REST reference.
 */
const typesWithoutManifest: ReadonlySet<string> = new Set(
  [
    'actionGroups',
    'activityLogAlerts',
    'alertRules',
    'autoscaleSettings',
    'components',
    'createNotifications',
    'dataCollectionEndpoints',
    'dataCollectionRuleAssociations',
    'dataCollectionRules',
    'diagnosticSettings',
    'diagnosticSettingsCategories',
    'eventCategories',
    'eventtypes',
    'eventtypes/values',
    'logDefinitions',
    'logProfiles',
    'logs',
    'metricAlerts',
    'metricBaselines',
    'metricDefinitions',
    'metricNamespaces',
    'metrics',
    'metricBatch',
    'monitoredObjects',
    'myWorkbooks',
    'notificationStatus',
    'operations',
    'privateLinkScopeOperationStatuses',
    'privateLinkScopes',
    'scheduledQueryRules',
    'tenantActionGroups',
    'vmInsightsOnboardingStatuses',
    'webtests',
    'workbooks',
    'workbookTemplates',
  ].map((type) => `microsoft.insights/${type.toLowerCase()}`),
)

export const isKnownNamespace = (namespace: string): boolean =>
  namesOnly.has(namespace.toLowerCase()) || findManifest(namespace) !== undefined

/** `type` without its namespace, `virtualMachines/extensions`. */
export const isKnownType = (namespace: string, type: string): boolean =>
  typesWithoutManifest.has(`${namespace}/${type}`.toLowerCase()) ||
  laterTypes.has(`${namespace}/${type}`.toLowerCase()) ||
  (findManifest(namespace)?.types.some((one) => one.type.toLowerCase() === type.toLowerCase()) ?? false)

/** Every namespace that Azure is known to have, in registered case, by name. */
export const knownNamespaces = (): readonly string[] =>
  [...namesOnly.values(), ...manifestNamespaces()].sort((one, other) =>
    one.toLowerCase() < other.toLowerCase() ? -1 : 1,
  )
