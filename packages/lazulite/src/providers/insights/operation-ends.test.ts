/** Work that goes on after its answer: Accepted, and then how it ended. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { places, type RightsWorld, startRightsWorld, versions } from '../../testing/rights-world.js'

let world: RightsWorld
let owner: Awaited<ReturnType<RightsWorld['caller']>>
beforeAll(async () => {
  world = await startRightsWorld()
  owner = await world.caller(['Owner', places.subscription])
})
afterAll(() => world.cloud.close())

let requests = 0
/** As the owner. @returns the correlation id, by which its events are found */
async function ask(method: 'DELETE' | 'POST' | 'PUT', url: string, body?: unknown): Promise<string> {
  const correlationId = `c0ffee00-0000-4000-8000-${String(++requests).padStart(12, '0')}`
  const headers = { 'x-ms-correlation-request-id': correlationId, 'x-ms-client-request-id': `client-${requests}` }
  const { status, text } = await world.cloud.arm(method, url, { as: owner.as, headers, body })
  if (status >= 300) throw new Error(`${url}: ${text}`)
  return correlationId
}

async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await world.cloud.cloud.deployments.idle()
    await world.cloud.cloud.background.idle()
  }
}

async function events(correlationId: string) {
  const filter = encodeURIComponent(`eventTimestamp ge 2020-01-01 and correlationId eq '${correlationId}'`)
  const path = 'providers/microsoft.insights/eventtypes/management/values'
  const { body } = await world.cloud.arm(
    'GET',
    `${places.subscription}/${path}?api-version=2015-04-01&$filter=${filter}`,
  )
  return body.value.toReversed()
}

const shown = async (correlationId: string): Promise<string[]> =>
  (await events(correlationId)).map(
    (event: { operationName: { value: string }; status: { value: string }; resourceId: string }) =>
      [event.operationName.value.split('/').slice(1).join('/'), event.status.value].join(' '),
  )

const deploy = (name: string, resources: readonly object[]): Promise<string> =>
  ask('PUT', `${places.group}/providers/Microsoft.Resources/deployments/${name}?api-version=2021-04-01`, {
    properties: {
      mode: 'Incremental',
      template: {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        resources,
      },
    },
  })

describe('an activity log', () => {
  it('says when a machine has been restarted, as whoever asked for it', async () => {
    const correlationId = await ask('POST', `${places.machine}/restart?api-version=${versions.compute}`)
    await settle()
    const [accepted, ended, ...more] = await events(correlationId)
    expect(more).toEqual([])
    expect([accepted.status.value, ended.status.value]).toEqual(['Accepted', 'Succeeded'])
    for (const member of ['caller', 'operationId', 'operationName', 'resourceId', 'httpRequest', 'claims']) {
      expect(ended[member]).toEqual(accepted[member])
    }
    expect(ended.eventDataId).not.toBe(accepted.eventDataId)
    expect(ended.httpRequest).toEqual({
      clientRequestId: `client-${requests}`,
      clientIpAddress: '127.0.0.1',
      method: 'POST',
    })
  })

  it('says that a deployment has ended, after what it wrote', async () => {
    const type = 'Microsoft.ManagedIdentity/userAssignedIdentities'
    const correlationId = await deploy('good', [
      { type, apiVersion: versions.identity, name: 'made', location: 'westus' },
    ])
    await settle()
    expect(await shown(correlationId)).toEqual([
      'deployments/write Accepted',
      'userAssignedIdentities/write Succeeded',
      'deployments/write Succeeded',
    ])
  })

  it('says that a deployment has failed, and why', async () => {
    const correlationId = await deploy('bad', [
      {
        type: 'Microsoft.Authorization/roleAssignments',
        apiVersion: versions.authorization,
        name: '93000000-0000-4000-8000-000000000001',
        properties: {
          principalId: owner.principalId,
          roleDefinitionId: `${places.subscription}/providers/Microsoft.Authorization/roleDefinitions/93000000-0000-4000-8000-000000000002`,
        },
      },
    ])
    await settle()
    const all = await events(correlationId)
    expect(all.at(-1)).toMatchObject({
      operationName: { value: 'Microsoft.Resources/deployments/write' },
      status: { value: 'Failed' },
      level: 'Error',
      subStatus: { value: 'Conflict' },
    })
    expect(JSON.parse(all.at(-1).properties.statusMessage).error.code).toBe('DeploymentFailed')
  })

  it('says that a group has gone', async () => {
    const url = `${places.other}?api-version=${versions.resources}`
    const correlationId = await ask('DELETE', url)
    await settle()
    expect(await shown(correlationId)).toEqual([
      'subscriptions/resourcegroups/delete Accepted',
      'subscriptions/resourcegroups/delete Succeeded',
    ])
  })

  it('says both at once of what was over when it was answered', async () => {
    const network = `${places.group}/providers/Microsoft.Network/virtualNetworks/net?api-version=2023-09-01`
    const body = { location: 'westus', properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } } }
    expect(await shown(await ask('PUT', network, body))).toEqual([
      'virtualNetworks/write Accepted',
      'virtualNetworks/write Succeeded',
    ])
  })
})
