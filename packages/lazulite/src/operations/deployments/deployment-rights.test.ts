/** Table: who deploys what → refused at once, refused on the way, or done. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../domain/json.js'
import { deploymentOf, identity, identityType } from '../../testing/deployment-templates.js'
import {
  type Held,
  lacks,
  lacksLink,
  places,
  type RightsWorld,
  startRightsWorld,
  versions,
} from '../../testing/rights-world.js'
import { vmBody } from '../../testing/vm-body.js'

const { group, subscription } = places
const deployments = `${group}/providers/Microsoft.Resources/deployments`
const v = 'api-version=2021-04-01'

let world: RightsWorld
beforeAll(async () => {
  world = await startRightsWorld()
})
afterAll(() => world.cloud.close())

let names = 0
const unused = (): string => `d${++names}`
const assignment = (number: number): Json => ({
  type: 'Microsoft.Authorization/roleAssignments',
  apiVersion: '2022-04-01',
  name: assignmentName(number),
  properties: {
    roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7',
    principalId: '80000000-0000-4000-8000-00000000000a',
    principalType: 'ServicePrincipal',
  },
})
const assignmentName = (number: number): string => `81000000-0000-4000-8000-00000000000${number}`
const lock: Json = {
  type: 'Microsoft.Authorization/locks',
  apiVersion: '2020-05-01',
  name: 'keep',
  properties: { level: 'CanNotDelete' },
}
const newGroup: Json = {
  type: 'Microsoft.Resources/resourceGroups',
  apiVersion: '2021-04-01',
  name: 'made',
  location: 'westus',
}

interface Who {
  readonly clientId: string
  readonly principalId: string
}
const failure = ({ clientId, principalId }: Who, name: string, type: string, action: string, scope: string): string =>
  `Authorization failed for template resource '${name}' of type '${type}'. The client '${clientId}' with object id '${principalId}' does not have permission to perform action '${action}' at scope '${scope}'.`

describe('deploying', () => {
  it.each<[method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, action: string, scope: string]>([
    ['PUT', '/d', 'Microsoft.Resources/deployments/write', `${deployments}/d`],
    ['POST', '/d/validate', 'Microsoft.Resources/deployments/validate/action', `${deployments}/d`],
    ['POST', '/d/whatIf', 'Microsoft.Resources/deployments/whatIf/action', `${deployments}/d`],
    ['POST', '/d/cancel', 'Microsoft.Resources/deployments/cancel/action', `${deployments}/d`],
    ['POST', '/d/exportTemplate', 'Microsoft.Resources/deployments/exportTemplate/action', `${deployments}/d`],
    ['DELETE', '/d', 'Microsoft.Resources/deployments/delete', `${deployments}/d`],
  ])('is nothing for a Reader: %s %s', async (method, path, action, scope) => {
    const who = await world.caller(['Reader', group])
    const answer = await world.cloud.arm(method, `${deployments}${path}?${v}`, {
      as: who.as,
      ...(method === 'DELETE' ? {} : { body: deploymentOf([]) }),
    })
    expect([answer.status, answer.body]).toEqual([403, lacks(who, action, scope)])
  })

  it('takes the action of a group to export it, which a Reader has not', async () => {
    const who = await world.caller(['Reader', group])
    const body = { resources: ['*'] }
    const answer = await world.cloud.arm('POST', `${group}/exportTemplate?${v}`, { as: who.as, body })
    const action = 'Microsoft.Resources/subscriptions/resourcegroups/exportTemplate/action'
    expect([answer.status, answer.body]).toEqual([403, lacks(who, action, group)])
  })

  it.each<[held: Held, resources: readonly Json[], missing: (readonly [name: string, type: string])[]]>([
    [
      ['Contributor', group],
      [identity('id2'), assignment(1)],
      [[assignmentName(1), 'Microsoft.Authorization/roleAssignments']],
    ],
    [
      ['Contributor', group],
      [assignment(1), identity('id2'), assignment(2)],
      [1, 2].map((number) => [assignmentName(number), 'Microsoft.Authorization/roleAssignments'] as const),
    ],
    [['Contributor', group], [lock], [['keep', 'Microsoft.Authorization/locks']]],
    [['Managed Identity Operator', group], [identity('id2')], [['id2', identityType]]],
  ])(
    'with %j names every resource that may not be written: asked, predicted and done',
    async (held, resources, missing) => {
      const who = await world.caller(held)
      const failures = missing.map(([name, type]) =>
        failure(who, name, type, `${type}/write`, `${group}/providers/${type}/${name}`),
      )
      const error = {
        code: 'InvalidTemplateDeployment',
        message:
          failures.length === 1
            ? `The template deployment failed with error: '${failures[0]}'.`
            : `Deployment failed with multiple errors: '${failures.join(':')}'`,
      }
      const name = unused()
      const body = deploymentOf(resources)
      const ask = (method: 'PUT' | 'POST', path: string) =>
        world.cloud.arm(method, `${deployments}/${name}${path}?${v}`, { as: who.as, body })
      for (const answer of [await ask('PUT', ''), await ask('POST', '/validate')]) {
        expect([answer.status, answer.body]).toEqual([403, { error }])
      }
      const predicting = await ask('POST', '/whatIf')
      const location = new URL(String(predicting.headers.location))
      const predicted = await world.cloud.arm('GET', location.pathname + location.search)
      expect([predicting.status, predicted.body]).toEqual([202, { status: 'Failed', error }])
      expect((await world.cloud.arm('GET', `${deployments}/${name}?${v}`)).status).toBe(404)
    },
  )

  it('names groups by their own action', async () => {
    const who = await world.caller()
    await world.define(who, { actions: ['Microsoft.Resources/deployments/*'], scope: subscription })
    const body = { location: 'westus', ...deploymentOf([newGroup]) }
    const url = `${subscription}/providers/Microsoft.Resources/deployments/${unused()}?${v}`
    const { body: answer } = await world.cloud.arm('PUT', url, { as: who.as, body })
    const action = 'Microsoft.Resources/subscriptions/resourceGroups/write'
    expect(answer.error.message).toBe(
      `The template deployment failed with error: '${failure(who, 'made', 'Microsoft.Resources/resourceGroups', action, `${subscription}/resourceGroups/made`)}'.`,
    )
  })

  it('fails on the way where only a link is missing', async () => {
    const who = await world.caller(['Virtual Machine Contributor', group])
    const machine = `${group}/providers/Microsoft.Compute/virtualMachines/vm2`
    const resource = {
      ...vmBody({ type: 'UserAssigned', userAssignedIdentities: { [places.identity]: {} } }),
      ...{ type: 'Microsoft.Compute/virtualMachines', apiVersion: versions.compute, name: 'vm2' },
    }
    const url = `${deployments}/${unused()}?${v}`
    expect((await world.cloud.arm('PUT', url, { as: who.as, body: deploymentOf([resource]) })).status).toBe(201)
    await world.cloud.cloud.deployments.idle()
    await world.cloud.cloud.background.idle()
    const { properties } = (await world.cloud.arm('GET', url)).body
    const { error } = lacksLink(
      who,
      ['Microsoft.Compute/virtualMachines/write', machine],
      ['Microsoft.ManagedIdentity/userAssignedIdentities/assign/action', places.identity],
    )
    expect([properties.provisioningState, properties.error.code, properties.error.details]).toEqual([
      'Failed',
      'DeploymentFailed',
      [error],
    ])
  })

  it('is refused for a resource that a deny assignment protects', async () => {
    const who = await world.caller(['Contributor', group])
    await world.deny(who, { actions: [`${identityType}/write`], scope: group })
    const answer = await world.cloud.arm('PUT', `${deployments}/${unused()}?${v}`, {
      as: who.as,
      body: deploymentOf([identity('id3')]),
    })
    const scope = `${group}/providers/${identityType}/id3`
    expect([answer.status, answer.body.error]).toEqual([
      403,
      {
        code: 'InvalidTemplateDeployment',
        message: `The template deployment failed with error: '${failure(who, 'id3', identityType, `${identityType}/write`, scope)}'.`,
      },
    ])
  })
})
