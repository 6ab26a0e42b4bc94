/** `az vmss identity` on a scale set without machines. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az vmss', () => {
  const terminal = new Terminal('az-vmss')
  const set =
    '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/virtualMachineScaleSets/set1'
  const body = JSON.stringify({
    location: 'westus2',
    sku: { name: 'Standard_DS1_v2', capacity: 0 },
    properties: { orchestrationMode: 'Flexible', platformFaultDomainCount: 1 },
  })
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    { says: 'has an identity', run: 'az identity create -g {group} -n id1', keep: { principalId: 'principalId' } },
    {
      says: 'has a scale set',
      run: `az rest --method put --url '${set}?api-version=2024-07-01' --body '${body}'`,
      gives: { id: set, name: 'set1' },
    },
    { says: 'shows it', run: 'az vmss show -g {group} -n set1', gives: { id: set, name: 'set1' } },
    { says: 'lists it', run: "az vmss list -g {group} --query '[].name'", gives: ['set1'] },
    { says: 'has no identity at first', run: 'az vmss identity show -g {group} -n set1', gives: {} },
    {
      says: 'assigns the system-assigned identity',
      run: 'az vmss identity assign -g {group} -n set1',
      keep: { systemId: 'systemAssignedIdentity' },
    },
    {
      says: 'assigns a user-assigned one beside it',
      run: 'az vmss identity assign -g {group} -n set1 --identities id1',
      gives: { systemAssignedIdentity: '{systemId}' },
    },
    {
      says: 'shows both',
      run: 'az vmss identity show -g {group} -n set1',
      gives: { principalId: '{systemId}', type: 'SystemAssigned, UserAssigned' },
    },
    {
      says: 'takes the user-assigned one away',
      run: 'az vmss identity remove -g {group} -n set1 --identities id1',
      gives: { type: 'SystemAssigned' },
    },
    { says: 'takes the other one away', run: 'az vmss identity remove -g {group} -n set1', gives: '' },
    { says: 'deletes it', run: 'az vmss delete -g {group} -n set1', gives: '' },
    { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})
