import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestArm, type TestArm } from '../../testing/start-test-arm.js'

const scope = '/providers/Microsoft.Management/managementGroups/field'
const url = `${scope}?api-version=2020-05-01`

let world: TestArm
beforeAll(async () => {
  world = await startTestArm()
  await world.call('PUT', url, { body: {} })
})
afterAll(() => world.close())

it.each([
  ['Reader', 'GET', true],
  ['Reader', 'PATCH', false],
  ['Reader', 'DELETE', false],
  ['Management Group Reader', 'GET', true],
  ['Management Group Reader', 'PATCH', false],
  ['Management Group Contributor', 'GET', true],
  ['Management Group Contributor', 'PATCH', true],
  ['Contributor', 'PATCH', true],
  ['Virtual Machine Contributor', 'GET', false],
  ['User Access Administrator', 'GET', true],
  ['User Access Administrator', 'PATCH', false],
])('%s there may %s a management group: %s', async (role, method, isAllowed) => {
  const { as } = await world.caller({ name: `${role} ${method}`.replace(/[^A-Z]/g, ''), role, scope })
  const answer = await world.call(method, url, {
    as,
    ...(method === 'PATCH' ? { body: { displayName: 'Field' } } : {}),
  })
  expect(answer.status === 403 ? 'refused' : answer.status).toBe(isAllowed ? 200 : 'refused')
})
