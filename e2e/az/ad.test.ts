/** `az ad`: users, groups, applications, service principals. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az ad user and group', () => {
  const terminal = new Terminal('az-ad-user')
  const ann = 'ann@lazulite.onmicrosoft.com'
  beforeAll(() => terminal.signIn())
  play(terminal, [
    {
      says: 'makes a user',
      run: `az ad user create --display-name Ann --user-principal-name ${ann} --password 'Aa1-correct horse'`,
      gives: { displayName: 'Ann', userPrincipalName: ann },
      keep: { ann: 'id' },
    },
    {
      says: 'refuses another one of that name',
      run: `az ad user create --display-name Ann --user-principal-name ${ann} --password 'Aa1-correct horse'`,
      refuses: 'Another object with the same value for property userPrincipalName already exists.',
    },
    { says: 'shows it', run: `az ad user show --id ${ann}`, gives: { id: '{ann}', displayName: 'Ann' } },
    { says: 'lists users', run: "az ad user list --query '[].displayName'", isLong: true },
    {
      says: 'finds it by the beginning of its name',
      run: "az ad user list --display-name An --query '[].id'",
      gives: ['{ann}'],
    },
    {
      says: 'finds it by a filter',
      run: `az ad user list --filter "userPrincipalName eq '${ann}'" --query '[].id'`,
      gives: ['{ann}'],
    },
    { says: 'changes it', run: 'az ad user update --id {ann} --display-name Anna', gives: '' },
    { says: 'shows the change', run: 'az ad user show --id {ann} --query displayName', gives: 'Anna' },
    {
      says: 'refuses a user that there is not',
      run: 'az ad user show --id nobody@lazulite.onmicrosoft.com',
      status: 3,
      refuses:
        "Resource 'nobody@lazulite.onmicrosoft.com' does not exist or one of its queried reference-property objects are not present.",
    },
    {
      says: 'makes a group',
      run: 'az ad group create --display-name Readers --mail-nickname readers',
      gives: { displayName: 'Readers', securityEnabled: true },
      keep: { readers: 'id' },
    },
    { says: 'adds a member', run: 'az ad group member add --group Readers --member-id {ann}', gives: '' },
    {
      says: 'says that it is a member',
      run: 'az ad group member check --group Readers --member-id {ann}',
      gives: { value: true },
    },
    { says: 'lists members', run: "az ad group member list --group Readers --query '[].id'", gives: ['{ann}'] },
    {
      says: 'lists the groups of a user',
      run: `az ad user get-member-groups --id ${ann} --query '[].displayName'`,
      gives: ['Readers'],
    },
    { says: 'lists groups', run: "az ad group list --display-name Read --query '[].id'", gives: ['{readers}'] },
    { says: 'shows a group', run: 'az ad group show --group Readers', gives: { id: '{readers}' } },
    { says: 'has a resource group', run: 'az group create -n {group} -l westus2 -o none', gives: '' },
    {
      says: 'grants to a group by its id',
      run: 'az role assignment create --assignee {readers} --role Reader --scope /subscriptions/{subscription}/resourceGroups/{group}',
      gives: { principalId: '{readers}', principalType: 'Group' },
    },
    {
      says: 'grants to a user by name',
      run: `az role assignment create --assignee ${ann} --role Reader --scope /subscriptions/{subscription}/resourceGroups/{group}`,
      gives: { principalId: '{ann}', principalType: 'User' },
    },
    {
      says: 'lists what a user has through groups',
      run: `az role assignment list --assignee ${ann} --include-groups -g {group} --query 'sort([].principalName)'`,
      gives: ['Readers', ann],
    },
    { says: 'takes the member away', run: 'az ad group member remove --group Readers --member-id {ann}', gives: '' },
    { says: 'has no members then', run: 'az ad group member list --group Readers', gives: [] },
    { says: 'deletes the group', run: 'az ad group delete --group Readers', gives: '' },
    { says: 'deletes the user', run: `az ad user delete --id ${ann}`, gives: '' },
    { says: 'has no user then', run: "az ad user list --display-name An --query '[].id'", gives: [] },
    { says: 'deletes the resource group', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})

describe('az ad app and sp', () => {
  const terminal = new Terminal('az-ad-app')
  beforeAll(() => terminal.signIn())
  play(terminal, [
    {
      says: 'makes an application',
      run: 'az ad app create --display-name web-app',
      gives: { displayName: 'web-app' },
      keep: { appId: 'appId', appObjectId: 'id' },
    },
    { says: 'shows it by its client id', run: 'az ad app show --id {appId} --query id', gives: '{appObjectId}' },
    { says: 'lists it', run: "az ad app list --display-name web --query '[].appId'", gives: ['{appId}'] },
    { says: 'changes it', run: 'az ad app update --id {appId} --display-name web-app2', gives: '' },
    {
      says: 'makes its service principal',
      run: 'az ad sp create --id {appId}',
      gives: { appId: '{appId}', displayName: 'web-app2', servicePrincipalType: 'Application' },
      keep: { spId: 'id' },
    },
    { says: 'shows it by its client id', run: 'az ad sp show --id {appId} --query id', gives: '{spId}' },
    { says: 'lists it', run: "az ad sp list --display-name web-app --query '[].id'", gives: ['{spId}'] },
    {
      says: 'makes it a secret',
      run: 'az ad app credential reset --id {appId}',
      gives: { appId: '{appId}', tenant: '{tenant}' },
      keep: { secret: 'password' },
    },
    {
      says: 'lists its secrets without showing them',
      run: "az ad app credential list --id {appId} --query '[].{secret: secretText, hint: hint}'",
      gives: [{ secret: null }],
    },
    { says: 'names who owns it', run: "az ad app owner list --id {appId} --query '[].id'", isLong: true },
    {
      says: 'makes a principal for scripts with a role',
      run: 'az group create -n {group} -l westus2 -o none && az ad sp create-for-rbac -n script --role Reader --scopes /subscriptions/{subscription}/resourceGroups/{group}',
      gives: { displayName: 'script', tenant: '{tenant}' },
      keep: { scriptId: 'appId', scriptSecret: 'password' },
    },
    {
      says: 'has its role',
      run: "az role assignment list --assignee {scriptId} -g {group} --query '[].roleDefinitionName'",
      gives: ['Reader'],
    },
    {
      says: 'signs in as that principal',
      run: 'AZURE_CONFIG_DIR={folder}/script az login --service-principal -u {scriptId} -p {scriptSecret} --tenant {tenant} --query "[].user.name"',
      gives: ['{scriptId}'],
    },
    {
      says: 'reads as that principal',
      run: 'AZURE_CONFIG_DIR={folder}/script az group show -n {group} --query name',
      gives: '{group}',
    },
    {
      says: 'may not read the directory as that principal',
      run: 'AZURE_CONFIG_DIR={folder}/script az ad user list',
      refuses: 'Insufficient privileges to complete the operation.',
    },
    { says: 'deletes the principal for scripts', run: 'az ad sp delete --id {scriptId}', gives: '' },
    { says: 'deletes the application, and its principal with it', run: 'az ad app delete --id {appId}', gives: '' },
    {
      says: 'has none then',
      run: 'az ad sp show --id {appId}',
      status: 3,
      refuses: "Resource '{appId}' does not exist or one of its queried reference-property objects are not present.",
    },
    { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
    {
      says: 'finds the principal of a managed identity',
      run: 'az group create -n {group} -l westus2 -o none && az identity create -g {group} -n id1 --query principalId',
      keep: { identity: '' },
    },
    {
      says: 'shows it as what it is',
      run: 'az ad sp show --id {identity} --query "{type: servicePrincipalType, names: alternativeNames}"',
      gives: { type: 'ManagedIdentity' },
    },
    { says: 'deletes the group again', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})
