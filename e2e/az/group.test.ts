/** `az group`, `az tag`, `az resource`, `az lock`: what is common to all that stands in a resource group. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az group', () => {
  const terminal = new Terminal('az-group')
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'says that there is no such group', run: 'az group exists -n {group}', gives: false },
    {
      says: 'refuses to show a group that there is not',
      run: 'az group show -n {group}',
      status: 3,
      refuses: "(ResourceGroupNotFound) Resource group '{group}' could not be found.",
    },
    {
      says: 'makes a group',
      run: 'az group create -n {group} -l westus2 --tags env=test owner=me',
      gives: {
        id: '/subscriptions/{subscription}/resourceGroups/{group}',
        ...{ location: 'westus2', managedBy: null, name: '{group}', properties: { provisioningState: 'Succeeded' } },
        ...{ tags: { env: 'test', owner: 'me' }, type: 'Microsoft.Resources/resourceGroups' },
      },
    },
    { says: 'says that there is one now', run: 'az group exists -n {group}', gives: true },
    {
      says: 'makes it once more',
      run: 'az group create -n {group} -l westus2',
      gives: { name: '{group}', tags: null },
    },
    {
      says: 'refuses to make it elsewhere',
      run: 'az group create -n {group} -l eastus',
      refuses:
        "(InvalidResourceGroupLocation) Invalid resource group location 'eastus'. The Resource group already exists in location 'westus2'.",
    },
    {
      says: 'refuses a location that there is not',
      run: 'az group create -n {group}-b -l atlantis',
      refuses:
        "(LocationNotAvailableForResourceGroup) The provided location 'atlantis' is not available for resource group.",
    },
    {
      says: 'refuses a name that cannot be',
      run: "az group create -n 'bad name?' -l westus2",
      refuses: 'InvalidResourceGroup',
    },
    { says: 'sets a tag', run: 'az group update -n {group} --set tags.a=b', gives: { tags: { a: 'b' } } },
    {
      says: 'lists groups by tag',
      run: 'az group list --tag a=b',
      gives: [{ name: '{group}', tags: { a: 'b' } }],
    },
    {
      says: 'waits until it is there',
      run: 'az group wait -n {group} --exists',
      gives: '',
    },
    { says: 'shows it whatever the case', run: 'az group show -n AZ-GROUP --query name', gives: '{group}' },
    { says: 'deletes it', run: 'az group delete -n {group} --yes', gives: '' },
    { says: 'has none afterwards', run: 'az group exists -n {group}', gives: false },
    {
      says: 'refuses to delete what there is not',
      run: 'az group delete -n {group} --yes',
      status: 3,
      refuses: "(ResourceGroupNotFound) Resource group '{group}' could not be found.",
    },
  ])
})

describe('az resource', () => {
  const terminal = new Terminal('az-resource')
  const type = 'Microsoft.ManagedIdentity/userAssignedIdentities'
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    { says: 'lists nothing in an empty group', run: 'az resource list -g {group}', gives: [] },
    { says: 'has a resource', run: 'az identity create -g {group} -n id1', keep: { id: 'id' } },
    {
      says: 'shows it',
      run: `az resource show -g {group} -n id1 --resource-type ${type}`,
      gives: { name: 'id1', resourceGroup: '{group}', properties: { tenantId: '{tenant}' } },
    },
    { says: 'shows it by its id', run: 'az resource show --ids {id} --query name', gives: 'id1' },
    { says: 'tags it', run: 'az resource tag --ids {id} --tags a=b c=d --query tags', gives: { a: 'b', c: 'd' } },
    {
      says: 'lists it in its group',
      run: 'az resource list -g {group}',
      gives: [{ name: 'id1', type, tags: { a: 'b', c: 'd' }, resourceGroup: '{group}' }],
    },
    {
      says: 'lists it by its type',
      run: `az resource list -g {group} --resource-type ${type} --query [].name`,
      gives: ['id1'],
    },
    { says: 'lists it by its tag', run: "az resource list --tag a=b --query '[].name'", gives: ['id1'] },
    { says: 'lists it by its name', run: "az resource list -n id1 -g {group} --query '[].name'", gives: ['id1'] },
    {
      says: 'refuses a type that there is not',
      run: 'az resource show -g {group} -n x --resource-type Microsoft.ManagedIdentity/nothings',
      refuses: 'Resource type nothings not found.',
    },
    {
      says: 'refuses a resource that there is not',
      run: `az resource show -g {group} -n nobody --resource-type ${type}`,
      status: 3,
      refuses: `(ResourceNotFound) The Resource 'Microsoft.ManagedIdentity/userAssignedIdentities/nobody' under resource group '{group}' was not found.`,
    },
    { says: 'deletes it', run: 'az resource delete --ids {id}', gives: '' },
    { says: 'lists nothing again', run: 'az resource list -g {group}', gives: [] },
    { says: 'deletes the group without waiting', run: 'az group delete -n {group} --yes --no-wait', gives: '' },
  ])
})

describe('az tag', () => {
  const terminal = new Terminal('az-tag')
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', keep: { id: 'id' } },
    {
      says: 'tags it',
      run: 'az tag create --resource-id {id} --tags a=b c=d',
      gives: { properties: { tags: { a: 'b', c: 'd' } } },
    },
    {
      says: 'merges tags',
      run: 'az tag update --resource-id {id} --operation Merge --tags e=f',
      gives: { properties: { tags: { a: 'b', c: 'd', e: 'f' } } },
    },
    {
      says: 'takes a tag away',
      run: 'az tag update --resource-id {id} --operation Delete --tags c=d',
      gives: { properties: { tags: { a: 'b', e: 'f' } } },
    },
    {
      says: 'lists its tags',
      run: 'az tag list --resource-id {id}',
      gives: { properties: { tags: { a: 'b', e: 'f' } } },
    },
    { says: 'takes all away', run: 'az tag delete --resource-id {id} --yes', gives: '' },
    { says: 'has none afterwards', run: 'az tag list --resource-id {id} --query properties', gives: { tags: {} } },
    { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})
