/** `az account`: subscriptions, locations, tokens. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az account', () => {
  const terminal = new Terminal('account')
  beforeAll(() => terminal.signIn())
  play(terminal, [
    {
      says: 'shows the subscription',
      run: 'az account show',
      gives: { id: '{subscription}', name: 'Lazulite', tenantId: '{tenant}', state: 'Enabled' },
    },
    {
      says: 'lists subscriptions anew',
      run: 'az account list --refresh',
      gives: [{ id: '{subscription}', isDefault: true }],
    },
    { says: 'sets the subscription by its name', run: 'az account set -s Lazulite', gives: '' },
    {
      says: 'refuses a subscription that there is not',
      run: 'az account set -s Nobody',
      refuses: "The subscription of 'nobody' doesn't exist in cloud 'AzureCloud'.",
    },
    {
      says: 'lists locations',
      run: `az account list-locations --query "[?name=='westus2']"`,
      gives: [{ name: 'westus2', displayName: 'West US 2', regionalDisplayName: '(US) West US 2' }],
    },
    {
      // `az account tenant list` is an extension, which is not on PyPI; this is its request
      says: 'lists the tenant',
      run: 'az rest --url /tenants?api-version=2022-12-01',
      gives: { value: [{ id: '/tenants/{tenant}', tenantId: '{tenant}' }] },
    },
    {
      says: 'gives an access token for Resource Manager',
      run: 'az account get-access-token',
      gives: { subscription: '{subscription}', tenant: '{tenant}', tokenType: 'Bearer' },
    },
    {
      says: 'gives an access token for Graph',
      run: 'az account get-access-token --resource-type ms-graph --query "[tenant, tokenType]"',
      gives: ['{tenant}', 'Bearer'],
    },
    {
      says: 'gives no token for what nobody knows',
      run: 'az account get-access-token --resource https://nobody.example',
      refuses: 'AADSTS500011: The resource principal named https://nobody.example was not found in the tenant',
    },
  ])
})
