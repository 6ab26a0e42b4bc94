import { expect, it } from 'vitest'
import { namesOf } from './my-roles.js'

const assignment = (guid: string) => ({ properties: { roleDefinitionId: `/x/roleDefinitions/${guid}` } })
const roles = [
  { name: 'a', properties: { roleName: 'Reader' } },
  { name: 'b', properties: { roleName: 'Owner' } },
]

it.each([
  [[], ''],
  [['A', 'a', 'b'], 'Owner, Reader'],
  [['a', 'c'], 'Custom role, Reader'],
])('roles of assignments %j are "%s"', (guids, expected) =>
  expect(namesOf(guids.map(assignment), roles)).toBe(expected),
)
