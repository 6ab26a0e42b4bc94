import { describe, expect, it } from 'vitest'
import { dataFolder } from '../../config/data-folder.js'
import { cloudEnvironment } from './cloud-environment.js'

const input = {
  origin: 'https://localhost:4430',
  credentials: {
    tenantId: 'the-tenant',
    subscriptionId: 'the-subscription',
    admin: { userPrincipalName: 'admin@x', password: 'secret-1' },
    operator: { clientId: 'the-operator', clientSecret: 'secret-2' },
  },
  files: dataFolder('/data'),
  caCertificate: '/data/ca.pem',
  present: {},
}

describe('cloudEnvironment', () => {
  it('names authority, cloud metadata and trust, and no secret', () => {
    expect(cloudEnvironment(input)).toEqual({
      AZURE_AUTHORITY_HOST: 'https://localhost:4430',
      AZURE_TENANT_ID: 'the-tenant',
      AZURE_SUBSCRIPTION_ID: 'the-subscription',
      AZURE_CORE_INSTANCE_DISCOVERY: 'false',
      ARM_CLOUD_METADATA_URL: 'https://localhost:4430/metadata/endpoints?api-version=2019-05-01',
      ARM_METADATA_HOSTNAME: 'localhost:4430',
      ARM_TENANT_ID: 'the-tenant',
      ARM_SUBSCRIPTION_ID: 'the-subscription',
      SSL_CERT_FILE: '/data/ca-bundle.pem',
      REQUESTS_CA_BUNDLE: '/data/ca-bundle.pem',
      CURL_CA_BUNDLE: '/data/ca-bundle.pem',
      GIT_SSL_CAINFO: '/data/ca-bundle.pem',
      NODE_EXTRA_CA_CERTS: '/data/ca.pem',
      JAVA_TOOL_OPTIONS:
        '-Djavax.net.ssl.trustStore=/data/trust-store.jks -Djavax.net.ssl.trustStoreType=JKS -Djavax.net.ssl.trustStorePassword=changeit',
    })
  })

  it("adds a machine's metadata service, and the operator's secret when asked", () => {
    const variables = cloudEnvironment({ ...input, metadataOrigin: 'http://127.0.0.1:5', withCredentials: true })
    expect(variables).toMatchObject({
      AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:5',
      MSAL_MANAGED_IDENTITY_ENDPOINT: 'http://127.0.0.1:5/metadata/identity/oauth2/token',
      AZURE_CLIENT_ID: 'the-operator',
      AZURE_CLIENT_SECRET: 'secret-2',
    })
  })

  it.each([
    ['no proxy', {}, undefined],
    ['a proxy', { HTTPS_PROXY: 'http://p' }, 'localhost,127.0.0.1,169.254.169.254'],
    [
      'a proxy with exceptions',
      { http_proxy: 'http://p', no_proxy: 'corp,localhost' },
      'corp,localhost,127.0.0.1,169.254.169.254',
    ],
  ])('with %s', (_what, present, expected) => {
    const { NO_PROXY, no_proxy } = cloudEnvironment({ ...input, present })
    expect([NO_PROXY, no_proxy]).toEqual([expected, expected])
  })

  it.each([
    ['kept', '-Xmx1g', '/data', '-Xmx1g -Djavax.net.ssl.trustStore=/data/trust-store.jks'],
    [
      'replaced when they are ours',
      '-Djavax.net.ssl.trustStore=/old -Xss1m',
      '/data',
      '-Xss1m -Djavax.net.ssl.trustStore=/data/trust-store.jks',
    ],
    [
      'quoted when a folder has a space',
      undefined,
      '/my data',
      '-Djavax.net.ssl.trustStore="/my data/trust-store.jks"',
    ],
  ])('Java options are %s', (_what, present, folder, expected) => {
    const variables = cloudEnvironment({ ...input, files: dataFolder(folder), present: { JAVA_TOOL_OPTIONS: present } })
    expect(variables.JAVA_TOOL_OPTIONS?.startsWith(`${expected} `)).toBe(true)
  })
})
