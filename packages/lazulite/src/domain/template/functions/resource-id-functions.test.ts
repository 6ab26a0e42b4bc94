import { describe, expect, it } from 'vitest'
import { evaluateText } from '../expression/evaluate.js'
import {
  groupId,
  groupInput,
  refusalOf,
  scopeAt,
  subscriptionId,
  subscriptionInput,
  valueOfExpression,
  withoutGroup,
} from '../template-fixture.js'

const subscription = `/subscriptions/${subscriptionId}`
const other = '55555555-5555-5555-5555-555555555555'

describe('ids of resources', () => {
  it.each([
    [
      "resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's')",
      `${groupId}/providers/Microsoft.Network/virtualNetworks/v/subnets/s`,
    ],
    [
      "resourceId('Microsoft.Network/virtualNetworks/', 'v')",
      `${groupId}/providers/Microsoft.Network/virtualNetworks/v`,
    ],
    ["resourceId('Other', 'A.B/c', 'd')", `${subscription}/resourceGroups/Other/providers/A.B/c/d`],
    [`resourceId('${other}', 'Other', 'A.B/c', 'd')`, `/subscriptions/${other}/resourceGroups/Other/providers/A.B/c/d`],
    [
      "subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')",
      `${subscription}/providers/Microsoft.Authorization/roleDefinitions/r`,
    ],
    [`subscriptionResourceId('${other}', 'A.B/c', 'd')`, `/subscriptions/${other}/providers/A.B/c/d`],
    ["tenantResourceId('A.B/c', 'd')", '/providers/A.B/c/d'],
    [
      "managementGroupResourceId('mg', 'A.B/c', 'd')",
      '/providers/Microsoft.Management/managementGroups/mg/providers/A.B/c/d',
    ],
    ["extensionResourceId('/x/y', 'A.B/c/d', 'e', 'f')", '/x/y/providers/A.B/c/e/d/f'],
    ["extensionResourceId(resourceGroup().id, 'A.B/c', 'd')", `${groupId}/providers/A.B/c/d`],
  ])('%s is %s in a deployment to a group', (text, expected) => expect(valueOfExpression(text)).toBe(expected))

  it.each([
    ["resourceId('A.B/c', 'd')", `${subscription}/providers/A.B/c/d`],
    [`resourceId('${other}', 'A.B/c', 'd')`, `/subscriptions/${other}/providers/A.B/c/d`],
    ["resourceId('Other', 'A.B/c', 'd')", `${subscription}/resourceGroups/Other/providers/A.B/c/d`],
  ])('%s is %s in a deployment to a subscription', (text, expected) =>
    expect(evaluateText(`[${text}]`, scopeAt('body', {}, subscriptionInput))).toBe(expected),
  )

  const { subscription: _, ...bare } = withoutGroup
  const managementGroup = {
    ...bare,
    scope: { kind: 'managementGroup' as const, id: '/providers/Microsoft.Management/managementGroups/top' },
    managementGroup: { name: 'top' },
  }
  it.each([
    ["resourceId('A.B/c', 'd')", '/providers/A.B/c/d'],
    [
      "managementGroupResourceId('A.B/c', 'd')",
      '/providers/Microsoft.Management/managementGroups/top/providers/A.B/c/d',
    ],
    ['managementGroup().name', 'top'],
  ])('%s is %s in a deployment to a management group', (text, expected) =>
    expect(evaluateText(`[${text}]`, scopeAt('body', {}, managementGroup))).toBe(expected),
  )

  it.each([
    ["resourceId('A.B/c')", 'function requires at least 2 argument(s) while 1 were provided.'],
    ["resourceId('A.B/c', 'd', 'e')", "the type 'A.B/c' requires '1' resource name argument(s)."],
    [
      "resourceId('a', 'b')",
      "function requires exactly one multi-segmented argument which must be resource type including resource provider namespace. Current function arguments 'a,b'.",
    ],
    ["resourceId('A.B/c/d', 'v', '10.20.20.0/25')", 'function requires exactly one multi-segmented argument'],
    ["resourceId('1', '2', '3', 'A.B/c', 'd')", 'function requires exactly one multi-segmented argument'],
    ["resourceId('A.B/c', 1)", "The provided value is of type 'Integer'."],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))
})

describe('what surrounds the deployment', () => {
  it.each([
    ['resourceGroup().tags.team', 'blue'],
    ['RESOURCEGROUP().Location', 'westeurope'],
    ['subscription().subscriptionId', subscriptionId],
    ['tenant().countryCode', 'NL'],
    ['environment().suffixes.storage', 'core.windows.net'],
    ['deployer().tenantId', '22222222-2222-2222-2222-222222222222'],
    ['deployment().name', 'main'],
    ["providers('Microsoft.Compute', 'virtualMachines').apiVersions[0]", '2024-11-01'],
    ["pickZones('Microsoft.Compute', 'virtualMachines', 'westeurope')", ['1']],
    ["pickZones('Microsoft.Compute', 'virtualMachines', 'westeurope', 2, 1)", ['2', '3']],
    ["pickZones('Microsoft.Compute', 'virtualMachines', 'northpole')", []],
    ["pickZones('Microsoft.None', 'x', 'westeurope')", []],
  ])('%s is %j', (text, expected) => expect(valueOfExpression(text)).toEqual(expected))

  it.each([
    ['managementGroup()', "The template function 'MANAGEMENTGROUP' is not expected at this location."],
    ["fail('on purpose')", 'on purpose'],
    ["toLogicalZone('a', 'b', 'c')", "The template function 'toLogicalZone' is not implemented."],
    ["pickZones('Microsoft.Compute', 'virtualMachines', 'westeurope', 3, 1)", "has '3' zones"],
    ["pickZones('Microsoft.Compute', 'virtualMachines', 'westeurope', 4)", 'must be between'],
    ["providers('Microsoft.None')", "The resource provider or type 'Microsoft.None' could not be found."],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))

  it('has no group in a deployment to a subscription', () =>
    expect(refusalOf(() => evaluateText('[resourceGroup()]', scopeAt('body', {}, subscriptionInput)))).toContain(
      "The template function 'RESOURCEGROUP' is not expected at this location.",
    ))

  it('keeps the stored spelling of the group', () =>
    expect(
      evaluateText(
        '[resourceGroup().id]',
        scopeAt('body', {}, { ...groupInput, scope: { kind: 'resourceGroup', id: groupId.toLowerCase() } }),
      ),
    ).toBe(groupId))
})
