import { expect, it } from 'vitest'
import { pathOfId, pathOfResource } from './resource-address.js'

const group = '/subscriptions/s/resourceGroups/g'

it.each([
  ['/subscriptions/s/providers/Microsoft.Resources/resourceGroups/g', group, 'a group of a subscription deployment'],
  [
    '/subscriptions/s/providers/microsoft.resources/resourcegroups/g/providers/N/t/a',
    '/subscriptions/s/resourcegroups/g/providers/N/t/a',
    'something inside it',
  ],
  [
    `${group}/providers/Microsoft.Resources/deployments/d`,
    `${group}/providers/Microsoft.Resources/deployments/d`,
    'a nested deployment',
  ],
  [`${group}/providers/N//t/a`, `${group}/providers/N/t/a`, 'a type that was written with a slash at its end'],
])('%s is written at %s: %s', (id, path) => expect(pathOfId(id)).toBe(path))

it.each([
  [group, `${group}/providers/Microsoft.Authorization/roleAssignments/a`],
  [group.toUpperCase(), `${group}/providers/Microsoft.Authorization/roleAssignments/a`],
  [undefined, `${group}/providers/Microsoft.Authorization/roleAssignments/a`],
  ["[reference('x')]", `${group}/providers/Microsoft.Authorization/roleAssignments/a`],
  [
    '/subscriptions/s/resourceGroups/other',
    '/subscriptions/s/resourceGroups/other/providers/Microsoft.Authorization/roleAssignments/a',
  ],
  ['/subscriptions/s/', '/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/a'],
])('a role assignment whose properties name the scope %s is made at %s', (scope, path) => {
  const id = `${group}/providers/Microsoft.Authorization/roleAssignments/a`
  const assignment = { id, scope: group, type: 'Microsoft.Authorization/roleAssignments' }
  expect(pathOfResource(assignment, { properties: scope === undefined ? {} : { scope } })).toBe(path)
})

it('leaves what other types call a scope alone', () => {
  const resource = { id: `${group}/providers/N/t/a`, scope: group, type: 'N/t' }
  expect(pathOfResource(resource, { properties: { scope: '/subscriptions/s' } })).toBe(resource.id)
})
