import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deploymentOf, identity, readerFor, template } from '../../../testing/deployment-templates.js'
import { startTestCloud, type TestCloud } from '../../../testing/start-test-cloud.js'

const v = 'api-version=2020-10-01'
let test: TestCloud
let group: string
let deployments: string

beforeEach(async () => {
  test = await startTestCloud()
  group = `${test.subscription}/resourceGroups/Rg`
  deployments = `${group}/providers/Microsoft.Resources/deployments`
  await test.arm('PUT', `${group}?api-version=2021-04-01`, { body: { location: 'westus' } })
})
afterEach(() => test.close())

const put = (name: string, body: unknown, as?: string) =>
  test.arm('PUT', `${deployments}/${name}?${v}`, { body, ...(as === undefined ? {} : { as }) })

/** Until nothing runs, machines included. */
const settle = async (): Promise<void> => {
  for (let round = 0; round < 3; round++) {
    await test.cloud.deployments.idle()
    await test.cloud.background.idle()
  }
}

const deploy = async (name: string, body: unknown) => {
  const answer = await put(name, body)
  expect([200, 201]).toContain(answer.status)
  await settle()
  return (await test.arm('GET', `${deployments}/${name}?${v}`)).body
}

const withOutput = deploymentOf(
  [readerFor('id1'), identity('id1')],
  {
    parameters: {
      Name: { type: 'string', defaultValue: 'x' },
      secret: { type: 'securestring' },
    },
    outputs: { Principal: { type: 'string', value: "[reference('id1', '2023-01-31').principalId]" } },
  },
  { parameters: { secret: { value: 'S3cret' } } },
)

describe('the api-version of the newest client', () => {
  const newest = 'api-version=2026-06-01'
  const body = deploymentOf([identity('id1')])

  it('makes and shows deployments and their operations', async () => {
    expect((await test.arm('PUT', `${deployments}/d1?${newest}`, { body })).status).toBe(201)
    await settle()
    expect((await test.arm('GET', `${deployments}/d1?${newest}`)).body.properties.provisioningState).toBe('Succeeded')
    expect((await test.arm('GET', `${deployments}/d1/operations?${newest}`)).status).toBe(200)
  })

  it('can follow a what-if to its end', async () => {
    const accepted = await test.arm('POST', `${deployments}/w/whatIf?${newest}`, { body })
    await test.cloud.background.idle()
    const { pathname, search } = new URL(String(accepted.headers.location))
    const ended = await test.arm('GET', `${pathname}${search}`)
    expect([ended.status, ended.body.status]).toEqual([200, 'Succeeded'])
  })

  it('can follow the deletion of a deployment to its end', async () => {
    await deploy('d1', body)
    const accepted = await test.arm('DELETE', `${deployments}/d1?${newest}`)
    await settle()
    const { pathname, search } = new URL(String(accepted.headers.location))
    expect((await test.arm('GET', `${pathname}${search}`)).status).toBe(204)
  })
})

