/**
 * Environment variables of programs inside a machine.
 *
 * Sources: curl(1) (CURL_CA_BUNDLE), Requests "SSL Cert Verification" (REQUESTS_CA_BUNDLE), OpenSSL SSL_CTX_set_default_verify_paths(3)
 * (SSL_CERT_FILE; Go and .NET read it too), Node CLI (NODE_EXTRA_CA_CERTS), git-config(1) (GIT_SSL_CAINFO);
 * the metadata variables: MSAL .NET, MSAL Node and azure-identity (AZURE_POD_IDENTITY_AUTHORITY_HOST),
 * MSAL Python (MSAL_MANAGED_IDENTITY_ENDPOINT), the Terraform provider (ARM_MSI_ENDPOINT).
 */
import { shellTokenAddress } from '../ports/compute.js'

export interface TrustFiles {
  /** PEM of this cloud's certificate authority alone. */
  readonly caCertificateFile: string
  /** PEM of the host's certificate authorities and ours. */
  readonly caBundleFile: string
}

export const trustEnvironment = (files: TrustFiles): Record<string, string> => ({
  SSL_CERT_FILE: files.caBundleFile,
  REQUESTS_CA_BUNDLE: files.caBundleFile,
  CURL_CA_BUNDLE: files.caBundleFile,
  GIT_SSL_CAINFO: files.caBundleFile,
  NODE_EXTRA_CA_CERTS: files.caCertificateFile,
})

/** Nothing but this cloud can be reached from inside a namespace, a proxy of the host's least of all. */
export const withoutProxies: Readonly<Record<string, string>> = { NO_PROXY: '*', no_proxy: '*' }

/**
 * By which az, MSAL and azure-identity know that they are in Cloud Shell, and where its tokens are (observed in the sources
 * of Azure CLI 2.91 and MSAL for Python 1.39; MSAL takes the address for granted).
 */
export const shellEnvironment: Readonly<Record<string, string>> = {
  ACC_CLOUD: 'PROD',
  AZUREPS_HOST_ENVIRONMENT: 'cloud-shell/1.0',
  MSI_ENDPOINT: `http://localhost:${shellTokenAddress.port}/oauth2/token`,
}

/** For clients that may be told where the metadata service is. `origin`: `http://127.0.0.1:PORT`. */
export const metadataEnvironment = (origin: string): Record<string, string> => ({
  AZURE_POD_IDENTITY_AUTHORITY_HOST: origin,
  MSAL_MANAGED_IDENTITY_ENDPOINT: `${origin}/metadata/identity/oauth2/token`,
  ARM_MSI_ENDPOINT: `${origin}/metadata/identity/oauth2/token`,
})

/**
 * Variables with which a caller's shell may point at an identity that is not the machine's own:
 * they win over 169.254.169.254 in every SDK, so they do not come along into a machine.
 */
export const foreignIdentityVariables: readonly string[] = [
  'AZURE_POD_IDENTITY_AUTHORITY_HOST',
  'MSAL_MANAGED_IDENTITY_ENDPOINT',
  'ARM_MSI_ENDPOINT',
  'IDENTITY_ENDPOINT',
  'IDENTITY_HEADER',
  'IDENTITY_SERVER_THUMBPRINT',
  'IMDS_ENDPOINT',
  'MSI_ENDPOINT',
  'MSI_SECRET',
]
