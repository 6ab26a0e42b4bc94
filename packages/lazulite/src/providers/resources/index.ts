/** Microsoft.Resources: tenants, subscriptions, locations, providers, resource groups, generic resource lists, tags. */
import { defineProvider, type ProviderDefinition } from '../define.js'
import { deploymentOperationStatuses, deploymentOperations } from './deployments/deployment-operations.js'
import { deployments } from './deployments/deployments.js'
import { calculateTemplateHash } from './deployments/template-hash.js'
import { locations } from './locations.js'
import { operationResults } from './operation-results.js'
import { subscriptionProviders, tenantProviders } from './providers.js'
import { resourceGroups } from './resource-groups.js'
import { groupResources, subscriptionResources, tenantResources } from './resource-lists.js'
import { subscriptions, tenants } from './subscriptions.js'
import { tagNames, tagValues } from './tag-names.js'
import { tags } from './tags.js'

/** `registered` is asked late: the provider list contains this provider too. */
export const createResourcesProvider = (registered: () => readonly ProviderDefinition[]): ProviderDefinition =>
  defineProvider({
    namespace: 'Microsoft.Resources',
    registrationPolicy: 'RegistrationFree',
    types: [
      tenants,
      subscriptions,
      locations,
      tenantProviders(registered),
      subscriptionProviders(registered),
      resourceGroups,
      tenantResources(registered),
      subscriptionResources(registered),
      groupResources(registered),
      operationResults,
      deployments,
      deploymentOperations,
      deploymentOperationStatuses,
      calculateTemplateHash,
      tags,
      tagNames,
      tagValues,
    ],
  })
