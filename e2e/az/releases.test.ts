/** The same everyday commands with the current az and with the oldest that runs here, see `releases.ts`. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'
import type { AzRelease } from './suite-environment.ts'
import { WireText } from './wire-text.ts'

const releases: readonly AzRelease[] = ['current', 'oldest']

describe.each(releases)('the %s az', (release) => {
  const terminal = new Terminal(`az-${release}`, release)
  const inside = { group: `az-${release}`, name: 'vm1' }
  const group = '/subscriptions/{subscription}/resourceGroups/{group}'
  beforeAll(() => terminal.signIn())
  play(
    terminal,
    [
      { says: 'shows the account', run: 'az account show --query id', gives: '{subscription}' },
      {
        says: 'makes a group',
        run: 'az group create -n {group} -l westus2',
        gives: { id: group, location: 'westus2' },
      },
      { says: 'lists groups', run: 'az group list --query "[?name==\'{group}\'].name"', gives: ['{group}'] },
      {
        says: 'lists locations',
        run: 'az account list-locations --query "[?name==\'westus2\'].displayName"',
        gives: ['West US 2'],
      },
      {
        says: 'makes an identity',
        run: 'az identity create -g {group} -n id1',
        gives: { name: 'id1', resourceGroup: '{group}', type: 'Microsoft.ManagedIdentity/userAssignedIdentities' },
        keep: { id: 'id', principalId: 'principalId', clientId: 'clientId' },
      },
      { says: 'shows it', run: 'az identity show -g {group} -n id1 --query principalId', gives: '{principalId}' },
      { says: 'has a machine', run: '{lazulite} vm create -g {group} -n vm1 --json', onHost: true, isLong: true },
      { says: 'shows it', run: 'az vm show -g {group} -n vm1 --query provisioningState', gives: 'Succeeded' },
      { says: 'lists machines', run: "az vm list -g {group} --query '[].name'", gives: ['vm1'] },
      {
        says: 'assigns it the identity',
        run: 'az vm identity assign -g {group} -n vm1 --identities {id}',
        gives: { systemAssignedIdentity: '' },
      },
      {
        says: 'assigns it one of its own',
        run: 'az vm identity assign -g {group} -n vm1',
        keep: { systemId: 'systemAssignedIdentity' },
      },
      {
        says: 'shows both',
        run: 'az vm identity show -g {group} -n vm1',
        gives: { principalId: '{systemId}', type: 'SystemAssigned, UserAssigned' },
      },
      {
        says: 'grants a role by name',
        run: `az role assignment create --assignee-object-id {systemId} --assignee-principal-type ServicePrincipal --role Reader --scope ${group}`,
        gives: { principalId: '{systemId}', principalType: 'ServicePrincipal' },
      },
      { says: 'lists a role', run: "az role definition list -n Reader --query '[].roleName'", gives: ['Reader'] },
      {
        says: 'signs in inside the machine and reads the group',
        run: 'AZURE_CONFIG_DIR={folder}/vm az login --identity -o none && AZURE_CONFIG_DIR={folder}/vm az group show -n {group} --query id',
        inside,
        gives: group,
      },
      {
        says: 'may not write there',
        run: 'AZURE_CONFIG_DIR={folder}/vm az group update -n {group} --set tags.a=b',
        inside,
        refuses: '(AuthorizationFailed)',
      },
      {
        says: 'takes the identity away',
        run: 'az vm identity remove -g {group} -n vm1 --identities {id}',
        gives: { type: 'SystemAssigned' },
      },
      { says: 'stops the machine', run: 'az vm deallocate -g {group} -n vm1', gives: '' },
      { says: 'lists resources', run: "az resource list -g {group} --query 'sort([].name)'" },
      {
        says: 'tags the group',
        run: `az tag create --resource-id ${group} --tags a=b --query properties.tags`,
        gives: { a: 'b' },
      },
      {
        says: 'shows a provider',
        run: 'az provider show -n Microsoft.Compute --query registrationState',
        gives: 'Registered',
      },
      {
        says: 'reads by rest',
        run: `az rest --url '${group}?api-version=2021-04-01' --query location`,
        gives: 'westus2',
      },
      {
        says: 'refuses a group that there is not',
        run: 'az group show -n {group}-nobody',
        status: 3,
        refuses: "(ResourceGroupNotFound) Resource group '{group}-nobody' could not be found.",
      },
      { says: 'deletes the machine', run: 'az vm delete -g {group} -n vm1 --yes', gives: '' },
      { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
    ],
    new WireText([[`az-${release}`, 'az-<release>']]),
  )
})
