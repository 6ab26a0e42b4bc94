import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../domain/json.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'

const version = '2020-09-30'
const disk = `${group}/providers/Microsoft.Compute/disks/d1`
const at = (id: string, apiVersion = version): string => `${id}?api-version=${apiVersion}`
const empty: JsonObject = {
  location: 'westus',
  tags: {},
  properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 150 },
}

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
})
afterEach(() => world.close())
const put = (body: Json = empty, id = disk) => world.call('PUT', at(id), { body })
const get = (id = disk, apiVersion = version) => world.call('GET', at(id, apiVersion))

describe('a disk', () => {
  it('is made as recorded: 202, both addresses, and the disk in the document of the operation', async () => {
    const created = await put()
    expect([created.status, created.text]).toEqual([
      202,
      '{"name":"d1","location":"westus","tags":{},"properties":{"creationData":{"createOption":"Empty"},"diskSizeGB":150,"provisioningState":"Updating","isArmResource":true}}',
    ])
    const shown = await get()
    expect(shown.text).toBe(
      JSON.stringify({
        name: 'd1',
        id: disk,
        type: 'Microsoft.Compute/disks',
        location: 'westus',
        tags: {},
        sku: { name: 'Standard_LRS', tier: 'Standard' },
        properties: {
          creationData: { createOption: 'Empty' },
          diskSizeGB: 150,
          diskIOPSReadWrite: 500,
          diskMBpsReadWrite: 60,
          encryption: { type: 'EncryptionAtRestWithPlatformKey' },
          timeCreated: '2030-01-01T00:00:00+00:00',
          provisioningState: 'Succeeded',
          diskState: 'Unattached',
          diskSizeBytes: 161_061_273_600,
          uniqueId: shown.body.properties.uniqueId,
          networkAccessPolicy: 'AllowAll',
        },
      }),
    )
    const follow = new URL(String(created.headers['azure-asyncoperation']))
    expect(follow.pathname.split('/').at(-2)).toBe('DiskOperations')
    const document = (await world.call('GET', follow.pathname + follow.search)).body
    expect([document.status, document.properties.output]).toEqual(['Succeeded', shown.body])
    const monitor = new URL(String(created.headers.location))
    expect((await world.call('GET', monitor.pathname + monitor.search)).body).toEqual(shown.body)
  })

  it('is of the tier that its size needs', async () => {
    await put({ ...empty, sku: { name: 'Premium_LRS' } })
    expect((await get(disk, '2023-04-02')).body.properties).toMatchObject({
      tier: 'P15',
      diskIOPSReadWrite: 1100,
      publicNetworkAccess: 'Enabled',
    })
  })

  it('grows, changes its tags and sku, and does not shrink', async () => {
    await put()
    const patch = (body: Json) => world.call('PATCH', at(disk), { body })
    expect(
      (await patch({ tags: { a: 'b' }, sku: { name: 'StandardSSD_LRS' }, properties: { diskSizeGB: 200 } })).status,
    ).toBe(202)
    const { tags, sku, properties } = (await get()).body
    expect([tags, sku, properties.diskSizeGB]).toEqual([
      { a: 'b' },
      { name: 'StandardSSD_LRS', tier: 'StandardSSD' },
      200,
    ])
    const refused = await patch({ properties: { diskSizeGB: 100 } })
    expect([refused.status, refused.body.error]).toEqual([
      409,
      {
        code: 'OperationNotAllowed',
        message:
          'Disk size reduction is not supported. Current size is 214748364800 bytes, requested size is 107374182400 bytes.',
      },
    ])
    const sentBack = await put((await get()).body)
    expect([sentBack.status, (await get()).body.properties.diskSizeGB]).toEqual([202, 200])
  })

  const copyOf = (sourceResourceId: string) => ({ creationData: { createOption: 'Copy', sourceResourceId } })

  it('can be a copy', async () => {
    await put()
    const copy = disk.replace('d1', 'd2')
    expect((await put({ location: 'westus', properties: copyOf(disk) }, copy)).status).toBe(202)
    expect((await get(copy)).body.properties).toMatchObject({ ...copyOf(disk), diskSizeGB: 150 })
  })

  it.each<[Json, number, string]>([
    [{ location: 'westus' }, 400, 'InvalidParameter'],
    [{ location: 'westus', properties: { creationData: { createOption: 'Empty' } } }, 400, 'InvalidParameter'],
    [{ ...empty, sku: { name: 'Floppy' } }, 400, 'InvalidParameter'],
    [
      { location: 'westus', properties: { creationData: { createOption: 'Upload' }, diskSizeGB: 1 } },
      501,
      'NotImplemented',
    ],
    [{ location: 'westus', properties: copyOf('/x') }, 400, 'LinkedInvalidPropertyId'],
    [{ location: 'westus', properties: copyOf(disk.replace('d1', 'd9')) }, 404, 'NotFound'],
    [
      { location: 'westus', properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 0 } },
      400,
      'InvalidParameter',
    ],
    [{ properties: {} }, 400, 'LocationRequired'],
  ])('is refused: row %#', async (body, status, code) => {
    const answer = await put(body)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
    expect((await get()).status).toBe(404)
  })

  it('is listed and deleted', async () => {
    await put()
    expect(
      (await get(`${group}/providers/Microsoft.Compute/disks`)).body.value.map(({ id }: { id: string }) => id),
    ).toEqual([disk])
    const gone = await world.call('DELETE', at(disk))
    const monitor = new URL(String(gone.headers.location))
    expect([gone.status, (await world.call('GET', monitor.pathname + monitor.search)).status]).toEqual([202, 204])
    expect([(await get()).status, (await world.call('DELETE', at(disk))).status]).toEqual([404, 204])
  })
})
