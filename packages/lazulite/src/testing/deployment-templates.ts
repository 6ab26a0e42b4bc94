/** Small templates and the bodies that carry them, for tests of deployments. */
import type { Json, JsonObject } from '../domain/json.js'

export const identityType = 'Microsoft.ManagedIdentity/userAssignedIdentities'

/** A user-assigned identity; `after` names others of the template. */
export const identity = (name: string, ...after: readonly string[]): JsonObject => ({
  type: identityType,
  apiVersion: '2023-01-31',
  name,
  location: 'westus',
  ...(after.length === 0 ? {} : { dependsOn: after.map((other) => `${identityType}/${other}`) }),
})

export const template = (resources: readonly Json[], more: JsonObject = {}): JsonObject => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  ...more,
  resources,
})

/** Request body at group scope; `properties` beside template and mode. */
export const deploymentOf = (
  resources: readonly Json[],
  more: JsonObject = {},
  properties: JsonObject = {},
): JsonObject => ({
  properties: { mode: 'Incremental', template: template(resources, more), ...properties },
})

/** Reader at the deployment's own scope for an identity of the same template. */
export const readerFor = (name: string): JsonObject => ({
  type: 'Microsoft.Authorization/roleAssignments',
  apiVersion: '2022-04-01',
  name: '11111111-1111-4111-8111-111111111111',
  properties: {
    roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7',
    principalId: `[reference('${name}', '2023-01-31').principalId]`,
    principalType: 'ServicePrincipal',
  },
})
