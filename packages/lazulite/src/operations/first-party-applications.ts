import { graphClientId } from '../domain/directory/first-party-permissions.js'
/**
 * Microsoft's own applications that every tenant knows, as far as clients of managed identities meet them.
 *
 * Client ids and resource names: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
 * and the `az` and Az PowerShell sources (the ids that they sign in with). The object ids are each tenant's own.
 */

export interface FirstPartyApplication {
  readonly clientId: string
  readonly displayName: string
}

/** The portal: a single-page application, at home at the portal's address (see `name-own-origins.ts`). */
export const portalClientId = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c'

/** Public clients: people sign in with them, and they hold no secret. */
export const publicClients: readonly FirstPartyApplication[] = [
  { clientId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46', displayName: 'Microsoft Azure CLI' },
  { clientId: '1950a258-227b-4e31-a9cf-717495945fc2', displayName: 'Microsoft Azure PowerShell' },
  { clientId: portalClientId, displayName: 'Azure Portal' },
]

/** Resources: what tokens are asked for, by any of these names or by client id. */
export const resourceApplications: readonly (FirstPartyApplication & { readonly names: readonly string[] })[] = [
  {
    clientId: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
    displayName: 'Windows Azure Service Management API',
    names: ['https://management.azure.com', 'https://management.core.windows.net'],
  },
  {
    clientId: graphClientId,
    displayName: 'Microsoft Graph',
    names: ['https://graph.microsoft.com'],
  },
  {
    clientId: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
    displayName: 'Azure Key Vault',
    names: ['https://vault.azure.net'],
  },
  {
    clientId: 'e406a681-f3d4-42a8-90b6-c2b029497af1',
    displayName: 'Azure Storage',
    names: ['https://storage.azure.com'],
  },
  {
    clientId: '022907d3-0f1b-48f7-badc-1ba6abab6d66',
    displayName: 'Azure SQL Database',
    names: ['https://database.windows.net'],
  },
  {
    clientId: '123cd850-d9df-40bd-94d5-c9f07b7fa203',
    displayName: 'OSSRDBMS AAD',
    names: ['https://ossrdbms-aad.database.windows.net'],
  },
  {
    clientId: 'e9f49c6b-5ce5-44c8-925d-015017e9f7ad',
    displayName: 'Azure Data Lake',
    names: ['https://datalake.azure.net'],
  },
  {
    clientId: 'ddbf3205-c6bd-46ae-8127-60eb93363864',
    displayName: 'Microsoft Azure Batch',
    names: ['https://batch.core.windows.net'],
  },
]
