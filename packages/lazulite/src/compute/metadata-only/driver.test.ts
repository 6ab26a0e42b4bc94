import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../testing/silent-log.js'
import { CallerRegistry } from '../caller-registry.js'
import { describeComputeDriver, vmA } from '../contract/compute-driver-contract.js'
import { readRuntimeEntry } from '../runtime-entries.js'
import { MetadataOnlyDriver } from './driver.js'

describeComputeDriver('metadata-only', (materials) => MetadataOnlyDriver.start(materials))

describe('a metadata-only machine', () => {
  let runtimeFolder: string
  let driver: MetadataOnlyDriver
  beforeEach(async () => {
    runtimeFolder = await mkdtemp(join(tmpdir(), 'lazulite-compute-'))
    driver = await MetadataOnlyDriver.start({
      caCertificateFile: '/ca.pem',
      caBundleFile: '/bundle.pem',
      runtimeFolder,
      guests: { metadata: (socket) => socket.destroy(), cloud: (socket) => socket.destroy() },
      callers: new CallerRegistry(),
      log: silentLog,
    })
  })
  afterEach(async () => {
    await driver.close()
    await rm(runtimeFolder, { recursive: true })
  })

  it('listens nowhere until it is asked to, and then tells every client that can be told where', async () => {
    await driver.ensure(vmA)
    const trust = {
      SSL_CERT_FILE: '/bundle.pem',
      REQUESTS_CA_BUNDLE: '/bundle.pem',
      CURL_CA_BUNDLE: '/bundle.pem',
      GIT_SSL_CAINFO: '/bundle.pem',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
    }
    expect(driver.entry(vmA.vmId)).toEqual({ driver: 'metadata-only', environment: trust })
    const origin = await driver.openMetadataPort(vmA.vmId)
    const entry = {
      driver: 'metadata-only',
      environment: {
        ...trust,
        AZURE_POD_IDENTITY_AUTHORITY_HOST: origin,
        MSAL_MANAGED_IDENTITY_ENDPOINT: `${origin}/metadata/identity/oauth2/token`,
        ARM_MSI_ENDPOINT: `${origin}/metadata/identity/oauth2/token`,
      },
    }
    expect(driver.entry(vmA.vmId)).toEqual(entry)
    expect(await readRuntimeEntry(runtimeFolder, vmA.vmId)).toEqual({ resourceId: vmA.resourceId, entry })
  })
})
