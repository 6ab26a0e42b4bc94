import { expect, it } from 'vitest'
import { group, startAuthorizationCloud, subscription } from '../../testing/authorization-cloud.js'

const name = 'e0000000-0000-4000-8000-000000000001'

it.each([
  ['GET', `${subscription}/providers/Microsoft.Authorization/roleAssignmentScheduleInstances`, '2020-10-01'],
  ['PUT', `${group}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests/${name}`, '2020-10-01'],
  ['POST', `${group}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests/${name}/cancel`, '2020-10-01'],
  ['GET', `${group}/providers/Microsoft.Authorization/roleAssignmentSchedules`, '2020-10-01'],
  ['GET', `${group}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances`, '2020-10-01'],
  ['GET', `${group}/providers/Microsoft.Authorization/roleEligibilitySchedules/${name}`, '2020-10-01'],
  ['PUT', `${group}/providers/Microsoft.Authorization/roleEligibilityScheduleRequests/${name}`, '2020-10-01'],
  ['GET', `${group}/providers/Microsoft.Authorization/roleManagementPolicies`, '2020-10-01'],
  ['GET', `${group}/providers/Microsoft.Authorization/roleManagementPolicyAssignments`, '2020-10-01'],
  ['GET', `${group}/providers/Microsoft.Authorization/eligibleChildResources`, '2020-10-01'],
  ['GET', `/providers/Microsoft.Authorization/roleAssignmentApprovals/${name}/stages`, '2021-01-01-preview'],
  ['GET', `${subscription}/providers/Microsoft.Authorization/roleManagementAlerts`, '2022-08-01-preview'],
  ['GET', `${subscription}/providers/Microsoft.Authorization/accessReviewScheduleDefinitions`, '2021-12-01-preview'],
  ['GET', `${subscription}/providers/Microsoft.Authorization/policyAssignments`, '2022-06-01'],
] as const)('says that it lacks %s %s, by name', async (method, path, apiVersion) => {
  const cloud = await startAuthorizationCloud()
  const [, named = ''] = path.split('/providers/')
  const type = named
    .split('/')
    .filter((_, index) => index === 0 || index % 2 === 1)
    .join('/')
  const body = method === 'GET' ? {} : { body: {} }
  expect(await cloud.call(method, `${path}?api-version=${apiVersion}`, body)).toEqual({
    status: 501,
    body: { error: { code: 'NotImplemented', message: `NotImplemented: ${method} ${type}` } },
  })
  await cloud.close()
})

it('says that it cannot validate a role assignment', async () => {
  const cloud = await startAuthorizationCloud()
  const url = `${group}/providers/Microsoft.Authorization/roleAssignments/${name}/validate?api-version=2020-08-01-preview`
  expect(await cloud.call('POST', url, { body: {} })).toEqual({
    status: 501,
    body: {
      error: {
        code: 'NotImplemented',
        message: 'NotImplemented: POST Microsoft.Authorization/roleAssignments/{name}/validate',
      },
    },
  })
  await cloud.close()
})

it('calls misspelt what Azure lacks, too', async () => {
  const cloud = await startAuthorizationCloud()
  const url = `${group}/providers/Microsoft.Authorization/roleAsignments?api-version=2022-04-01`
  expect(await cloud.call('GET', url)).toEqual({
    status: 404,
    body: {
      error: {
        code: 'InvalidResourceType',
        message:
          "The resource type 'roleAsignments' could not be found in the namespace 'Microsoft.Authorization' for api version '2022-04-01'.",
      },
    },
  })
  await cloud.close()
})
