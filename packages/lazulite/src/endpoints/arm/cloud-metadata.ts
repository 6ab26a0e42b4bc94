/**
 * `GET /metadata/endpoints`: what a cloud tells its clients about itself, anonymously, in three shapes by api-version
 * (az `cloud register` and ARM_CLOUD_METADATA_URL, Terraform, Az PowerShell `Add-AzEnvironment`; observed 2023–2026).
 *
 * The endpoints named are those of the origin that was asked: `https://management.azure.com` names the public hosts,
 * `https://localhost:4430` itself, so that a registered cloud never leaves the machine.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { armHost, graphHost, portalHost, signInHost } from '../../domain/public-names.js'
import type { ArmResponse } from '../../providers/define.js'
import { requireApiVersion } from './api-version.js'
import { parseQuery } from './query.js'

export const isCloudMetadataPath = (url: string): boolean => /^\/*metadata\/+endpoints\/?(\?|$)/i.test(url)

const audiences = ['https://management.core.windows.net/', 'https://management.azure.com/']

interface Hosts {
  readonly name: string
  readonly arm: string
  readonly login: string
  readonly graph: string
  readonly portal: string
}

function hostsFor(origin: string): Hosts {
  if (origin.toLowerCase() === `https://${armHost}`) {
    return {
      name: 'AzureCloud',
      arm: `https://${armHost}/`,
      login: `https://${signInHost}`,
      graph: `https://${graphHost}/`,
      portal: `https://${portalHost}`,
    }
  }
  return { name: 'Lazulite', arm: origin, login: origin, graph: `${origin}/`, portal: origin }
}

/** @throws ArmError */
export function cloudMetadata(
  request: { readonly method: string; readonly url: string; readonly origin: string },
  locations: readonly string[],
): ArmResponse {
  if (request.method !== 'GET') throw new ArmError('MethodNotAllowed', { method: request.method })
  const query = parseQuery(request.url.split('?')[1] ?? '')
  const apiVersion = requireApiVersion(query.get('api-version'))
  const hosts = hostsFor(request.origin)
  switch (apiVersion) {
    case '1.0':
    case '2015-01-01':
      return { status: 200, body: firstShape(hosts) }
    case '2018-01-01':
      return {
        status: 200,
        body: { cloudEndpoint: { public: { endpoint: hosts.arm.replace(/^https:\/\/|\/$/g, ''), locations } } },
      }
    case '2019-05-01':
    case '2020-06-01':
      return { status: 200, body: [cloud(hosts)] }
    case '2022-09-01':
      return { status: 200, body: cloud(hosts) }
    default:
      throw new ArmError('InvalidApiVersionParameter', {
        apiVersion,
        supported: '2022-09-01,2020-06-01,2019-05-01,2018-01-01,2015-01-01,1.0',
      })
  }
}

/** The newest shape, under Azure's public names. */
export const publicCloud = (): JsonObject => cloud(hostsFor(`https://${armHost}`))

const firstShape = (hosts: Hosts): JsonObject => ({
  galleryEndpoint: hosts.arm,
  graphEndpoint: 'https://graph.windows.net/',
  portalEndpoint: hosts.portal,
  authentication: { loginEndpoint: hosts.login, audiences },
})

/** Services without a counterpart here keep their public addresses: clients want the keys, and nothing here answers them. */
const cloud = (hosts: Hosts): JsonObject => ({
  portal: hosts.portal,
  authentication: { loginEndpoint: hosts.login, audiences, tenant: 'common', identityProvider: 'AAD' },
  media: 'https://rest.media.azure.net',
  graphAudience: 'https://graph.windows.net/',
  graph: 'https://graph.windows.net/',
  name: hosts.name,
  suffixes: {
    azureDataLakeStoreFileSystem: 'azuredatalakestore.net',
    acrLoginServer: 'azurecr.io',
    sqlServerHostname: 'database.windows.net',
    azureDataLakeAnalyticsCatalogAndJob: 'azuredatalakeanalytics.net',
    keyVaultDns: 'vault.azure.net',
    storage: 'core.windows.net',
    azureFrontDoorEndpointSuffix: 'azurefd.net',
    storageSyncEndpointSuffix: 'afs.azure.net',
    mhsmDns: 'managedhsm.azure.net',
    mysqlServerEndpoint: 'mysql.database.azure.com',
    postgresqlServerEndpoint: 'postgres.database.azure.com',
    mariadbServerEndpoint: 'mariadb.database.azure.com',
    synapseAnalytics: 'dev.azuresynapse.net',
    attestationEndpoint: 'attest.azure.net',
  },
  batch: 'https://batch.core.windows.net/',
  resourceManager: hosts.arm,
  vmImageAliasDoc:
    'https://raw.githubusercontent.com/Azure/azure-rest-api-specs/main/arm-compute/quickstart-templates/aliases.json',
  activeDirectoryDataLake: 'https://datalake.azure.net/',
  sqlManagement: 'https://management.core.windows.net:8443/',
  microsoftGraphResourceId: hosts.graph,
  appInsightsResourceId: 'https://api.applicationinsights.io',
  appInsightsTelemetryChannelResourceId: 'https://dc.applicationinsights.azure.com/v2/track',
  attestationResourceId: 'https://attest.azure.net',
  synapseAnalyticsResourceId: 'https://dev.azuresynapse.net',
  logAnalyticsResourceId: 'https://api.loganalytics.io',
  ossrDbmsResourceId: 'https://ossrdbms-aad.database.windows.net',
  gallery: 'https://gallery.azure.com/',
})
