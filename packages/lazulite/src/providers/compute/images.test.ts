import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscription, testSubscriptionId } from '../../testing/test-ports.js'

const location = `${testSubscription}/providers/Microsoft.Compute/locations/westus`
const jammy = 'publishers/Canonical/artifacttypes/vmimage/offers/0001-com-ubuntu-server-jammy/skus/22_04-lts-gen2'
const idOf = (rest: string): string =>
  `/Subscriptions/${testSubscriptionId}/Providers/Microsoft.Compute/Locations/westus/${rest}`
const latest = '22.04.202609100'

let world: TestArm
beforeAll(async () => {
  world = await startTestArm()
})
afterAll(() => world.close())
const get = (path: string, query = '', apiVersion = '2024-11-01') =>
  world.call('GET', `${location}/${path}?api-version=${apiVersion}${query}`)
const namesIn = async (path: string, query = '') =>
  (await get(path, query)).body.map(({ name }: { name: string }) => name)

describe('platform images', () => {
  it('are listed step by step, as bare arrays with ids in their own case', async () => {
    expect((await get('publishers')).body).toContainEqual({
      location: 'westus',
      name: 'Canonical',
      id: idOf('Publishers/Canonical'),
    })
    expect((await get('publishers/canonical/artifacttypes/vmimage/offers')).body).toContainEqual({
      location: 'westus',
      name: 'ubuntu-24_04-lts',
      id: idOf('Publishers/Canonical/ArtifactTypes/VMImage/Offers/ubuntu-24_04-lts'),
    })
    expect(await namesIn('publishers/Canonical/artifacttypes/vmimage/offers/UbuntuServer/skus')).toContain('18.04-LTS')
    expect(await namesIn(`${jammy}/versions`)).toEqual(['22.04.202601160', latest])
  })

  it('are asked for the newest version as Azure CLI does', async () => {
    expect(await namesIn(`${jammy}/versions`, '&$top=1&$orderby=name%20desc')).toEqual([latest])
    expect((await get(`${jammy}/versions`, '&$top=1&$orderby=name%20desc')).body[0].properties).toBeUndefined()
    const [expanded] = (await get(`${jammy}/versions`, '&$expand=properties&$top=1&$orderby=name%20desc')).body
    expect(expanded).toEqual((await get(`${jammy}/versions/${latest}`)).body)
  })

  it('say what machines made from them are like', async () => {
    expect((await get(`${jammy}/versions/${latest}`)).body).toEqual({
      location: 'westus',
      name: latest,
      id: idOf(
        `Publishers/Canonical/ArtifactTypes/VMImage/Offers/0001-com-ubuntu-server-jammy/Skus/22_04-lts-gen2/Versions/${latest}`,
      ),
      properties: {
        hyperVGeneration: 'V2',
        architecture: 'x64',
        automaticOSUpgradeProperties: { automaticOSUpgradeSupported: true },
        disallowed: { vmDiskType: 'None' },
        imageDeprecationStatus: { imageState: 'Active' },
        features: [
          { name: 'SecurityType', value: 'TrustedLaunchSupported' },
          { name: 'IsAcceleratedNetworkSupported', value: 'True' },
          { name: 'DiskControllerTypes', value: 'SCSI, NVMe' },
        ],
        osDiskImage: { operatingSystem: 'Linux', sizeInGb: 30 },
        dataDiskImages: [],
      },
    })
    const flatcar =
      'publishers/kinvolk/artifacttypes/vmimage/offers/flatcar-container-linux-free/skus/stable-gen2/versions/latest'
    expect((await get(flatcar)).body.properties.plan).toEqual({
      publisher: 'kinvolk',
      name: 'stable-gen2',
      product: 'flatcar-container-linux-free',
    })
  })

  it.each([
    ['publishers/fooBAR/artifacttypes/vmimage/offers', 'Publisher: fooBAR was not found.'],
    ['publishers/fooBAR/artifacttypes/vmimage/offers/a/skus/b/versions', 'Publisher: fooBAR was not found.'],
    ['publishers/Canonical/artifacttypes/vmimage/offers/nope/skus', 'Artifact: VMImage was not found.'],
    [
      'publishers/Canonical/artifacttypes/vmimage/offers/UbuntuServer/skus/nope/versions',
      'Artifact: VMImage was not found.',
    ],
    [`${jammy}/versions/1.2.3`, 'Artifact: VMImage was not found.'],
  ])('are missing in the words of Azure: %s', async (path, message) => {
    const answer = await get(path)
    expect([answer.status, answer.body]).toEqual([404, { error: { code: 'NotFound', message } }])
  })

  it('of extensions are missing by name', async () => {
    expect((await get('publishers/Canonical/artifacttypes/vmextension/types')).status).toBe(501)
  })
})

describe('images of people', () => {
  const images = `${group}/providers/Microsoft.Compute/images`
  const call = (method: string, id: string, body?: unknown) =>
    world.call(method, `${id}?api-version=2023-03-01`, { body })

  it('are none, and cannot be made', async () => {
    expect((await call('GET', images)).body).toEqual({ value: [] })
    const [one, made] = [await call('GET', `${images}/i`), await call('PUT', `${images}/i`, { location: 'westus' })]
    expect([one.status, one.body.error.code, made.status]).toEqual([404, 'ResourceNotFound', 501])
    expect((await call('DELETE', `${images}/i`)).status).toBe(204)
  })
})

describe('quotas and skus', () => {
  it('count what a subscription uses', async () => {
    const value = (await get('usages')).body.value
    expect(value.slice(0, 3)).toEqual([
      {
        limit: 2500,
        unit: 'Count',
        currentValue: 0,
        name: { value: 'availabilitySets', localizedValue: 'Availability Sets' },
      },
      { limit: 100, unit: 'Count', currentValue: 0, name: { value: 'cores', localizedValue: 'Total Regional vCPUs' } },
      {
        limit: 25_000,
        unit: 'Count',
        currentValue: 0,
        name: { value: 'virtualMachines', localizedValue: 'Virtual Machines' },
      },
    ])
  })

  it('are listed for one location or for all', async () => {
    const skus = `${testSubscription}/providers/Microsoft.Compute/skus?api-version=2021-07-01`
    const here = (await world.call('GET', `${skus}&$filter=location%20eq%20'westus2'`)).body.value
    const size = here.find(({ name }: { name: string }) => name === 'Standard_D2s_v5')
    expect(size).toMatchObject({
      resourceType: 'virtualMachines',
      tier: 'Standard',
      size: 'D2s_v5',
      family: 'standardDSv5Family',
      locations: ['westus2'],
      locationInfo: [{ location: 'westus2', zones: ['1', '2', '3'], zoneDetails: [] }],
      restrictions: [],
    })
    expect(size.capabilities).toContainEqual({ name: 'vCPUs', value: '2' })
    expect((await world.call('GET', skus)).body.value).toHaveLength(here.length)
    expect((await world.call('GET', `${skus}&$filter=name%20eq%20'x'`)).body.error.code).toBe(
      'InvalidFilterInQueryString',
    )
  })
})
