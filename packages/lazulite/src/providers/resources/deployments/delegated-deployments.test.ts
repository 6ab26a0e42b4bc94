import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../domain/json.js'
import { builtInRoleByName, builtInRoleIds } from '../../../domain/rbac/built-in-roles.js'
import { deploymentOf, identity, readerFor } from '../../../testing/deployment-templates.js'
import { startTestCloud, type TestCloud } from '../../../testing/start-test-cloud.js'

const v = 'api-version=2020-10-01'
const type = 'Microsoft.Authorization/roleAssignments'
let test: TestCloud
let group: string
/** Contributor of the group who may assign Reader to service principals, and nothing else to nobody else. */
let delegate: { readonly as: string; readonly principalId: string }

beforeEach(async () => {
  test = await startTestCloud()
  group = `${test.subscription}/resourceGroups/Rg`
  await test.arm('PUT', `${group}?api-version=2021-04-01`, { body: { location: 'westus' } })
  delegate = await test.caller({ role: 'Contributor', scope: group })
  const condition = `@Request[${type}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${builtInRoleIds.reader}} AND @Request[${type}:PrincipalType] StringEquals 'ServicePrincipal'`
  const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleByName('Role Based Access Control Administrator')?.roleDefinitionId}`
  const { status } = await test.arm(
    'PUT',
    `${group}/providers/${type}/e0000000-0000-4000-8000-000000000001?api-version=2022-04-01`,
    { body: { properties: { roleDefinitionId, principalId: delegate.principalId, condition } } },
  )
  expect(status).toBe(201)
})
afterEach(() => test.close())

async function deploy(...resources: JsonObject[]): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const url = `${group}/providers/Microsoft.Resources/deployments/d1?${v}`
  const begun = await test.arm('PUT', url, { body: deploymentOf(resources), as: delegate.as })
  if (begun.status !== 201) return begun
  for (let round = 0; round < 3; round++) {
    await test.cloud.deployments.idle()
    await test.cloud.background.idle()
  }
  return test.arm('GET', url)
}

const assigning = (role: string, properties: JsonObject = {}): JsonObject => {
  const reader = readerFor('id1')
  const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${role}`
  return { ...reader, properties: { ...(reader.properties as JsonObject), roleDefinitionId, ...properties } }
}

const stateOf = ({ body }: { readonly body: JsonObject }): unknown =>
  (body.properties as JsonObject | undefined)?.provisioningState

describe('a template with role assignments, deployed by a delegate', () => {
  it('assigns the role that the condition names to an identity of the same template', async () => {
    expect(stateOf(await deploy(identity('id1'), assigning(builtInRoleIds.reader)))).toBe('Succeeded')
  })

  it('is refused before anything is written when all is known and the condition does not hold', async () => {
    const known = { principalId: delegate.principalId }
    const answer = await deploy(identity('id1'), assigning(builtInRoleIds.contributor, known))
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'InvalidTemplateDeployment' } } })
    const made = await test.arm('GET', `${group}/resources?api-version=2021-04-01`)
    expect(made.body.value).toEqual([])
  })

  it('fails where it is written when only then it shows that the condition does not hold', async () => {
    const answer = await deploy(identity('id1'), assigning(builtInRoleIds.contributor))
    expect(stateOf(answer)).toBe('Failed')
    expect(JSON.stringify(answer.body)).toContain('ABAC condition not fulfilled')
  })
})
