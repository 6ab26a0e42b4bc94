import { describe, expect, it } from 'vitest'
import { builtInRoles } from './built-in-roles.js'
import { isPossibleAction } from './possible-action.js'

describe('isPossibleAction', () => {
  it.each([
    ['*', true, 'everything'],
    ['*/read', true, 'a verb of every provider'],
    ['Microsoft.Compute/*', true, 'a whole provider'],
    ['Microsoft.Compute/*/read', true, 'a wildcard in the middle'],
    ['Microsoft.Compute/virtualMachines/*', true, 'everything of a type'],
    ['microsoft.compute/virtualmachines/READ', true, 'any case'],
    ['Microsoft.Compute/virtualMachines/start/action', true, 'a POST'],
    ['Microsoft.Compute/virtualMachines/inventedOnes/read', true, 'what no list at hand could tell'],
    ['Microsoft.Compute/register/action', true, 'the provider itself'],
    ['Microsoft.Billing/billingPeriods/read', true, 'a provider that is only known by name'],
    ['Microsoft.Compute/virtualMachines/start', false, 'no verb'],
    ['Microsoft.Compute/virtualMachines', false, 'a type'],
    ['Microsoft.Compute', false, 'a provider'],
    ['Microsoft.Compute/', false, 'nothing after the slash'],
    ['Microsoft.Compute/virtual machines/read', false, 'a blank'],
    ['Microsoft.Compute/*/virtualMachines/*', false, 'two wildcards'],
    ['Microsoft.Invented/things/read', false, 'a provider that Azure lacks'],
    ['/read', false, 'no provider'],
    ['', false, 'nothing'],
  ])('%s: %s, %s', (action, expected) => expect(isPossibleAction(action)).toBe(expected))

  it('lets every string of every built-in role pass but three slips of their authors', () => {
    const strings = builtInRoles()
      .flatMap(({ permissions }) => permissions)
      .flatMap(({ actions, notActions, dataActions, notDataActions }) => [
        ...[...actions, ...notActions],
        ...[...dataActions, ...notDataActions],
      ])
    expect(new Set(strings.filter((action) => !isPossibleAction(action)))).toEqual(
      new Set([
        'Microsoft.Insights/alertRules/',
        'Microsoft.Network/virtualNetworks/read ',
        'Microsoft.ProgrammableConnectivity/Gateways/NetworkAPIAccess',
      ]),
    )
  })
})
