/** `az login --identity` inside a machine, in all its forms, and what a Reader may not do. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az login --identity', () => {
  const terminal = new Terminal('login-identity')
  const inside = { group: 'login-identity', name: 'vm1' }
  const scope = '/subscriptions/{subscription}/resourceGroups/{group}'
  const noAccess = (action: string, over: string) =>
    `with object id '{systemId}' does not have authorization to perform action '${action}' over scope '${over}' or the scope is invalid. If access was recently granted, please refresh your credentials.`
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    {
      says: 'has an identity',
      run: 'az identity create -g {group} -n id1',
      keep: { id: 'id', principalId: 'principalId', clientId: 'clientId' },
    },
    { says: 'has a machine', run: '{lazulite} vm create -g {group} -n vm1 --json', onHost: true, isLong: true },
    {
      says: 'is refused on a machine without an identity',
      run: 'az login --identity',
      inside,
      refuses: 'Identity not found',
    },
    {
      says: 'is given both kinds',
      run: 'az vm identity assign -g {group} -n vm1 --identities [system] id1',
      keep: { systemId: 'systemAssignedIdentity' },
    },
    {
      says: 'finds no subscription without a role',
      run: 'az login --identity',
      inside,
      refuses: 'No access was configured for the managed identity, hence no subscriptions were found.',
    },
    {
      says: 'signs in without a subscription when asked to',
      run: 'az login --identity --allow-no-subscriptions --query "[].user"',
      inside,
      gives: [{ type: 'servicePrincipal', name: 'systemAssignedIdentity' }],
    },
    {
      says: 'is the operator again',
      run: 'az logout && az login --service-principal -u {operatorId} -p {operatorSecret} --tenant {tenant} -o none',
      gives: '',
    },
    {
      says: 'is given a role',
      run: `az role assignment create --assignee-object-id {systemId} --assignee-principal-type ServicePrincipal --role Reader --scope ${scope} -o none`,
      gives: '',
    },
    {
      says: 'is given a role for the other one too',
      run: `az role assignment create --assignee-object-id {principalId} --assignee-principal-type ServicePrincipal --role Reader --scope ${scope} -o none`,
      gives: '',
    },
    {
      says: 'signs in with the system-assigned identity and reads its group',
      run: 'az login --identity -o none && az group show -n {group}',
      inside,
      gives: { id: scope, name: '{group}', properties: { provisioningState: 'Succeeded' } },
    },
    {
      says: 'shows who it is',
      run: 'az account show --query user',
      inside,
      gives: { assignedIdentityInfo: 'MSI', name: 'systemAssignedIdentity' },
    },
    {
      says: 'may not write as a Reader',
      run: 'az group update -n {group} --set tags.a=b',
      inside,
      refuses: noAccess(
        'Microsoft.Resources/subscriptions/resourcegroups/write',
        scope.replace('resourceGroups', 'resourcegroups'),
      ),
    },
    {
      says: 'may not read elsewhere',
      run: 'az group show -n az-elsewhere',
      inside,
      refuses: noAccess(
        'Microsoft.Resources/subscriptions/resourcegroups/read',
        '/subscriptions/{subscription}/resourcegroups/az-elsewhere',
      ),
    },
    {
      says: 'may not grant',
      run: `az role assignment create --assignee-object-id {principalId} --assignee-principal-type ServicePrincipal --role {reader} --scope ${scope} --name 22222222-2222-4222-8222-222222222222`,
      inside,
      refuses: noAccess(
        'Microsoft.Authorization/roleAssignments/write',
        `${scope}/providers/Microsoft.Authorization/roleAssignments/22222222-2222-4222-8222-222222222222`,
      ),
    },
    { says: 'sees only its group', run: "az group list --query '[].name'", inside, gives: ['{group}'] },
    {
      says: 'signs in by client id',
      run: 'az login --identity --client-id {clientId} --query "[].user"',
      inside,
      gives: [{ name: 'userAssignedIdentity' }],
    },
    {
      says: 'signs in by object id',
      run: 'az login --identity --object-id {principalId} --query "[].user"',
      inside,
      gives: [{ name: 'userAssignedIdentity' }],
    },
    {
      says: 'signs in by resource id',
      run: 'az login --identity --resource-id {id} --query "[].user"',
      inside,
      gives: [{ name: 'userAssignedIdentity' }],
    },
    {
      says: 'gets a token for a vault',
      run: 'az account get-access-token --resource https://vault.azure.net --query tokenType',
      inside,
      gives: 'Bearer',
    },
    {
      says: 'is refused for an identity that the machine does not have',
      run: 'az login --identity --client-id 99999999-9999-4999-8999-999999999999',
      inside,
      refuses: 'Identity not found',
    },
    {
      says: 'is the operator once more',
      run: 'az login --service-principal -u {operatorId} -p {operatorSecret} --tenant {tenant} -o none && az group delete -n {group} --yes',
      gives: '',
    },
  ])
})
