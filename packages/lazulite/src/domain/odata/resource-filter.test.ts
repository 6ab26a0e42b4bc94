import { describe, expect, it } from 'vitest'
import type { Resource } from '../arm-resource/resource.js'
import { ArmError } from '../errors/arm-error.js'
import { matchesResourceFilter, parseResourceFilter } from './resource-filter.js'

const vm: Resource = {
  id: '/subscriptions/s/resourceGroups/Dev/providers/Microsoft.Compute/virtualMachines/web-1',
  type: 'Microsoft.Compute/virtualMachines',
  name: 'web-1',
  subscriptionId: 's',
  resourceGroup: 'Dev',
  location: 'westus',
  tags: { env: 'test', team: "O'Neil" },
  provisioningState: 'Succeeded',
  body: {},
  etag: 'e',
  createdAt: 0,
  changedAt: 0,
}

describe('matchesResourceFilter', () => {
  it.each([
    ["tagname eq 'env' and tagvalue eq 'test'", true, 'one tag has both name and value'],
    ["tagName eq 'env' and tagValue eq 'O''Neil'", false, 'name and value must be of the same tag'],
    ["tagName eq 'team' and tagValue eq 'O''Neil'", true, 'a doubled quote stands for one'],
    ["resourceType eq 'microsoft.compute/virtualmachines'", true, 'types compare without case'],
    ["resourceType ne 'Microsoft.Compute/virtualMachines'", false, 'ne is the opposite of eq'],
    ["resourceGroup eq 'dev' and name eq 'web-2'", false, 'and needs both'],
    ["name eq 'web-2' or name eq 'web-1'", true, 'or needs one'],
    ["name eq 'x' or name eq 'web-1' and location eq 'eastus'", false, 'and binds closer than or'],
    ["(name eq 'x' or name eq 'web-1') and location eq 'westus'", true, 'parentheses group'],
    [
      "subscriptionId EQ 's' AND substringof('eb', name)",
      true,
      'operators in capitals, substringof with the value first',
    ],
    ["startswith(tagName, 'en')", true, 'startswith on a tag name'],
    ["name eq 'and'", false, 'a quoted keyword is a value'],
  ])('%s is %s: %s', (filter, expected) => {
    expect(matchesResourceFilter(vm, parseResourceFilter(filter))).toBe(expected)
  })

  it.each([[undefined], [''], ['  ']])('an absent filter (%j) matches everything', (filter) => {
    expect(matchesResourceFilter(vm, parseResourceFilter(filter))).toBe(true)
  })

  it.each([
    ['name eq web-1'],
    ["name like 'x'"],
    ["name eq 'x' and"],
    ["(name eq 'x'"],
    ["name eq 'x' name"],
    ["substringof('x')"],
    ["name eq 'x"],
  ])('refuses %s', (filter) => expect(() => parseResourceFilter(filter)).toThrow(ArmError))

  it('refuses a field it does not know instead of matching nothing', () => {
    expect(() => matchesResourceFilter(vm, parseResourceFilter("colour eq 'blue'"))).toThrow(ArmError)
  })
})
