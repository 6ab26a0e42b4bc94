/** Microsoft.ManagedIdentity: user-assigned identities, and the view on system-assigned ones. */
import { defineProvider } from '../define.js'
import { federatedIdentityCredentials } from './federated-identity-credentials.js'
import { managedIdentityOperations } from './operations.js'
import { systemAssignedIdentities } from './system-assigned-identity.js'
import { userAssignedIdentities } from './user-assigned-identities.js'

export const managedIdentity = defineProvider({
  namespace: 'Microsoft.ManagedIdentity',
  registrationPolicy: 'RegistrationRequired',
  types: [userAssignedIdentities, federatedIdentityCredentials, systemAssignedIdentities, managedIdentityOperations],
})
