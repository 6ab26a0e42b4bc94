/** `az role assignment`: granting, listing, taking away, and what az says when it cannot be. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az role assignment', () => {
  const terminal = new Terminal('az-role-assignment')
  const scope = '/subscriptions/{subscription}/resourceGroups/{group}'
  /** As it was typed; Azure keeps it so. */
  const typedScope = '/subscriptions/{subscription}/resourcegroups/{group}'
  const again = JSON.stringify({
    properties: {
      roleDefinitionId: '/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{reader}',
      ...{ principalId: '{principalId}', principalType: 'ServicePrincipal' },
    },
  })
  const list = (of: string) =>
    `az role assignment list ${of} --query "sort_by([].{name: roleDefinitionName, principal: principalName, scope: scope}, &to_string([scope, name]))"`
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    {
      says: 'has an identity',
      run: 'az identity create -g {group} -n reader-id',
      keep: { principalId: 'principalId', clientId: 'clientId' },
    },
    {
      says: 'grants to a principal id, with the blank and the lower-case segment of the tutorial',
      run: `az role assignment create --assignee {principalId} --role 'Reader' --scope "${typedScope} "`,
      gives: {
        ...{
          principalId: '{principalId}',
          principalType: 'ServicePrincipal',
          scope: typedScope,
          resourceGroup: '{group}',
        },
        roleDefinitionId: '/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{reader}',
        type: 'Microsoft.Authorization/roleAssignments',
      },
      keep: { assignment: 'id' },
    },
    {
      says: 'grants the same once more, which az takes as done',
      run: `az role assignment create --assignee {principalId} --role Reader --scope ${scope}`,
      gives: { id: '{assignment}' },
    },
    {
      says: 'refuses the same grant under another name',
      run: `az rest --method put --url '${scope}/providers/Microsoft.Authorization/roleAssignments/11111111-2222-4333-8444-555555555555?api-version=2022-04-01' --body '${again}'`,
      refuses:
        'Conflict({"error":{"code":"RoleAssignmentExists","message":"The role assignment already exists. The ID of the existing role assignment is',
    },
    {
      says: 'grants to a client id',
      run: `az role assignment create --assignee {clientId} --role Contributor --scope ${scope}`,
      gives: { principalId: '{principalId}', scope },
    },
    {
      says: 'grants to an object id, by the id of a role',
      run: 'az role assignment create --assignee-object-id {principalId} --assignee-principal-type ServicePrincipal --role {reader} --scope /subscriptions/{subscription}',
      gives: { principalId: '{principalId}', scope: '/subscriptions/{subscription}' },
    },
    {
      says: 'refuses a role that there is not',
      run: `az role assignment create --assignee {principalId} --role Emperor --scope ${scope}`,
      refuses: "Role 'Emperor' doesn't exist.",
    },
    {
      says: 'refuses an assignee that there is not',
      run: `az role assignment create --assignee nobody@lazulite.onmicrosoft.com --role Reader --scope ${scope}`,
      refuses: "Cannot find user or service principal in graph database for 'nobody@lazulite.onmicrosoft.com'.",
    },
    {
      says: 'refuses a principal that there is not',
      run: `az role assignment create --assignee-object-id 99999999-9999-4999-8999-999999999999 --role Reader --scope ${scope}`,
      refuses: '(PrincipalNotFound) Principal 99999999999949998999999999999999 does not exist in the directory',
    },
    {
      says: 'lists those of a group',
      run: list('-g {group}'),
      gives: [
        { name: 'Contributor', scope },
        { name: 'Reader', scope: typedScope },
      ],
    },
    {
      says: 'lists those of an assignee, all scopes',
      run: list('--all --assignee {principalId}'),
      gives: [
        { name: 'Reader', principal: '{clientId}', scope: '/subscriptions/{subscription}' },
        { name: 'Contributor', principal: '{clientId}', scope },
        { name: 'Reader', principal: '{clientId}', scope: typedScope },
      ],
    },
    {
      says: 'lists inherited ones',
      run: `${list(`--scope ${scope} --include-inherited --assignee {clientId}`)}`,
      gives: [{}, {}, {}],
    },
    {
      says: 'lists those of groups too',
      run: list(`--scope ${scope} --include-groups --assignee {clientId}`),
      gives: [{ scope }, { scope: typedScope }],
    },
    {
      says: 'lists one role',
      run: list(`--role Reader --scope ${scope}`),
      gives: [{ name: 'Reader', scope: typedScope }],
    },
    {
      says: 'changes a description',
      run: `az role assignment list --role Reader --scope ${scope} --query "[0]" > assignment.json && sed -i 's/"id":/"description": "read all", "id":/' assignment.json && az role assignment update --role-assignment assignment.json`,
      gives: { id: '{assignment}', description: 'read all' },
    },
    {
      says: 'deletes by assignee, role and scope',
      run: `az role assignment delete --assignee {principalId} --role Contributor --scope ${scope}`,
      gives: '',
    },
    { says: 'deletes by id', run: 'az role assignment delete --ids {assignment}', gives: '' },
    {
      says: 'deletes by object id',
      run: 'az role assignment delete --assignee-object-id {principalId} --role Reader --scope /subscriptions/{subscription}',
      gives: '',
    },
    { says: 'lists nothing afterwards', run: list('--all --assignee {principalId}'), gives: [] },
    { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})