describe('a deployment', () => {
  it('is accepted, runs, and shows what it has made', async () => {
    const accepted = await put('d1', withOutput)
    const { correlationId, templateHash } = accepted.body.properties
    const head = { id: `${deployments}/d1`, name: 'd1', type: 'Microsoft.Resources/deployments' }
    const fixed = {
      templateHash,
      parameters: { Name: { type: 'String', value: 'x' }, secret: { type: 'SecureString' } },
      mode: 'Incremental',
      timestamp: '2030-01-01T00:00:00Z',
      duration: 'PT0S',
      correlationId,
      providers: [
        {
          namespace: 'Microsoft.Authorization',
          resourceTypes: [{ resourceType: 'roleAssignments', locations: [null] }],
        },
        {
          namespace: 'Microsoft.ManagedIdentity',
          resourceTypes: [{ resourceType: 'userAssignedIdentities', locations: ['westus'] }],
        },
      ],
      dependencies: [
        {
          dependsOn: [
            {
              id: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`,
              resourceType: 'Microsoft.ManagedIdentity/userAssignedIdentities',
              resourceName: 'id1',
              apiVersion: '2023-01-31',
            },
          ],
          id: `${group}/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111`,
          resourceType: 'Microsoft.Authorization/roleAssignments',
          resourceName: '11111111-1111-4111-8111-111111111111',
        },
      ],
    }
    expect([accepted.status, accepted.body]).toEqual([
      201,
      { ...head, properties: { ...fixed, provisioningState: 'Accepted' } },
    ])
    const polling = String(accepted.headers['azure-asyncoperation'])
    expect(polling).toMatch(
      /^https:\/\/management\.azure\.com\/subscriptions\/.*\/deployments\/d1\/operationStatuses\/\d{20}\?api-version=2020-10-01$/,
    )

    const status = await test.arm('GET', new URL(polling).pathname + new URL(polling).search)
    expect([status.status, status.body]).toEqual([200, { status: 'Succeeded' }])

    const identityId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
    const { principalId } = (await test.arm('GET', `${identityId}?api-version=2023-01-31`)).body.properties
    const ended = await test.arm('GET', `${deployments}/d1?${v}`)
    expect([ended.status, ended.body]).toEqual([
      200,
      {
        ...head,
        properties: {
          ...fixed,
          provisioningState: 'Succeeded',
          outputs: { principal: { type: 'String', value: principalId } },
          outputResources: [
            { id: `${group}/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111` },
            { id: identityId },
          ],
        },
      },
    ])
  })

  it('lists its operations, the evaluation of outputs last, under both paths', async () => {
    await deploy('d1', withOutput)
    const [native, short] = await Promise.all([
      test.arm('GET', `${deployments}/d1/operations?${v}`),
      test.arm('GET', `${group}/deployments/d1/operations?${v}`),
    ])
    expect(short.body).toEqual(native.body)
    const { value } = native.body
    expect(value).toHaveLength(3)
    const identityOperation = value.find(
      (one: { properties: { targetResource?: { resourceName: string } } }) =>
        one.properties.targetResource?.resourceName === 'id1',
    )
    const { operationId, properties } = identityOperation
    expect(identityOperation).toEqual({
      id: `${deployments}/d1/operations/${operationId}`,
      operationId: expect.stringMatching(/^[0-9A-F]{16}$/),
      properties: {
        provisioningOperation: 'Create',
        provisioningState: 'Succeeded',
        timestamp: '2030-01-01T00:00:00Z',
        duration: 'PT0S',
        trackingId: properties.trackingId,
        serviceRequestId: properties.serviceRequestId,
        statusCode: 'Created',
        targetResource: {
          id: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`,
          resourceType: 'Microsoft.ManagedIdentity/userAssignedIdentities',
          resourceName: 'id1',
        },
      },
    })
    expect(value.at(-1).properties).toEqual({
      provisioningOperation: 'EvaluateDeploymentOutput',
      provisioningState: 'Succeeded',
      timestamp: '2030-01-01T00:00:00Z',
      duration: 'PT0S',
      trackingId: value.at(-1).properties.trackingId,
      statusCode: 'OK',
    })
    const one = await test.arm('GET', `${deployments}/d1/operations/${operationId}?${v}`)
    expect(one.body).toEqual(identityOperation)
    const none = await test.arm('GET', `${deployments}/d1/operations/0000000000000000?${v}`)
    expect([none.status, none.body.error.code]).toEqual([404, 'DeploymentOperationNotFound'])
  })

  it('is 200 the second time, and forgets the operations of the first', async () => {
    await deploy('d1', withOutput)
    const again = await put('D1', deploymentOf([identity('id2')]))
    await settle()
    expect([again.status, again.body.name]).toEqual([200, 'd1'])
    const { body } = await test.arm('GET', `${deployments}/d1/operations?${v}`)
    expect(
      body.value.map(
        (one: { properties: { targetResource?: { resourceName: string } } }) =>
          one.properties.targetResource?.resourceName,
      ),
    ).toEqual(['id2', undefined])
  })

  it('needs no resources', async () => {
    const { properties } = await deploy('empty', deploymentOf([], { outputs: { a: { type: 'int', value: 1 } } }))
    expect([properties.provisioningState, properties.outputs, properties.outputResources]).toEqual([
      'Succeeded',
      { a: { type: 'Int', value: 1 } },
      [],
    ])
  })

  it('has empty outputs when its template has', async () => {
    const outputs = async (more: Parameters<typeof deploymentOf>[1]) =>
      (await deploy('d1', deploymentOf([], more))).properties.outputs
    expect([await outputs({ outputs: {} }), await outputs({})]).toEqual([{}, undefined])
  })

  it('keeps no secret after its end, and shows none before', async () => {
    await deploy('d1', withOutput)
    const stored = await test.cloud.ports.store.read.resources.list({ scope: group })
    expect(JSON.stringify(stored)).not.toContain('S3cret')
  })

  it('is found by HEAD, in lists and by state, and deleted', async () => {
    await deploy('d1', deploymentOf([identity('id1')]))
    await deploy('d2', deploymentOf([{ ...identity('id2'), location: 'westus', properties: {}, name: 'x' }]))
    const names = async (query: string) =>
      ((await test.arm('GET', `${deployments}/?${query}${v}`)).body.value as { name: string }[])
        .map(({ name }) => name)
        .sort()
    const failed = `$filter=${encodeURIComponent("provisioningState eq 'Failed'")}&`
    expect([await names(''), await names(failed), await names('$top=1&').then(({ length }) => length)]).toEqual([
      ['d1', 'd2'],
      ['d2'],
      1,
    ])
    expect((await test.arm('HEAD', `${deployments}/d1?${v}`)).status).toBe(204)
    expect((await test.arm('HEAD', `${deployments}/none?${v}`)).status).toBe(404)

    const deleted = await test.arm('DELETE', `${deployments}/d1?${v}`)
    expect([deleted.status, deleted.body]).toEqual([202, undefined])
    const { pathname, search } = new URL(String(deleted.headers.location))
    expect((await test.arm('GET', pathname + search)).status).toBe(204)
    expect((await test.arm('DELETE', `${deployments}/d1?${v}`)).status).toBe(204)
    expect(await names('')).toEqual(['d2'])
    const kept = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
    expect((await test.arm('GET', `${kept}?api-version=2023-01-31`)).status).toBe(200)
  })

  it('exports its template with types as ARM names them', async () => {
    await deploy('d1', withOutput)
    const { status, body } = await test.arm('POST', `${deployments}/d1/exportTemplate?${v}`)
    expect([status, body.template.parameters, body.template.outputs.Principal.type]).toEqual([
      200,
      { Name: { defaultValue: 'x', type: 'String' }, secret: { type: 'SecureString' } },
      'String',
    ])
    expect(Object.keys(body.template.resources[1])).toEqual(['type', 'apiVersion', 'name', 'location'])
  })

  it('goes with its group', async () => {
    await deploy('d1', withOutput)
    await test.arm('DELETE', `${group}?api-version=2021-04-01`)
    await settle()
    expect(await test.cloud.ports.store.read.resources.list({ scope: group })).toEqual([])
  })
})

describe('validation', () => {
  it('answers what would be deployed, and deploys nothing', async () => {
    const { status, body } = await test.arm('POST', `${deployments}/d1/validate?${v}`, { body: withOutput })
    expect([
      status,
      body.properties.provisioningState,
      body.properties.duration,
      body.properties.validatedResources,
    ]).toEqual([
      200,
      'Succeeded',
      'PT0S',
      [
        { id: `${group}/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111` },
        { id: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1` },
      ],
    ])
    expect((await test.arm('GET', `${deployments}/d1?${v}`)).status).toBe(404)
  })

  it.each([
    ['a group that is missing', 'none', 'd', deploymentOf([]), 404, 'ResourceGroupNotFound'],
    ['a name with a blank', 'Rg', 'Web%20Site', deploymentOf([]), 400, 'DeploymentNameInvalidCharacters'],
    ['a long name', 'Rg', 'a'.repeat(65), deploymentOf([]), 400, 'DeploymentNameLengthLimitExceeded'],
    [
      'a template without a schema',
      'Rg',
      'd',
      { properties: { mode: 'Incremental', template: { contentVersion: '1.0.0.0', resources: [] } } },
      400,
      'InvalidRequestContent',
    ],
    ['a dependency on nothing', 'Rg', 'd', deploymentOf([identity('a', 'b')]), 400, 'InvalidTemplate'],
    [
      'a type that Lazulite lacks',
      'Rg',
      'd',
      deploymentOf([{ ...identity('a'), type: 'Microsoft.Web/sites' }]),
      501,
      'NotImplemented',
    ],
    [
      'an unknown api-version',
      'Rg',
      'd',
      deploymentOf([{ ...identity('a'), apiVersion: '2000-01-01' }]),
      400,
      'InvalidTemplateDeployment',
    ],
    [
      'a place that is none',
      'Rg',
      'd',
      deploymentOf([{ ...identity('a'), location: 'atlantis' }]),
      400,
      'InvalidTemplateDeployment',
    ],
  ])('refuses %s, and so does the deployment', async (_, inGroup, name, body, status, code) => {
    const url = `${test.subscription}/resourceGroups/${inGroup}/providers/Microsoft.Resources/deployments/${name}`
    const validated = await test.arm('POST', `${url}/validate?${v}`, { body })
    const deployed = await test.arm('PUT', `${url}?${v}`, { body })
    expect([validated.status, validated.body.error.code]).toEqual([status, code])
    expect([deployed.status, deployed.body.error.code]).toEqual([status, code])
    expect((await test.arm('GET', `${deployments}?${v}`)).body.value).toEqual([])
  })

  it('says which characters of a name are wrong', async () => {
    const { body } = await put('Web%20Site', deploymentOf([]))
    expect(body.error.message).toBe(
      "The provided deployment name 'Web Site' has these invalid characters: ' '. The name can only be a letter, digit, '-', '.' or '_'.",
    )
  })
})

describe('whoever deploys', () => {
  const assignment = deploymentOf([
    {
      ...readerFor('x'),
      properties: { ...(readerFor('x').properties as object), principalId: '22222222-2222-4222-8222-222222222222' },
    },
  ])

  it('needs the right to deploy', async () => {
    const { as } = await test.caller({ role: 'Reader', scope: group })
    const { status, body } = await put('d1', deploymentOf([identity('id1')]), as)
    expect([status, body.error.code]).toEqual([403, 'AuthorizationFailed'])
    expect(body.error.message).toContain("'Microsoft.Resources/deployments/write'")
  })

  it('needs the right to write every resource', async () => {
    const { as, principalId, clientId } = await test.caller({ role: 'Contributor', scope: group })
    const { status, body } = await put('d1', assignment, as)
    const scope = `${group}/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111`
    expect([status, body]).toEqual([
      403,
      {
        error: {
          code: 'InvalidTemplateDeployment',
          message: `The template deployment failed with error: 'Authorization failed for template resource '11111111-1111-4111-8111-111111111111' of type 'Microsoft.Authorization/roleAssignments'. The client '${clientId}' with object id '${principalId}' does not have permission to perform action 'Microsoft.Authorization/roleAssignments/write' at scope '${scope}'.'.`,
        },
      },
    ])
    expect((await put('d2', deploymentOf([identity('id1')]), as)).status).toBe(201)
  })

  it('may have validated what others have the rights for', async () => {
    const { as } = await test.caller({ role: 'Contributor', scope: group })
    const validate = async (validationLevel: string) => {
      const body = { properties: { ...(assignment.properties as object), validationLevel } }
      return (await test.arm('POST', `${deployments}/d/validate?${v}`, { body, as })).status
    }
    expect([await validate('Provider'), await validate('ProviderNoRbac'), await validate('Template')]).toEqual([
      403, 200, 200,
    ])
  })
})

describe('other scopes', () => {
  const atSubscription = () => `${test.subscription}/providers/Microsoft.Resources/deployments`
  const newGroup = {
    type: 'Microsoft.Resources/resourceGroups',
    apiVersion: '2021-04-01',
    name: 'made',
    location: 'eastus',
    properties: {},
  }

  it('a subscription deployment makes a group and deploys into it', async () => {
    const inner = {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2021-04-01',
      name: 'inner',
      resourceGroup: 'made',
      dependsOn: ['Microsoft.Resources/resourceGroups/made'],
      properties: {
        mode: 'Incremental',
        expressionEvaluationOptions: { scope: 'inner' },
        template: template([identity('id1')]),
      },
    }
    const schema = 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#'
    const body = { location: 'westus', ...deploymentOf([inner, newGroup], { $schema: schema }) }
    const accepted = await test.arm('PUT', `${atSubscription()}/s1?${v}`, { body })
    expect([accepted.status, accepted.body.location]).toEqual([201, 'westus'])
    await settle()
    const { body: ended } = await test.arm('GET', `${atSubscription()}/s1?${v}`)
    const made = `${test.subscription}/resourceGroups/made`
    expect([ended.properties.provisioningState, ended.properties.outputResources]).toEqual([
      'Succeeded',
      [{ id: made }, { id: `${made}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1` }],
    ])
    const { body: nested } = await test.arm('GET', `${made}/providers/Microsoft.Resources/deployments/inner?${v}`)
    expect([nested.properties.provisioningState, nested.properties.correlationId]).toEqual([
      'Succeeded',
      ended.properties.correlationId,
    ])
    const { body: listed } = await test.arm('GET', `${atSubscription()}?${v}`)
    expect(listed.value.map(({ name }: { name: string }) => name)).toEqual(['s1'])
  })

  it('refuses a nested deployment into a group that is nowhere', async () => {
    const properties = { mode: 'Incremental', template: template([]) }
    const inner = {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2021-04-01',
      name: 'inner',
      resourceGroup: 'none',
      properties,
    }
    const { status, body } = await put('d', deploymentOf([inner]))
    expect([status, body.error.code, body.error.details]).toEqual([
      400,
      'InvalidTemplateDeployment',
      [{ code: 'ResourceGroupNotFound', message: "Resource group 'none' could not be found." }],
    ])
  })

  it('above subscriptions deployments are missing by name', async () => {
    const atTenant = await test.arm('PUT', `/providers/Microsoft.Resources/deployments/d?${v}`, {
      body: deploymentOf([]),
    })
    const atGroup = await test.arm(
      'GET',
      `/providers/Microsoft.Management/managementGroups/m/providers/Microsoft.Resources/deployments/d?${v}`,
    )
    expect([atTenant, atGroup].map(({ status, body }) => [status, body.error.message])).toEqual([
      [501, 'NotImplemented: Microsoft.Resources/deployments at tenant scope'],
      [501, 'NotImplemented: Microsoft.Resources/deployments at management group scope'],
    ])
  })
})

describe('the hash of a template', () => {
  it('is that of a deployment of it, for everybody', async () => {
    const hashOf = async (body: unknown) =>
      (await test.arm('POST', `/providers/Microsoft.Resources/calculateTemplateHash?${v}`, { body })).body
    const { properties } = await deploy('d1', deploymentOf([identity('id1')]))
    const small = { $schema: 'http://x', contentVersion: '1.0.0.0', resources: [] }
    expect((await hashOf(template([identity('id1')]))).templateHash).toBe(properties.templateHash)
    expect(await hashOf(small)).toEqual({
      minifiedTemplate: '{"$SCHEMA":"HTTP://X","CONTENTVERSION":"1.0.0.0","RESOURCES":[]}',
      templateHash: expect.stringMatching(/^\d+$/),
    })
  })
})

describe('what-if', () => {
  const whatIf = async (body: unknown) => {
    const accepted = await test.arm('POST', `${deployments}/w/whatIf?${v}`, { body })
    expect([accepted.status, accepted.body]).toEqual([202, undefined])
    const { pathname, search } = new URL(String(accepted.headers.location))
    return (await test.arm('GET', pathname + search)).body
  }

  it('tells what would be made, changed, left as it is and left out', async () => {
    await deploy(
      'd1',
      deploymentOf([identity('same'), { ...identity('changed'), tags: { a: '1' } }, identity('other')]),
    )
    const result = await whatIf(
      deploymentOf([identity('same'), { ...identity('changed'), tags: { a: '2' } }, identity('new')]),
    )
    const id = (name: string) => `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`
    expect(result.status).toBe('Succeeded')
    expect(
      result.properties.changes.map(({ resourceId, changeType, delta }: Record<string, unknown>) => [
        resourceId,
        changeType,
        delta,
      ]),
    ).toEqual([
      [id('same'), 'NoChange', undefined],
      [id('changed'), 'Modify', [{ path: 'tags.a', propertyChangeType: 'Modify', before: '1', after: '2' }]],
      [id('new'), 'Create', undefined],
      // identities keep the case of their ids (recorded)
      [id('other').replace('resourceGroups', 'resourcegroups'), 'Ignore', undefined],
    ])
    expect(result.properties.changes[2].after).toEqual({
      apiVersion: '2023-01-31',
      id: id('new'),
      location: 'westus',
      name: 'new',
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    })
  })

  it('is a result too when the template is refused', async () => {
    const result = await whatIf(deploymentOf([identity('a', 'b')]))
    expect([result.status, result.error.code]).toEqual(['Failed', 'InvalidTemplate'])
  })

  it('shows no secret', async () => {
    const secret = {
      ...deploymentOf(
        [{ ...identity('id1'), tags: { secret: "[parameters('secret')]" } }],
        { parameters: { secret: { type: 'securestring' } } },
        { parameters: { secret: { value: 'S3cret' } } },
      ),
    }
    const result = await whatIf(secret)
    expect(result.properties.changes[0].after.tags).toEqual({ secret: '*******' })
  })
})
