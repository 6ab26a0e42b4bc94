/**
 * The documented settings with which unmodified programs on the host use this cloud.
 *
 * - `ARM_CLOUD_METADATA_URL`, `AZURE_CORE_INSTANCE_DISCOVERY`: Azure CLI (observed with 2.74 and 2.91; the address is used verbatim)
 * - `AZURE_AUTHORITY_HOST`: azure-identity of every language; `ARM_METADATA_HOSTNAME`: Terraform's azurerm provider
 * - `JAVA_TOOL_OPTIONS`: every JVM (JVM Tool Interface specification)
 * - trust and metadata service: as inside a machine, see `machine-environment.ts`
 *
 * `MSI_ENDPOINT` and `IDENTITY_ENDPOINT` stay unset: they would turn clients to other sources than the metadata service.
 */
import { metadataEnvironment, trustEnvironment } from '../../compute/machine-environment.js'
import type { Credentials } from '../../config/credentials.js'
import type { DataFolder } from '../../config/data-folder.js'
import { trustStorePassword } from '../../config/java-trust-store.js'

export interface CloudEnvironmentInput {
  readonly origin: string
  readonly credentials: Credentials
  readonly files: DataFolder
  /** The certificate authority's file. */
  readonly caCertificate: string
  /** A machine's metadata service on a loopback port, `http://127.0.0.1:PORT`. */
  readonly metadataOrigin?: string
  /** Also the operator's secret. */
  readonly withCredentials?: boolean
  /** The variables that are set already: proxies and Java options are kept. */
  readonly present: Readonly<Record<string, string | undefined>>
}

export function cloudEnvironment(input: CloudEnvironmentInput): Record<string, string> {
  const { origin, credentials, files } = input
  return {
    AZURE_AUTHORITY_HOST: origin,
    AZURE_TENANT_ID: credentials.tenantId,
    AZURE_SUBSCRIPTION_ID: credentials.subscriptionId,
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    ARM_CLOUD_METADATA_URL: `${origin}/metadata/endpoints?api-version=2019-05-01`,
    ARM_METADATA_HOSTNAME: new URL(origin).host,
    ARM_TENANT_ID: credentials.tenantId,
    ARM_SUBSCRIPTION_ID: credentials.subscriptionId,
    ...trustEnvironment({ caCertificateFile: input.caCertificate, caBundleFile: files.caBundleFile }),
    JAVA_TOOL_OPTIONS: javaOptions(files.trustStoreFile, input.present.JAVA_TOOL_OPTIONS),
    ...(input.metadataOrigin === undefined ? {} : metadataEnvironment(input.metadataOrigin)),
    ...(input.withCredentials === true ? operator(credentials) : {}),
    ...withoutProxy(input.present),
  }
}

const operator = ({ operator: { clientId, clientSecret } }: Credentials): Record<string, string> => ({
  AZURE_CLIENT_ID: clientId,
  AZURE_CLIENT_SECRET: clientSecret,
  ARM_CLIENT_ID: clientId,
  ARM_CLIENT_SECRET: clientSecret,
})

/** Spaces in a path are quoted as the JVM's own parser wants it. */
function javaOptions(trustStore: string, present: string | undefined): string {
  const quoted = /\s/.test(trustStore) ? `"${trustStore}"` : trustStore
  const kept = (present ?? '')
    .split(/\s+(?=-)/)
    .filter((option) => option !== '' && !option.startsWith('-Djavax.net.ssl.trustStore'))
  return [
    ...kept,
    `-Djavax.net.ssl.trustStore=${quoted}`,
    '-Djavax.net.ssl.trustStoreType=JKS',
    `-Djavax.net.ssl.trustStorePassword=${trustStorePassword}`,
  ].join(' ')
}

/** Behind a proxy, our addresses must be asked directly (observed: az sends even 169.254.169.254 to the proxy). */
function withoutProxy(present: CloudEnvironmentInput['present']): Record<string, string> {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']
  if (!names.some((name) => present[name])) return {}
  const listed = (present.NO_PROXY ?? present.no_proxy ?? '').split(',').filter(Boolean)
  const all = [...new Set([...listed, 'localhost', '127.0.0.1', '169.254.169.254'])].join(',')
  return { NO_PROXY: all, no_proxy: all }
}
