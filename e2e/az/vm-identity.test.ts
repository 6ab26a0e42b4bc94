/** `az vm` on a machine that is there: identities, power, reading. `vm create` has a file of its own. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az vm', () => {
  const terminal = new Terminal('az-vm')
  const machine = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/virtualMachines/vm1'
  const identity = (name: string) =>
    `/subscriptions/{subscription}/resourcegroups/{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    {
      says: 'has an identity',
      run: 'az identity create -g {group} -n id1',
      keep: { principal1: 'principalId', client1: 'clientId' },
    },
    {
      says: 'has another',
      run: 'az identity create -g {group} -n id2',
      keep: { principal2: 'principalId', client2: 'clientId' },
    },
    { says: 'has a machine', run: '{lazulite} vm create -g {group} -n vm1 --json', onHost: true, isLong: true },
    {
      says: 'shows it',
      run: 'az vm show -g {group} -n vm1',
      gives: {
        id: machine,
        name: 'vm1',
        location: 'westus2',
        resourceGroup: '{group}',
        provisioningState: 'Succeeded',
      },
    },
    { says: 'lists it', run: "az vm list -g {group} --query '[].name'", gives: ['vm1'] },
    {
      says: 'shows what it does',
      run: 'az vm get-instance-view -g {group} -n vm1 --query "instanceView.statuses[].code"',
      gives: ['ProvisioningState/succeeded', 'PowerState/running'],
    },
    {
      says: 'assigns a user-assigned identity',
      run: `az vm identity assign -g {group} -n vm1 --identities ${identity('id1')}`,
      gives: {
        ...{ systemAssignedIdentity: '' },
        userAssignedIdentities: {
          [identity('id1')]: { clientId: '{client1}', principalId: '{principal1}' },
        },
      },
    },
    {
      says: 'assigns the system-assigned one beside it',
      run: 'az vm identity assign -g {group} -n vm1',
      keep: { systemId: 'systemAssignedIdentity' },
    },
    {
      says: 'assigns another by its name',
      run: 'az vm identity assign -g {group} -n vm1 --identities id2',
      gives: { systemAssignedIdentity: '{systemId}' },
    },
    {
      says: 'shows them all',
      run: 'az vm identity show -g {group} -n vm1',
      gives: { principalId: '{systemId}', tenantId: '{tenant}', type: 'SystemAssigned, UserAssigned' },
    },
    {
      says: 'grants a role while assigning',
      run: 'az vm identity assign -g {group} -n vm1 --role Reader --scope /subscriptions/{subscription}/resourceGroups/{group}',
      gives: { role: 'Reader', scope: '/subscriptions/{subscription}/resourceGroups/{group}' },
    },
    {
      says: 'tells what uses an identity',
      run: "az identity list-resources -g {group} -n id1 --query '[].name'",
      gives: ['vm1'],
    },
    {
      says: 'takes one away',
      run: `az vm identity remove -g {group} -n vm1 --identities ${identity('id1')}`,
      gives: { type: 'SystemAssigned, UserAssigned' },
    },
    {
      says: 'takes the system-assigned one away',
      run: 'az vm identity remove -g {group} -n vm1',
      gives: { type: 'UserAssigned' },
    },
    { says: 'takes the last one away', run: 'az vm identity remove -g {group} -n vm1 --identities id2', gives: '' },
    { says: 'has none afterwards', run: 'az vm identity show -g {group} -n vm1', gives: '' },
    {
      says: 'refuses an identity that there is not',
      run: 'az vm identity assign -g {group} -n vm1 --identities nobody',
      refuses: '(FailedIdentityOperation)',
    },
    { says: 'stops', run: 'az vm stop -g {group} -n vm1', gives: '' },
    {
      says: 'is stopped then',
      run: 'az vm get-instance-view -g {group} -n vm1 --query "instanceView.statuses[1].code"',
      gives: 'PowerState/stopped',
    },
    { says: 'starts', run: 'az vm start -g {group} -n vm1', gives: '' },
    { says: 'restarts', run: 'az vm restart -g {group} -n vm1', gives: { status: 'Succeeded' } },
    { says: 'is deallocated', run: 'az vm deallocate -g {group} -n vm1', gives: '' },
    {
      says: 'says so in lists',
      run: 'az vm get-instance-view -g {group} -n vm1 --query "instanceView.statuses[1].displayStatus"',
      gives: 'VM deallocated',
    },
    {
      says: 'lists sizes',
      run: 'az vm list-sizes -l westus2 --query "[?name==\'Standard_B1s\'].{cores: numberOfCores, memory: memoryInMB}"',
      gives: [{ cores: 1, memory: 1024 }],
    },
    { says: 'deletes it', run: 'az vm delete -g {group} -n vm1 --yes', gives: '' },
    {
      says: 'has none afterwards',
      run: 'az vm show -g {group} -n vm1',
      status: 3,
      refuses:
        "(ResourceNotFound) The Resource 'Microsoft.Compute/virtualMachines/vm1' under resource group '{group}' was not found.",
    },
    { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})
