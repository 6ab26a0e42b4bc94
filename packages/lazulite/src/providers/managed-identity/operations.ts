/**
 * `GET /providers/Microsoft.ManagedIdentity/operations`: the actions that roles can name. Open to every caller.
 * Names and labels: recorded 2022–2023, the same in every api-version; the descriptions are our own words.
 */
import type { JsonObject } from '../../domain/json.js'
import { defineResourceType } from '../define.js'
import { managedIdentityApiVersions } from './api-versions.js'

const identities = 'User Assigned Identities'
const credentials = 'Federated Identity Credentials'

/** Name below the namespace, resource, operation, description. */
const operations: readonly (readonly [string, string, string, string])[] = [
  ['identities/read', 'System Assigned Identities', 'Get System Assigned Identity', 'Shows a system-assigned identity'],
  ['operations/read', 'Managed Identity operations', 'List Managed Identity operations', 'Shows this list'],
  [
    'register/action',
    'Managed Identity Resource Provider',
    'Registers the Managed Identity Resource Provider',
    'Lets a subscription use managed identities',
  ],
  ['userAssignedIdentities/assign/action', identities, 'Assign User Assigned Identity', 'Gives it to a resource'],
  ['userAssignedIdentities/delete', identities, 'Delete User Assigned Identity', 'Removes the identity'],
  [
    'userAssignedIdentities/federatedIdentityCredentials/read',
    credentials,
    'Get or list Federated Identity Credentials',
    'Shows which outside tokens the identity trusts',
  ],
  [
    'userAssignedIdentities/federatedIdentityCredentials/write',
    credentials,
    'Add or update Federated Identity Credential',
    'Makes the identity trust an outside token',
  ],
  [
    'userAssignedIdentities/federatedIdentityCredentials/delete',
    credentials,
    'Delete Federated Identity Credential',
    'Ends the trust in an outside token',
  ],
  [
    'userAssignedIdentities/listAssociatedResources/action',
    identities,
    'List associated resources for User Assigned Identity',
    'Shows the resources that carry the identity',
  ],
  ['userAssignedIdentities/read', identities, 'Get User Assigned Identity', 'Shows the identity'],
  ['userAssignedIdentities/write', identities, 'Create/Update User Assigned Identity', 'Makes it or changes its tags'],
]

export const managedIdentityOperations = defineResourceType({
  type: 'Microsoft.ManagedIdentity/operations',
  apiVersions: managedIdentityApiVersions,
  scopes: ['tenant'],
  isGlobal: true,
  list: {
    action: 'Microsoft.ManagedIdentity/operations/read',
    openToAnyone: true,
    run: async () => ({ status: 200, body: { value: operations.map(render) } }),
  },
})

function render([name, resource, operation, description]: readonly [string, string, string, string]): JsonObject {
  const display = { provider: 'Microsoft Managed Identity', resource, operation, description }
  return { name: `Microsoft.ManagedIdentity/${name}`, display }
}
