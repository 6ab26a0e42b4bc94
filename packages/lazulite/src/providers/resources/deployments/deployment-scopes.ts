/** Scopes at which Azure has deployments and Lazulite does not. */
import type { ResourceTypeDefinition } from '../../define.js'

type MissingScopes = NonNullable<ResourceTypeDefinition['missingScopes']>

export const missingDeploymentScopes: MissingScopes = [
  { pattern: /^\/providers\/Microsoft\.Management\/managementGroups\/[^/]+$/i, name: 'at management group scope' },
  { pattern: /^\/$/, name: 'at tenant scope' },
]
