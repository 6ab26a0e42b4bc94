/**
 * What the identity service says of federated credentials. Sources: Azure/azure-cli#31598, zioproto/istio-aks-example#6,
 * Azure/bicep-types-az#2054, Azure/bicep-registry-modules#1447, Entra's table of errors; "Decision:" marks the others.
 */
import type { ArmErrorEntry } from './catalogue.js'

export const federatedCredentialErrors = {
  InvalidFederatedCredentialName: {
    status: 400,
    code: 'BadRequest',
    text: "Federated Identity Credential name '{name}' is invalid.",
  },
  IncompleteFederatedCredential: {
    status: 400,
    code: 'BadRequest',
    text: "The request format was unexpected. Federated Identity Credential must specify 'issuer', 'subject' and 'audience'.",
  },
  InvalidFederatedIdentityCredentialsAudienceLength: {
    status: 400,
    text: 'Federated identity credentials must have exactly 1 audience.',
  },
  FederatedCredentialValueTooLong: {
    status: 400,
    code: 'BadRequest',
    text: "The request format was unexpected. The Federated Identity Credential's '{property}' exceeds {limit} characters.", // Decision
  },
  InvalidFederatedCredentialIssuer: {
    status: 400,
    code: 'BadRequest',
    text: "The request format was unexpected. The Federated Identity Credential's 'issuer' must be an https URL without query and fragment: '{issuer}'.", // Decision
  },
  FederatedCredentialExists: {
    status: 409,
    code: 'Conflict',
    text: 'Issuer and subject combination already exists for this Managed Identity.',
  },
  TooManyFederatedCredentials: {
    status: 400,
    code: 'BadRequest',
    text: 'A Managed Identity can have at most {limit} Federated Identity Credentials.', // Decision
  },
  ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity: {
    status: 409,
    text: "Too many Federated Identity Credentials are written concurrently for the managed identity '{identityId}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.",
  },
} as const satisfies Record<string, ArmErrorEntry>
