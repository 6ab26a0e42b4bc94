import { describe, expect, it } from 'vitest'
import { bodyOfGroup, isHiddenType, problemOfGroupName, summaryOfDeployments } from './group-rules.js'

describe('problemOfGroupName', () => {
  it.each([
    ['dev', undefined],
    ['dev_(1).a-b', undefined],
    ['größe', undefined],
    ['', 'The value must not be empty.'],
    ['dev.', 'The name must not end with a period.'],
    ['x'.repeat(91), 'The name has at most 90 characters.'],
    ['a b', 'Resource group names only allow letters, digits, underscores, parentheses, hyphens and periods.'],
    ['PROD', "A resource group named 'PROD' exists already in this subscription."],
  ])('%j: %s', (name, expected) => expect(problemOfGroupName(name, ['prod'])).toBe(expected))
})

it('sends tags only where there are some', () => {
  expect(bodyOfGroup({ location: 'westus', tags: {} })).toEqual({ location: 'westus' })
  expect(bodyOfGroup({ location: 'westus', tags: { env: 'dev' } })).toEqual({
    location: 'westus',
    tags: { env: 'dev' },
  })
})

it.each([
  ['Microsoft.Compute/virtualMachines', false],
  ['Microsoft.Compute/virtualMachines/extensions', true],
])('%s is hidden: %s', (type, expected) => expect(isHiddenType(type)).toBe(expected))

it.each([
  [[], 'No deployments'],
  [['Succeeded', 'Succeeded'], '2 Succeeded'],
  [['Succeeded', 'Failed', 'Running', 'Accepted', 'Canceled'], '2 Deploying, 1 Failed, 1 Canceled, 1 Succeeded'],
])('deployments %j are "%s"', (states, expected) =>
  expect(summaryOfDeployments(states.map((provisioningState) => ({ properties: { provisioningState } })))).toBe(
    expected,
  ),
)
