/** `az identity`: user-assigned identities. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az identity', () => {
  const terminal = new Terminal('az-identity')
  const id =
    '/subscriptions/{subscription}/resourcegroups/{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1'
  beforeAll(() => terminal.signIn())
  play(terminal, [
    {
      says: 'refuses a group that there is not',
      run: 'az identity create -g {group} -n id1 -l westus2',
      status: 3,
      refuses: "(ResourceGroupNotFound) Resource group '{group}' could not be found.",
    },
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    {
      says: 'makes an identity, where its group is',
      run: 'az identity create -g {group} -n id1',
      gives: {
        ...{ id, location: 'westus2', name: 'id1', resourceGroup: '{group}', tenantId: '{tenant}', tags: {} },
        ...{ type: 'Microsoft.ManagedIdentity/userAssignedIdentities' },
      },
      keep: { principalId: 'principalId', clientId: 'clientId' },
    },
    {
      says: 'makes it again and keeps its ids',
      run: 'az identity create -g {group} -n id1 --tags a=b',
      gives: { principalId: '{principalId}', clientId: '{clientId}', tags: { a: 'b' } },
    },
    { says: 'shows it', run: 'az identity show -g {group} -n ID1', gives: { id, principalId: '{principalId}' } },
    { says: 'shows it by its id', run: `az identity show --ids ${id} --query clientId`, gives: '{clientId}' },
    { says: 'lists those of a group', run: 'az identity list -g {group}', gives: [{ id, name: 'id1' }] },
    {
      says: 'lists those of the subscription',
      run: 'az identity list --query "[?resourceGroup==\'{group}\'].name"',
      gives: ['id1'],
    },
    {
      says: 'refuses a name that cannot be',
      run: "az identity create -g {group} -n 'a!b'",
      refuses: 'a!b',
    },
    {
      says: 'refuses an identity that there is not',
      run: 'az identity show -g {group} -n nobody',
      status: 3,
      refuses:
        "(ResourceNotFound) The Resource 'Microsoft.ManagedIdentity/userAssignedIdentities/nobody' under resource group '{group}' was not found.",
    },
    { says: 'lists the resources that use it', run: 'az identity list-resources -g {group} -n id1', gives: [] },
    { says: 'deletes it', run: 'az identity delete -g {group} -n id1', gives: '' },
    { says: 'has none afterwards', run: 'az identity list -g {group}', gives: [] },
    { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})
