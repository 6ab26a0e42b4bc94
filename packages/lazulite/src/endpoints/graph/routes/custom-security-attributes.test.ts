import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attributeAssignmentAdministrator } from '../../../domain/directory/directory-roles.js'
import { builtInRoleIds } from '../../../domain/rbac/built-in-roles.js'
import { startTestGraph, type TestGraph } from '../../../testing/start-test-graph.js'

const engineering = {
  Engineering: {
    '@odata.type': '#Microsoft.DirectoryServices.CustomSecurityAttributeValue',
    'Project@odata.type': '#Collection(String)',
    Project: ['Baker'],
  },
}
const shown = {
  Engineering: { ...engineering.Engineering, '@odata.type': '#microsoft.graph.customSecurityAttributeValue' },
}

let graph: TestGraph
let assigner: string
beforeEach(async () => {
  graph = await startTestGraph()
  const application = await graph.application(['CustomSecAttributeAssignment.ReadWrite.All', 'Directory.Read.All'])
  assigner = application.token
})
afterEach(() => graph.close())

const assign = (url: string, value: unknown, as = assigner) =>
  graph.call('PATCH', url, { body: { customSecurityAttributes: value }, as })
const attributesAt = async (url: string, as = assigner): Promise<unknown> => {
  const { status, body } = await graph.get(`${url}?$select=id,customSecurityAttributes`, { as })
  expect(status).toBe(200)
  return body.customSecurityAttributes
}

describe('custom security attributes', () => {
  it.each(['users', 'servicePrincipals'])(
    'of %s are assigned, shown to who selects them, and taken away',
    async (set) => {
      const { principalId } = set === 'users' ? await graph.user('ann') : await graph.application()
      const url = `/v1.0/${set}/${principalId}`
      expect(await attributesAt(url)).toBeNull()
      expect(await assign(url, engineering)).toMatchObject({ status: 204, body: undefined })
      expect(await attributesAt(url)).toEqual(shown)
      if (set === 'users') expect((await graph.get(url)).body).not.toHaveProperty('customSecurityAttributes')
      expect((await assign(url, { Engineering: { Project: [] } })).status).toBe(204)
      expect(await attributesAt(url)).toBeNull()
    },
  )

  it('are neither shown to nor assigned by a Global Administrator without the role for it', async () => {
    const { principalId } = await graph.user('ann')
    const url = `/v1.0/users/${principalId}`
    await assign(url, engineering)
    const operator = await graph.token(graph.operatorId)
    expect(await attributesAt(url, operator)).toBeNull()
    expect((await assign(url, engineering, operator)).status).toBe(403)
    const role = `/v1.0/directoryRoles(roleTemplateId='${attributeAssignmentAdministrator}')/members/$ref`
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${graph.operatorId}` }
    expect((await graph.post(role, member)).status).toBe(204)
    expect(await attributesAt(url, operator)).toEqual(shown)
    expect((await assign(url, { Engineering: { Project: ['Cascade'] } }, operator)).status).toBe(204)
  })

  it('are not assigned by the owner of a service principal, nor together with what the caller may not change', async () => {
    const { principalId } = await graph.application()
    const url = `/v1.0/servicePrincipals/${principalId}`
    const owner = await graph.application(['Application.ReadWrite.All'])
    expect((await assign(url, engineering, owner.token)).status).toBe(403)
    const both = { customSecurityAttributes: engineering, notes: 'mine' }
    expect((await graph.call('PATCH', url, { body: both, as: assigner })).status).toBe(403)
    expect(await attributesAt(url)).toBeNull()
  })

  it('that are none are refused', async () => {
    const { principalId } = await graph.user('ann')
    expect((await assign(`/v1.0/users/${principalId}`, { Engineering: { Project: 1.5 } })).status).toBe(400)
  })

  it('decide over access where a condition asks for them, as soon as they are assigned', async () => {
    const { subscription } = graph.cloud
    const { as, principalId } = await graph.cloud.caller()
    const condition =
      "@Principal[Microsoft.Directory/CustomSecurityAttributes/Id:Engineering_Project] ForAnyOfAnyValues:StringEquals {'Baker', 'Cascade'}"
    const assignment = `${subscription}/providers/Microsoft.Authorization/roleAssignments/e0000000-0000-4000-8000-000000000001?api-version=2022-04-01`
    const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.reader}`
    const { status } = await graph.cloud.arm('PUT', assignment, {
      body: { properties: { roleDefinitionId, principalId, condition } },
    })
    expect(status).toBe(201)
    const read = () => graph.cloud.arm('GET', `${subscription}?api-version=2022-12-01`, { as })
    const list = async () =>
      (await graph.cloud.arm('GET', `${subscription}/resourcegroups?api-version=2021-04-01`, { as })).status
    expect([(await read()).status, await list()]).toEqual([403, 403])
    const url = `/v1.0/servicePrincipals/${principalId}`
    await assign(url, engineering)
    expect([(await read()).status, await list()]).toEqual([200, 200])
    await assign(url, { Engineering: { Project: ['Alpine'] } })
    expect([(await read()).status, await list()]).toEqual([403, 403])
  })
})
